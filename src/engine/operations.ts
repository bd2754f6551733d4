/**
 * Operations that networks need and tfjs lacks or composes wastefully, with their gradients.
 * On the capture backend they become kernels of the runtime; on other backends they are composed of tfjs operations.
 */

import { CAPTURE } from './capture/captureBackend.js';
import { GELU_CUBIC, GELU_SLOPE } from './gelu.js';
import * as tf from './tensors.js';

/** Function by which tfjs keeps tensors of the forward pass for the gradient; tfjs does not export the type. */
type Save = (tensors: tf.Tensor[]) => void;

function capturing(): boolean {
  return tf.getBackend() === CAPTURE;
}

function runCaptured(
  kernel: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, number> = {},
): tf.Tensor[] {
  return [tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(kernel, inputs, attributes)].flat();
}

/** One-hot rows, [rows, columns]. The cast is separate since the wasm backend fills a float one-hot with integers. */
function oneHot(indices: tf.Tensor1D, columns: number): tf.Tensor {
  return tf.cast(tf.oneHot(indices, columns, 1, 0, 'int32'), 'float32');
}

/** Returns x[i, indices[i]], [rows], for x [rows, columns] and int32 indices [rows]. */
function pick(x: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor1D {
  return runCaptured('Pick', { x, indices })[0] as tf.Tensor1D;
}

/** Returns x[i, indices[i, j]], [rows, each], for x [rows, columns] and int32 indices [rows, each]. */
export function pickEach(x: tf.Tensor2D, indices: tf.Tensor2D): tf.Tensor2D {
  // One element at a time is slow in Gather, which ONNX Runtime writes for whole rows.
  if (capturing()) return runCaptured('Pick', { x, indices })[0] as tf.Tensor2D;
  const [rows, columns] = x.shape;
  const starts = tf.tensor2d(
    Int32Array.from({ length: rows }, (_, i) => i * columns),
    [rows, 1],
    'int32',
  );
  return tf.gather<tf.Tensor>(tf.reshape(x, [rows * columns]), tf.add<tf.Tensor2D>(indices, starts)) as tf.Tensor2D;
}

/** Returns x with x[i, indices[i]] replaced by value[i]. */
function put(x: tf.Tensor2D, indices: tf.Tensor1D, value: tf.Tensor1D): tf.Tensor2D {
  return runCaptured('Put', { x, indices, value })[0] as tf.Tensor2D;
}

/**
 * Returns Σ_i weights[i] · (−ln softmax(logits)[i, labels[i]]), in nats.
 * @param logits [rows, vocabulary]
 * @param labels int32 [rows]
 * @param weights [rows]; no gradient flows to them
 */
export function weightedCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, weights: tf.Tensor1D): tf.Scalar {
  return tf.customGrad((x, save) => {
    const { loss, difference } = (capturing() ? crossEntropyCaptured : crossEntropyComposed)(x as tf.Tensor2D, labels);
    (save as Save)([difference, weights]);
    const gradFunc = (dy: tf.Tensor, [difference, weights]: tf.Tensor[]): tf.Tensor =>
      tf.mul(difference, tf.reshape(tf.mul(weights, dy), [-1, 1]));
    return { value: tf.sum(tf.mul(loss, weights)), gradFunc };
  })(logits) as tf.Scalar;
}

interface CrossEntropy {
  /** Negative logarithm of the label's probability, [rows]. */
  readonly loss: tf.Tensor;
  /** Gradient of the loss by the logits: the probabilities, less 1 at the label, [rows, vocabulary]. */
  readonly difference: tf.Tensor;
}

function crossEntropyComposed(logits: tf.Tensor2D, labels: tf.Tensor1D): CrossEntropy {
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const exponentials = tf.exp(shifted);
  const sums = tf.sum(exponentials, 1, true);
  const ones = oneHot(labels, logits.shape[1]);
  return {
    loss: tf.sub(tf.log(tf.reshape(sums, [-1])), tf.sum(tf.mul(shifted, ones), 1)),
    difference: tf.sub(tf.div(exponentials, sums), ones),
  };
}

/**
 * Least probability whose logarithm float32 takes at full precision. For smaller ones the loss reads 87.3 nats; its
 * gradient is exact all the same.
 */
const SMALLEST_NORMAL = 2 ** -126;

/** Computes the loss in one pass over the vocabulary: all other tensors have one element per row. */
function crossEntropyCaptured(logits: tf.Tensor2D, labels: tf.Tensor1D): CrossEntropy {
  const probabilities = runCaptured('Softmax', { logits }, { dim: -1 })[0] as tf.Tensor2D;
  const ofLabels = pick(probabilities, labels);
  return {
    loss: tf.neg(tf.log(tf.maximum(ofLabels, SMALLEST_NORMAL))),
    difference: put(probabilities, labels, tf.sub(ofLabels, 1)),
  };
}

const LAYER_NORM_EPSILON = 1e-5;

/**
 * Returns (x − mean)/√(variance + ε) over the last axis: layer normalisation (Ba, Kiros, Hinton 2016) before scale and
 * shift.
 * @param x [rows, width]
 * @param epsilon summand that keeps rows of equal elements finite, > 0
 */
export function standardise(x: tf.Tensor2D, epsilon: number = LAYER_NORM_EPSILON): tf.Tensor2D {
  return tf.customGrad((a, save) => {
    const { normal, inverseDeviation } = standardiseRows(a as tf.Tensor2D, epsilon);
    (save as Save)([normal, inverseDeviation]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const [normal, inverseDeviation] = saved;
      const centred = tf.sub(dy, tf.mean(dy, 1, true));
      const alongNormal = tf.mul(normal, tf.mean(tf.mul(dy, normal), 1, true));
      return tf.mul(tf.sub(centred, alongNormal), inverseDeviation);
    };
    return { value: normal, gradFunc };
  })(x) as tf.Tensor2D;
}

function standardiseRows(x: tf.Tensor2D, epsilon: number): { normal: tf.Tensor; inverseDeviation: tf.Tensor } {
  if (capturing()) {
    const [normal, , inverseDeviation] = runCaptured(
      'LayerNormalization',
      { x, scale: tf.ones([x.shape[1]]) },
      { epsilon },
    );
    return { normal, inverseDeviation };
  }
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const inverseDeviation = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), epsilon));
  return { normal: tf.mul(centred, inverseDeviation), inverseDeviation };
}

/**
 * Returns GELU in its tanh form (Hendrycks, Gimpel 2016), x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³))). It is written as
 * x·σ(z) with z = 2√(2/π)(x + 0.044715 x³), which takes a third fewer passes over the widest tensor of a transformer.
 */
export function gelu(x: tf.Tensor2D): tf.Tensor2D {
  return tf.customGrad((a, save) => {
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
}
