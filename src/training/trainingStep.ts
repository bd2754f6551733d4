/** One step of training as a program: loss, gradients, clipping, Adam. */
import * as tf from '@tensorflow/tfjs';
import { weightedCrossEntropy } from '../engine/operations.js';
import { sizeOf, type Program } from '../engine/program.js';
import { parameterCount, unpackParameters, visibilityMatrix, type Network } from '../models/network.js';

export interface OptimiserOptions {
  readonly beta1: number;
  readonly beta2: number;
  /** Decoupled (AdamW; Loshchilov, Hutter 2019), per unit of learning rate. */
  readonly weightDecay: number;
  /** Largest norm of the whole gradient; null leaves it as it is. */
  readonly clipNorm: number | null;
}

export interface BatchShape {
  readonly batch: number;
  readonly slots: number;
  /** Predicted tokens of a batch, padding included. */
  readonly predictions: number;
}

const ADAM_EPSILON = 1e-8;

/**
 * State (`theta`, `m`, `v`) is one flat vector each, so that the optimiser is a dozen operations and not a dozen a tensor.
 * Inputs besides: `tokens` [batch, slots], `asked` (slots whose next token is predicted, flat), `labels`, `weights`
 * (sum to 1) [predictions], `learningRate`, `correction1` = 1 − β₁^step, `correction2` = 1 − β₂^step.
 */
export const trainingStep = (network: Network, { batch, slots, predictions }: BatchShape, options: OptimiserOptions): Program => {
  const size = parameterCount(network);
  const state = { shape: [size], dtype: 'float32' } as const;
  const scalar = { shape: [], dtype: 'float32' } as const;
  return {
    inputs: {
      theta: state,
      m: state,
      v: state,
      tokens: { shape: [batch, slots], dtype: 'int32' },
      asked: { shape: [predictions], dtype: 'int32' },
      labels: { shape: [predictions], dtype: 'int32' },
      weights: { shape: [predictions], dtype: 'float32' },
      learningRate: scalar,
      correction1: scalar,
      correction2: scalar,
    },
    run: ({ theta, m, v, tokens, asked, labels, weights, learningRate, correction1, correction2 }) => {
      const layout = {
        positions: tf.tensor1d(Array.from({ length: slots }, (_, i) => i), 'int32'),
        visibility: tf.tensor2d(visibilityMatrix(slots, (looking, at) => at <= looking), [slots, slots]),
      };
      const parameters = unpackParameters(network, theta as tf.Tensor1D);
      const loss = (...values: tf.Tensor[]): tf.Scalar => {
        const p = Object.fromEntries(network.parameters.map(({ name }, i) => [name, values[i]]));
        const hidden = network.hidden(p, tokens as tf.Tensor2D, layout);
        return weightedCrossEntropy(network.logits(p, tf.gather(hidden, asked as tf.Tensor1D)), labels as tf.Tensor1D, weights as tf.Tensor1D);
      };
      const { value, grads } = tf.valueAndGrads(loss)(network.parameters.map(({ name }) => parameters[name]));
      const gradient = clip(tf.concat(grads.map((g) => tf.reshape(g, [-1])) as tf.Tensor1D[]), options.clipNorm);
      const nextM = tf.add(tf.mul(m, options.beta1), tf.mul(gradient, 1 - options.beta1));
      const nextV = tf.add(tf.mul(v, options.beta2), tf.mul(tf.square(gradient), 1 - options.beta2));
      const direction = tf.div(tf.div(nextM, correction1), tf.add(tf.sqrt(tf.div(nextV, correction2)), ADAM_EPSILON));
      const decayed = options.weightDecay === 0 ? direction : tf.add(direction, tf.mul(tf.mul(theta, decayMask(network)), options.weightDecay));
      return { theta: tf.sub(theta, tf.mul(decayed, learningRate)), m: nextM, v: nextV, loss: value };
    },
  };
};

const clip = (gradient: tf.Tensor1D, clipNorm: number | null): tf.Tensor => {
  if (clipNorm === null) return gradient;
  const norm = tf.sqrt(tf.sum(tf.square(gradient)));
  return tf.mul(gradient, tf.div(clipNorm, tf.maximum(norm, clipNorm)));
};

/** Matrices decay, biases and scales do not. */
const decayMask = (network: Network): tf.Tensor1D =>
  tf.concat(network.parameters.map(({ shape }) => tf.fill([sizeOf(shape)], shape.length > 1 ? 1 : 0)) as tf.Tensor1D[]);
