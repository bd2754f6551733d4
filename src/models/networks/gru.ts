import * as tf from '../../engine/tensors.js';
import type { NetworkKind } from '../modelKind.js';
import { constantSpec, denseSpecs, normalSpec } from './dense.js';
import { type RecurrentCell, recurrentNetwork, recurrentOptions } from './recurrent.js';

/**
 * Gated recurrent unit (Cho et al. 2014), with the reset gate after the recurrent product, as in cuDNN and PyTorch:
 * r = σ(W_r x + U_r h), z = σ(W_z x + U_z h), n = tanh(W_n x + r ⊙ (U_n h + c)), h' = (1 − z) ⊙ n + z ⊙ h.
 */
const cell: RecurrentCell = {
  input: (size) => denseSpecs('input', size, 3 * size),
  // c is a bias of n only: r and z have the bias of their input already.
  recurrent: (size) => [
    normalSpec('recurrent', [size, 3 * size], 1 / Math.sqrt(size)),
    constantSpec('recurrent.bias', size, 0),
  ],
  stateTensors: 1,
  step: (of, input, [h]) => {
    const size = h.shape[1];
    const [gatesIn, candidateIn] = tf.split(input, [2 * size, size], 1);
    const [gatesBack, candidateBack] = tf.split(tf.matMul(h, of('recurrent') as tf.Tensor2D), [2 * size, size], 1);
    const [r, z] = tf.split(tf.sigmoid(tf.add(gatesIn, gatesBack)), 2, 1);
    const n = tf.tanh(tf.add(candidateIn, tf.mul(r, tf.add(candidateBack, of('recurrent.bias')))));
    return [tf.add(n, tf.mul(z, tf.sub(h, n)))];
  },
};

export const gru = {
  kind: 'gru' as const,
  description: 'Gated recurrent unit, as in cuDNN and PyTorch.',
  options: recurrentOptions,
  network: (options, vocabularySize, maxPositions) =>
    recurrentNetwork('gru', cell, options, vocabularySize, maxPositions),
} satisfies NetworkKind<typeof recurrentOptions>;
