/** Recurrent networks: embeddings, layers of cells unrolled over the slots of a sentence, and a head. */

import { z } from 'zod';
import * as tf from '../../engine/tensors.js';
import { denseLayer, denseSpecs, inLayer, type Lookup, normalSpec } from './dense.js';
import type { Network, ParameterSpec } from './network.js';

/** Options of all recurrent networks. */
export const recurrentOptions = z.strictObject({
  layers: z.int().min(1).max(64).default(1).describe('layers of cells, each reading the one below'),
  width: z.int().min(1).max(4096).default(64).describe('size of the hidden state and of the embedding of a token'),
});

/** A cell: the descriptions of its parameters, and one step. */
export interface RecurrentCell {
  /**
   * Describes the parameters W and b, named `input`, of the map x W + b from [batch, size] to [batch, gates × size].
   */
  readonly input: (size: number) => ParameterSpec[];
  /** Describes all other parameters. */
  readonly recurrent: (size: number) => ParameterSpec[];
  /** Number of tensors of a state, [batch, size] each, 0 at the start; the first is the output of the cell. */
  readonly stateTensors: number;
  /** Returns the next state. @param input x W + b of the inputs */
  readonly step: (of: Lookup, input: tf.Tensor2D, state: readonly tf.Tensor2D[]) => readonly tf.Tensor2D[];
}

type RecurrentOptions = z.infer<typeof recurrentOptions>;

/** Makes the network of a cell. */
export function recurrentNetwork(
  kind: string,
  cell: RecurrentCell,
  { layers, width }: RecurrentOptions,
  vocabularySize: number,
  maxPositions: number,
): Network {
  return {
    kind,
    reads: 'sequence',
    vocabularySize,
    maxPositions,
    parameters: [
      normalSpec('tokens', [vocabularySize, width], 1),
      ...Array.from({ length: layers }, (_, layer) =>
        inLayer(layer, [...cell.input(width), ...cell.recurrent(width)]),
      ).flat(),
      ...denseSpecs('head', width, vocabularySize),
    ],
    hidden: (p, tokens) => {
      const [batch, slots] = tokens.shape;
      // Slot by slot, so that the rows that a step reads are adjacent.
      let x = tf.gather(p.tokens as tf.Tensor2D, tf.reshape(tf.transpose(tokens), [slots * batch])) as tf.Tensor2D;
      for (let layer = 0; layer < layers; layer++) {
        const of = (name: string): tf.Tensor => p[`${layer}.${name}`];
        // The inputs of all slots are one product; only what depends on the state is computed slot by slot.
        const products = denseLayer(of, 'input', x);
        const inputs = slots === 1 ? [products] : tf.split<tf.Tensor2D>(products, slots);
        let state: readonly tf.Tensor2D[] = Array.from({ length: cell.stateTensors }, () =>
          tf.zeros<tf.Rank.R2>([batch, width]),
        );
        const outputs = inputs.map((input) => (state = cell.step(of, input, state))[0]);
        x = tf.concat(outputs);
      }
      return tf.reshape(tf.transpose(tf.reshape(x, [slots, batch, width]), [1, 0, 2]), [batch * slots, width]);
    },
    logits: (p, hidden) => denseLayer((name) => p[name], 'head', hidden),
  };
}
