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
      const gradient = tf.concat(grads.map((g) => tf.reshape(g, [-1])) as tf.Tensor1D[]);
      return { ...adam({ theta, m, v, learningRate, correction1, correction2 }, gradient, network, options), loss: value };
    },
  };
};

type AdamInputs = Readonly<Record<'theta' | 'm' | 'v' | 'learningRate' | 'correction1' | 'correction2', tf.Tensor>>;

/**
 * Adam (Kingma, Ba 2015) with decoupled decay, arranged so that scalars meet scalars before they meet vectors: the factor
 * that clips joins 1 − β, squares serve the norm and v, and the corrections join the learning rate:
 * η (m/c₁) / (√(v/c₂) + ε) = (η √c₂ / c₁) m / (√v + ε √c₂).
 */
const adam = (inputs: AdamInputs, gradient: tf.Tensor1D, network: Network, { beta1, beta2, weightDecay, clipNorm }: OptimiserOptions): Record<'theta' | 'm' | 'v', tf.Tensor> => {
  const { theta, learningRate, correction1 } = inputs;
  const squares = tf.square(gradient);
  const factor = clipNorm === null ? tf.scalar(1) : tf.div(clipNorm, tf.maximum(tf.sqrt(tf.sum(squares)), clipNorm));
  const m = tf.add(tf.mul(inputs.m, beta1), tf.mul(gradient, tf.mul(factor, 1 - beta1)));
  const v = tf.add(tf.mul(inputs.v, beta2), tf.mul(squares, tf.mul(tf.square(factor), 1 - beta2)));
  const root2 = tf.sqrt(inputs.correction2);
  const direction = tf.div(m, tf.add(tf.sqrt(v), tf.mul(root2, ADAM_EPSILON)));
  const update = tf.mul(direction, tf.div(tf.mul(learningRate, root2), correction1));
  const kept = weightDecay === 0 ? theta : tf.sub(theta, tf.mul(tf.mul(theta, decay(network, weightDecay)), learningRate));
  return { theta: tf.sub(kept, update), m, v };
};

/** Matrices decay, biases and scales do not. */
const decay = (network: Network, weightDecay: number): tf.Tensor1D =>
  tf.concat(network.parameters.map(({ shape }) => tf.fill([sizeOf(shape)], shape.length > 1 ? weightDecay : 0)) as tf.Tensor1D[]);
