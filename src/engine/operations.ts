/**
 * Operations that networks need and tfjs lacks or composes wastefully, with their gradients.
 * Where the capture backend is in use they become the runtime's own kernels; elsewhere they are composed of tfjs operations.
 */
import * as tf from '@tensorflow/tfjs';
import { CAPTURE } from './capture/captureBackend.js';

/** tfjs's way to keep tensors of the forward pass for the gradient; it does not export the type. */
type Save = (tensors: tf.Tensor[]) => void;

const capturing = (): boolean => tf.getBackend() === CAPTURE;

const runCaptured = (kernel: string, inputs: Record<string, tf.Tensor>, attributes: Record<string, number> = {}): tf.Tensor[] =>
  [tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(kernel, inputs, attributes)].flat();

/** [rows, columns]. tfjs's wasm backend writes integers into a float one-hot, so the cast is apart. */
const oneHot = (indices: tf.Tensor1D, columns: number): tf.Tensor => tf.cast(tf.oneHot(indices, columns, 1, 0, 'int32'), 'float32');

/** x[i, indices[i]] for x [rows, columns] and int32 indices [rows]: [rows]. */
const pick = (x: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor1D =>
  capturing()
    ? (runCaptured('Pick', { x, indices })[0] as tf.Tensor1D)
    : tf.sum(tf.mul(x, oneHot(indices, x.shape[1])), 1);

/** x with 1 subtracted at x[i, indices[i]]. */
const subtractOneAt = (x: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D =>
  capturing()
    ? (runCaptured('SubtractAtIndex', { x, indices }, { amount: 1 })[0] as tf.Tensor2D)
    : tf.sub(x, oneHot(indices, x.shape[1]));

const logSoftmax = (logits: tf.Tensor2D): tf.Tensor2D => {
  if (capturing()) return runCaptured('LogSoftmax', { logits })[0] as tf.Tensor2D;
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
};

/**
 * Σ_i weights[i] · (−ln softmax(logits)[i, labels[i]]), in nats.
 * @param logits [rows, vocabulary]
 * @param labels int32 [rows]
 * @param weights [rows]; no gradient flows to them
 */
export const weightedCrossEntropy = (logits: tf.Tensor2D, labels: tf.Tensor1D, weights: tf.Tensor1D): tf.Scalar =>
  tf.customGrad((x, save) => {
    const logProbabilities = logSoftmax(x as tf.Tensor2D);
    (save as Save)([logProbabilities, labels, weights]);
    const value = tf.neg(tf.sum(tf.mul(pick(logProbabilities, labels), weights)));
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const [logProbabilities, labels, weights] = saved as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
      const difference = subtractOneAt(tf.exp(logProbabilities), labels);
      return tf.mul(difference, tf.reshape(tf.mul(weights, dy), [-1, 1]));
    };
    return { value, gradFunc };
  })(logits) as tf.Scalar;

const LAYER_NORM_EPSILON = 1e-5;

/**
 * Layer normalisation over the last axis (Ba, Kiros, Hinton 2016): (x − mean)/√(variance + 1e-5) · scale + bias.
 * @param x [rows, width]
 * @param scale [width]
 * @param bias [width]
 */
export const layerNorm = (x: tf.Tensor2D, scale: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D =>
  tf.customGrad((...inputs) => {
    const [a, g, b, save] = inputs as unknown as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D, Save];
    const { value, mean, inverseDeviation } = normalise(a, g, b);
    save([a, g, mean, inverseDeviation]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [a, g, mean, inverseDeviation] = saved as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D, tf.Tensor2D];
      const normal = tf.mul(tf.sub(a, mean), inverseDeviation);
      const slope = tf.mul(dy, g);
      const centred = tf.sub(slope, tf.mean(slope, 1, true));
      const alongNormal = tf.mul(normal, tf.mean(tf.mul(slope, normal), 1, true));
      return [tf.mul(tf.sub(centred, alongNormal), inverseDeviation), tf.sum(tf.mul(dy, normal), 0), tf.sum(dy, 0)];
    };
    return { value, gradFunc };
  })(x, scale, bias) as tf.Tensor2D;

const normalise = (x: tf.Tensor2D, scale: tf.Tensor1D, bias: tf.Tensor1D): { value: tf.Tensor; mean: tf.Tensor; inverseDeviation: tf.Tensor } => {
  if (capturing()) {
    const [value, mean, inverseDeviation] = runCaptured('LayerNormalization', { x, scale, bias }, { epsilon: LAYER_NORM_EPSILON });
    return { value, mean, inverseDeviation };
  }
  const mean = tf.mean(x, 1, true);
  const centred = tf.sub(x, mean);
  const inverseDeviation = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), LAYER_NORM_EPSILON));
  return { value: tf.add(tf.mul(tf.mul(centred, inverseDeviation), scale), bias), mean, inverseDeviation };
};

/** 2√(2/π), and what it is multiplied with before x³. */
const GELU_SLOPE = 2 * Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;

/**
 * GELU in its tanh form (Hendrycks, Gimpel 2016), x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³))), written as x·σ(z) with
 * z = 2√(2/π)(x + 0.044715 x³): a third fewer passes over the widest tensor of a transformer.
 */
export const gelu = (x: tf.Tensor2D): tf.Tensor2D =>
  tf.customGrad((a, save) => {
    const input = a as tf.Tensor2D;
    const squared = tf.square(input);
    const gate = tf.sigmoid(tf.mul(input, tf.add(tf.mul(squared, GELU_SLOPE * GELU_CUBIC), GELU_SLOPE)));
    const value = tf.mul(input, gate);
    (save as Save)([squared, gate, value]);
    // y' = σ + x σ (1 − σ) z' = σ + (y − y σ) z'
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const [squared, gate, value] = saved;
      const slope = tf.add(tf.mul(squared, 3 * GELU_SLOPE * GELU_CUBIC), GELU_SLOPE);
      return tf.mul(dy, tf.add(tf.mul(tf.sub(value, tf.mul(value, gate)), slope), gate));
    };
    return { value, gradFunc };
  })(x) as tf.Tensor2D;
