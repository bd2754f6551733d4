/**
 * Neural probabilistic language model (Bengio, Ducharme, Vincent, Jauvin 2003), without its direct connections from
 * embeddings to logits.
 */

import { z } from 'zod';
import { START } from '../../corpus/vocabulary.js';
import * as tf from '../../engine/tensors.js';
import type { NetworkKind } from '../modelKind.js';
import { denseLayer, denseSpecs, inLayer, normalSpec } from './dense.js';
import type { Network } from './network.js';

const options = z.strictObject({
  window: z.int().min(1).max(64).default(8).describe('tokens before the predicted one that it sees'),
  embedding: z.int().min(1).max(4096).default(32).describe('size of the embedding of a token'),
  layers: z.int().min(1).max(64).default(1).describe('hidden layers'),
  width: z.int().min(1).max(4096).default(64).describe('size of a hidden layer'),
});

type MlpOptions = z.infer<typeof options>;

/** Concatenated embeddings of the last `window` tokens (start tokens at first), hidden layers of tanh, soft-max. */
export const mlp = {
  kind: 'mlp' as const,
  description: 'Hidden layers over the embeddings of the last few tokens (Bengio et al. 2003).',
  options,
  network: (options, vocabularySize, maxPositions) => windowed(options, vocabularySize, maxPositions),
} satisfies NetworkKind<typeof options>;

function windowed(
  { window, embedding, layers, width }: MlpOptions,
  vocabularySize: number,
  maxPositions: number,
): Network {
  return {
    kind: 'mlp',
    reads: 'sequence',
    window,
    vocabularySize,
    maxPositions,
    parameters: [
      normalSpec('tokens', [vocabularySize, embedding], 1),
      ...Array.from({ length: layers }, (_, layer) =>
        inLayer(layer, denseSpecs('hidden', layer === 0 ? window * embedding : width, width)),
      ).flat(),
      ...denseSpecs('head', width, vocabularySize),
    ],
    hidden: (p, tokens) => {
      const [batch, slots] = tokens.shape;
      // A window that begins before its sentence is filled with start tokens.
      const padded =
        window === 1 ? tokens : tf.concat([tf.fill([batch, window - 1], START, 'int32') as tf.Tensor2D, tokens], 1);
      const seen = Array.from({ length: window }, (_, from) =>
        tf.reshape(tf.slice(padded, [0, from], [batch, slots]), [batch * slots, 1]),
      );
      const embedded = tf.gather(p.tokens as tf.Tensor2D, tf.reshape(tf.concat(seen, 1), [batch * slots * window]));
      let x = tf.reshape(embedded, [batch * slots, window * embedding]) as tf.Tensor2D;
      for (let layer = 0; layer < layers; layer++)
        x = tf.tanh(denseLayer((name) => p[`${layer}.${name}`], 'hidden', x));
      return x;
    },
    logits: (p, hidden) => denseLayer((name) => p[name], 'head', hidden),
  };
}
