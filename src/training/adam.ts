/** Adam with decoupled weight decay, alone or beside Muon, as tensor operations on flat vectors. */

import { sizeOf } from '../engine/program.js';
import * as tf from '../engine/tensors.js';
import type { Network } from '../models/networks/network.js';
import { withMuon } from './muon.js';

/** Options of the optimiser. */
export interface OptimiserOptions {
  /** `muon` changes the matrices within the network by Muon and all other parameters by Adam. */
  readonly optimiser: 'adam' | 'muon';
  /** Decay of the first moment, which is also the momentum of Muon. */
  readonly beta1: number;
  readonly beta2: number;
  /** Decoupled weight decay (AdamW; Loshchilov, Hutter 2019), per unit of learning rate. */
  readonly weightDecay: number;
  /** Largest norm of the whole gradient; null if it is not clipped. */
  readonly clipNorm: number | null;
}

/** Vectors [parameterCount] and scalars, as the training step takes them. */
export type AdamInputs = Readonly<
  Record<'theta' | 'm' | 'v' | 'learningRate' | 'correction1' | 'correction2', tf.Tensor>
>;

const EPSILON = 1e-8;

/**
 * Makes a step of Adam (Kingma, Ba 2015), arranged so that scalars are multiplied with each other before they are
 * multiplied with vectors. The factor that clips joins 1 − β, the squares serve both the norm and v, and the
 * corrections c₁, c₂ join the learning rate: η (m/c₁) / (√(v/c₂) + ε) = (η √c₂ / c₁) m / (√v + ε √c₂). Muon shares
 * clipping, momentum, rate and weight decay.
 */
export function adam(
  inputs: AdamInputs,
  gradient: tf.Tensor1D,
  network: Network,
  options: OptimiserOptions,
): Record<'theta' | 'm' | 'v', tf.Tensor> {
  const { theta, learningRate, correction1, correction2 } = inputs;
  const { optimiser, beta1, beta2, weightDecay, clipNorm } = options;
  const squares = tf.square(gradient);
  const factor = clipNorm === null ? tf.scalar(1) : tf.div(clipNorm, tf.maximum(tf.sqrt(tf.sum(squares)), clipNorm));
  const added = tf.mul<tf.Tensor1D>(gradient, tf.mul(factor, 1 - beta1));
  const m = tf.add(tf.mul(inputs.m, beta1), added);
  const v = tf.add(tf.mul(inputs.v, beta2), tf.mul(squares, tf.mul(tf.square(factor), 1 - beta2)));
  const root2 = tf.sqrt(correction2);
  const direction = tf.div(m, tf.add(tf.sqrt(v), tf.mul(root2, EPSILON)));
  const update =
    optimiser === 'adam'
      ? tf.mul(direction, tf.div(tf.mul(learningRate, root2), correction1))
      : tf.mul(
          withMuon(
            network,
            tf.mul<tf.Tensor1D>(direction, tf.div(root2, correction1)),
            tf.add<tf.Tensor1D>(tf.mul(m, beta1), added),
          ),
          learningRate,
        );
  const kept =
    weightDecay === 0 ? theta : tf.sub(theta, tf.mul(tf.mul(theta, decay(network, weightDecay)), learningRate));
  return { theta: tf.sub(kept, update), m, v };
}

/** Returns the weight decay of each parameter, [parameterCount]: matrices decay, biases and scales do not. */
function decay(network: Network, weightDecay: number): tf.Tensor1D {
  return tf.concat(
    network.parameters.map(({ shape }) =>
      tf.fill([sizeOf(shape)], shape.length > 1 ? weightDecay : 0),
    ) as tf.Tensor1D[],
  );
}
