/** Architectures of checkpoints, and what they share. */
import * as tf from '../../engine/tensors.js';
import type { Network, ParameterSpec } from '../networks/network.js';
import { type JsonFile, requireOneOf, unsupported } from './jsonFile.js';

/** A decoder that a config.json describes. Its parameters have the names of the stored tensors. */
export interface Architecture {
  readonly network: Network;
  /** Parameters that follow from the config, by name; no file holds them. */
  readonly computed: Readonly<Record<string, Float32Array>>;
  /** Prefix that some programs put before every name. */
  readonly prefix: string;
  /** Stored tensors that are no parameters, such as masks. */
  readonly buffers: RegExp;
  /** The embedding that is also the output head; left out if the head is a tensor of its own. */
  readonly tiedTo?: string;
}

/** Name of the output head. */
export const HEAD = 'lm_head.weight';

/** Advice for models that only ONNX can bring. */
export const USE_ONNX = 'export the model to ONNX, and name the .onnx file: docs/other-models.md';

/** Refuses what would change the numbers of any architecture. @param model class of Hugging Face that predicts the next token */
export function refuseOthers(config: JsonFile, model: string): void {
  const { architectures } = config.content;
  if (Array.isArray(architectures) && !architectures.includes(model))
    throw unsupported(config, 'architectures', `["${model}"], which predicts the next token`, USE_ONNX);
  for (const key of ['quantization_config', 'sliding_window', 'auto_map', 'layer_types'])
    requireOneOf(config, key, [], USE_ONNX);
  for (const key of ['add_cross_attention', 'is_encoder_decoder', 'use_sliding_window'])
    requireOneOf(config, key, [false], USE_ONNX);
}

/** Describes a parameter that is read from a file and never drawn. */
export function tensorSpec(name: string, ...shape: readonly number[]): ParameterSpec {
  return { name, shape, initial: { kind: 'constant', value: 0 } };
}

/** Sizes of attention. Query heads share keys and values in equal groups. */
export interface AttentionSizes {
  readonly batch: number;
  readonly slots: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headWidth: number;
}

/** Cuts rows [batch × slots, heads × width] into heads, [batch, heads, slots, width]. */
export function intoHeads(x: tf.Tensor2D, heads: number, { batch, slots, headWidth }: AttentionSizes): tf.Tensor4D {
  return tf.transpose(tf.reshape<tf.Rank.R4>(x, [batch, slots, heads, headWidth]), [0, 2, 1, 3]);
}

/**
 * Mixes values by scaled dot products (Vaswani et al. 2017). Heads of a group lie one after the other, as rows of one
 * product with the keys that they share.
 * @param query [batch, heads, slots, headWidth]
 * @param key and value [batch, keyValueHeads, slots, headWidth]
 * @param visibility summand of the scores, [slots, slots]
 * @returns [batch × slots, heads × headWidth]
 */
export function attend(
  query: tf.Tensor4D,
  key: tf.Tensor4D,
  value: tf.Tensor4D,
  visibility: tf.Tensor2D,
  { batch, slots, heads, keyValueHeads, headWidth }: AttentionSizes,
): tf.Tensor2D {
  const rows = (heads / keyValueHeads) * slots;
  const grouped = (x: tf.Tensor, width: number): tf.Tensor4D =>
    tf.reshape<tf.Rank.R4>(x, [batch, keyValueHeads, rows, width]);
  const products = tf.mul(tf.matMul(grouped(query, headWidth), key, false, true), 1 / Math.sqrt(headWidth));
  const scores = tf.add(tf.reshape<tf.Rank.R4>(products, [batch, heads, slots, slots]), visibility);
  const mixed = tf.matMul(grouped(tf.softmax(scores), slots), value);
  const joined = tf.transpose(tf.reshape<tf.Rank.R4>(mixed, [batch, heads, slots, headWidth]), [0, 2, 1, 3]);
  return tf.reshape<tf.Rank.R2>(joined, [batch * slots, heads * headWidth]);
}
