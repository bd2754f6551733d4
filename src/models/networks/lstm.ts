import * as tf from '../../engine/tensors.js';
import type { NetworkKind } from '../modelKind.js';
import { normalSpec } from './dense.js';
import { type RecurrentCell, recurrentNetwork, recurrentOptions } from './recurrent.js';

/**
 * Long short-term memory (Hochreiter, Schmidhuber 1997) with a forget gate (Gers, Schmidhuber, Cummins 2000), no
 * peepholes: (i, f, o) = σ(W x + U h + b), g = tanh(W_g x + U_g h + b_g), c' = f ⊙ c + i ⊙ g, h' = o ⊙ tanh(c').
 * The bias of the forget gate starts at 1, so that early tokens are remembered (Jozefowicz, Zaremba, Sutskever 2015).
 */
const cell: RecurrentCell = {
  input: (size) => [
    normalSpec('input', [size, 4 * size], 1 / Math.sqrt(size)),
    { name: 'input.bias', shape: [4 * size], initial: { kind: 'parts', values: [0, 1, 0, 0] } },
  ],
  recurrent: (size) => [normalSpec('recurrent', [size, 4 * size], 1 / Math.sqrt(size))],
  stateTensors: 2,
  step: (of, input, [h, c]) => {
    const size = h.shape[1];
    const [gates, candidate] = tf.split(
      tf.add(input, tf.matMul(h, of('recurrent') as tf.Tensor2D)),
      [3 * size, size],
      1,
    );
    const [i, f, o] = tf.split(tf.sigmoid(gates), 3, 1);
    const memory: tf.Tensor2D = tf.add(tf.mul(f, c), tf.mul(i, tf.tanh(candidate)));
    return [tf.mul(o, tf.tanh(memory)), memory];
  },
};

export const lstm = {
  kind: 'lstm' as const,
  description: 'Long short-term memory, with a forget gate whose bias starts at 1.',
  options: recurrentOptions,
  network: (options, vocabularySize, maxPositions) =>
    recurrentNetwork('lstm', cell, options, vocabularySize, maxPositions),
} satisfies NetworkKind<typeof recurrentOptions>;
