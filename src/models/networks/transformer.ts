/** Decoder-only transformer (Vaswani et al. 2017) as in GPT-2: learned positions, pre-norm, layer norm, GELU. */

import { z } from 'zod';
import { gelu, standardise } from '../../engine/operations.js';
import type { Tensors } from '../../engine/program.js';
import * as tf from '../../engine/tensors.js';
import { UserError } from '../../errors/userError.js';
import type { NetworkKind } from '../modelKind.js';
import { constantSpec, denseLayer, denseSpecs, inLayer, type Lookup, normalSpec, normedLinear } from './dense.js';
import type { Network, ParameterSpec, TokenLayout } from './network.js';
import { rootMeanSquareOne } from './rmsNorm.js';

const options = z.strictObject({
  layers: z.int().min(1).max(64).default(2).describe('blocks of attention and MLP'),
  heads: z.int().min(1).max(64).default(2).describe('attention heads a layer; divides width'),
  width: z.int().min(4).max(4096).default(64).describe('size of the hidden state, d'),
  mlpRatio: z.int().min(1).max(16).default(4).describe('width of the MLP over d'),
  norm: z
    .enum(['layer', 'rms'])
    .default('layer')
    .describe('before attention, MLP and head: layer norm, or root-mean-square norm, which has no mean and no bias'),
  activation: z.enum(['gelu', 'relu']).default('gelu').describe('of the MLP'),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe(
      'share of the elements of embeddings, and of what attention and MLP add, that training sets to 0 at random',
    ),
  tiedHead: z.boolean().default(false).describe('use the token embedding as the output head'),
});

type TransformerOptions = z.infer<typeof options>;

export const transformer = {
  kind: 'transformer' as const,
  description: 'Decoder-only transformer as in GPT-2: learned positions, norms before attention and MLP.',
  options,
  network: (options, vocabularySize, maxPositions) => decoder(options, vocabularySize, maxPositions),
} satisfies NetworkKind<typeof options>;

/** Makes the network. @throws UserError if heads does not divide width */
function decoder(options: TransformerOptions, vocabularySize: number, maxPositions: number): Network {
  const { layers, heads, width } = options;
  if (width % heads !== 0) {
    throw new UserError({
      code: 'out-of-range',
      summary: 'the heads must share the width evenly',
      keyPath: 'model.heads',
      found: `${heads} heads, width ${width}`,
      allowed: `a divisor of model.width (${width})`,
    });
  }
  const normalise = options.norm === 'layer' ? standardise : rootMeanSquareOne;
  const activate = options.activation === 'gelu' ? gelu : tf.relu<tf.Tensor2D>;
  // Residual dropout (Vaswani et al. 2017, §5.4) of the embeddings, and of every branch before it is added.
  const places = 1 + 2 * layers;
  /**
   * Computes the last layer only at the asked slots, though it attends to all.
   * @param asked all if undefined
   * @param same number of slots at the end whose tokens and positions are the same in all sentences
   */
  const hiddenStates = (
    p: Tensors,
    tokens: tf.Tensor2D,
    layout: TokenLayout,
    asked?: Asked,
    masks?: tf.Tensor4D,
    same = 0,
  ): tf.Tensor2D => {
    const [batch, slots] = tokens.shape;
    const apart = same > 0 && batch > 1 ? rowsApart(batch, slots, same) : undefined;
    const at = (x: tf.Tensor2D, here: Asked | undefined): tf.Tensor2D => rowsAt(x, here, batch);
    const maskOf = masks && tf.split<tf.Tensor2D>(tf.reshape(masks, [places * batch * slots, width]), places);
    const drop = (place: number, x: tf.Tensor2D, here?: Asked): tf.Tensor2D =>
      maskOf === undefined ? x : tf.mul(x, at(maskOf[place], here));
    const embedded = tf.gather(p.tokens as tf.Tensor2D, tf.reshape(tokens, [batch * slots]));
    const positions = tf.gather(p.positions as tf.Tensor2D, layout.positions); // [slots, width]
    let x = drop(
      0,
      tf.reshape(tf.add(tf.reshape(embedded, [batch, slots, width]), positions), [batch * slots, width]) as tf.Tensor2D,
    );
    for (let layer = 0; layer < layers; layer++) {
      const of = (name: string): tf.Tensor => p[`${layer}.${name}`];
      const here = layer === layers - 1 ? asked : undefined;
      x = tf.add(
        at(x, here),
        drop(
          2 * layer + 1,
          layer === 0 && apart !== undefined
            ? attention(
                of,
                normalise(tf.gather(x, apart.rows)),
                here,
                layout,
                { batch, slots, heads, width },
                apart.rowOf,
              )
            : attention(of, normalise(x), here, layout, { batch, slots, heads, width }),
          here,
        ),
      );
      x = tf.add(
        x,
        drop(
          2 * layer + 2,
          denseLayer(of, 'mlp.output', activate(normedLinear(of, 'mlp.norm', 'mlp.input', normalise(x)))),
          here,
        ),
      );
    }
    return normalise(x);
  };
  return {
    kind: 'transformer',
    reads: 'visible',
    vocabularySize,
    maxPositions,
    parameters: parameterSpecs(options, vocabularySize, maxPositions),
    ...(options.dropout > 0 && { dropout: { rate: options.dropout, places, width } }),
    hidden: (p, tokens, layout, masks) => hiddenStates(p, tokens, layout, undefined, masks),
    hiddenAt: hiddenStates,
    hiddenAtNodes: (p, tokens, layout, nodes) => hiddenStates(p, tokens, layout, nodes, undefined, nodes - 1),
    logits: (p, hidden) => {
      const embedding = p.tokens as tf.Tensor2D;
      return normedLinear(
        (name) => (options.tiedHead && name === 'head' ? tf.transpose(embedding) : p[name]),
        'final.norm',
        'head',
        hidden,
      );
    },
  };
}

/** Slots of which something is asked: counted through the batch, equally many of each sentence, or the last n of each. */
type Asked = tf.Tensor1D | number;

/** Returns the rows of the asked slots. @param x rows of all slots, [batch × slots, width] */
function rowsAt(x: tf.Tensor2D, asked: Asked | undefined, batch: number): tf.Tensor2D {
  if (asked === undefined) return x;
  if (typeof asked !== 'number') return tf.gather(x, asked);
  const [rows, width] = x.shape;
  const slots = rows / batch;
  return tf.reshape(
    tf.slice(tf.reshape<tf.Rank.R3>(x, [batch, slots, width]), [0, slots - asked, 0], [batch, asked, width]),
    [batch * asked, width],
  );
}

/**
 * Slots that differ before attention mixes sentences: all of the first sentence, and those of the others that are not the
 * same in it.
 */
interface RowsApart {
  /** Slots, counted through the batch. */
  readonly rows: tf.Tensor1D;
  /** Index into `rows` of the one that is like a slot, [batch × slots]. */
  readonly rowOf: tf.Tensor1D;
}

function rowsApart(batch: number, slots: number, same: number): RowsApart {
  const own = slots - same;
  const rows: number[] = [];
  const rowOf = Array.from({ length: batch * slots }, (_, i) => {
    const slot = i % slots;
    return i >= slots && slot >= own ? slot : rows.push(i) - 1;
  });
  return { rows: tf.tensor1d(rows, 'int32'), rowOf: tf.tensor1d(rowOf, 'int32') };
}

interface Sizes {
  readonly batch: number;
  readonly slots: number;
  readonly heads: number;
  readonly width: number;
}

/**
 * Computes the attention branch of a layer.
 * @param x normalised rows, before scale and bias of the norm
 * @param asked slots that look; all if undefined
 * @param rowOf index of the row of each slot, [batch × slots]; left out if each has a row of its own
 */
function attention(
  of: Lookup,
  x: tf.Tensor2D,
  asked: Asked | undefined,
  layout: TokenLayout,
  { batch, slots, heads, width }: Sizes,
  rowOf?: tf.Tensor1D,
): tf.Tensor2D {
  const project = (name: string, rows: tf.Tensor2D): tf.Tensor2D =>
    normedLinear(of, 'attention.norm', `attention.${name}`, rows);
  // [batch × n, width] -> [batch, heads, n, width / heads]
  const split = (y: tf.Tensor2D): tf.Tensor4D =>
    tf.transpose<tf.Tensor4D>(
      tf.reshape<tf.Rank.R4>(y, [batch, y.shape[0] / batch, heads, width / heads]),
      [0, 2, 1, 3],
    );
  const spread = (y: tf.Tensor2D): tf.Tensor2D => (rowOf === undefined ? y : tf.gather(y, rowOf));
  const query = split(
    rowOf === undefined ? project('query', rowsAt(x, asked, batch)) : rowsAt(spread(project('query', x)), asked, batch),
  );
  const [key, value] = [split(spread(project('key', x))), split(spread(project('value', x)))];
  const visibility = asked === undefined ? layout.visibility : visibilityAt(layout, asked, batch, slots);
  const scores = tf.add(tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(width / heads)), visibility);
  const mixed = tf.matMul(tf.softmax(scores), value);
  const joined = tf.reshape<tf.Rank.R2>(tf.transpose(mixed, [0, 2, 1, 3]), [batch * query.shape[2], width]);
  return denseLayer(of, 'attention.output', joined);
}

/** Returns the visibility of all slots to the asked ones, [batch, 1 (heads), n, slots], or [n, slots] if all sentences agree. */
function visibilityAt({ visibility }: TokenLayout, asked: Asked, batch: number, slots: number): tf.Tensor {
  if (typeof asked === 'number') return tf.slice(visibility, [slots - asked, 0], [asked, slots]);
  const each = asked.shape[0] / batch;
  const firstSlots = tf.tensor1d(
    Array.from({ length: asked.shape[0] }, (_, i) => Math.floor(i / each) * slots),
    'int32',
  );
  return tf.reshape<tf.Rank.R4>(tf.gather(visibility, tf.sub<tf.Tensor1D>(asked, firstSlots)), [batch, 1, each, slots]);
}

function parameterSpecs(
  { layers, width, mlpRatio, norm, tiedHead }: TransformerOptions,
  vocabularySize: number,
  maxPositions: number,
): ParameterSpec[] {
  const normOf = (name: string): ParameterSpec[] => [
    constantSpec(`${name}.norm.scale`, width, 1),
    ...(norm === 'layer' ? [constantSpec(`${name}.norm.bias`, width, 0)] : []),
  ];
  // Residual branches start small, so that their sum does not grow with depth (GPT-2).
  const residual = 1 / Math.sqrt(2 * layers);
  const block = [
    ...normOf('attention'),
    ...['query', 'key', 'value'].flatMap((name) => denseSpecs(`attention.${name}`, width, width)),
    ...denseSpecs('attention.output', width, width, residual),
    ...normOf('mlp'),
    ...denseSpecs('mlp.input', width, mlpRatio * width),
    ...denseSpecs('mlp.output', mlpRatio * width, width, residual),
  ];
  return [
    normalSpec('tokens', [vocabularySize, width], EMBEDDING_DEVIATION),
    normalSpec('positions', [maxPositions, width], EMBEDDING_DEVIATION),
    ...Array.from({ length: layers }, (_, layer) => inLayer(layer, block)).flat(),
    ...normOf('final'),
    ...(tiedHead ? [] : denseSpecs('head', width, vocabularySize)),
  ];
}

const EMBEDDING_DEVIATION = 0.1;
