/** GPT-2 (Radford et al. 2019) as Hugging Face stores it. */

import { gelu, standardise } from '../../engine/operations.js';
import type { Tensors } from '../../engine/program.js';
import * as tf from '../../engine/tensors.js';
import type { ParameterSpec, TokenLayout } from '../networks/network.js';
import {
  type Architecture,
  type AttentionSizes,
  attend,
  HEAD,
  intoHeads,
  refuseOthers,
  tensorSpec,
} from './architecture.js';
import { countAt, flagAt, type JsonFile, positiveAt, requireOneOf, unsupported } from './jsonFile.js';

/** Both names stand for the tanh form of GELU. */
const ACTIVATIONS = ['gelu_new', 'gelu_pytorch_tanh'];

/** @throws UserError that names the key of a config which this program does not compute */
export function gpt2(config: JsonFile): Architecture {
  refuseOthers(config, 'GPT2LMHeadModel');
  requireOneOf(config, 'activation_function', ACTIVATIONS);
  requireOneOf(config, 'scale_attn_weights', [true]);
  requireOneOf(config, 'scale_attn_by_inverse_layer_idx', [false]);
  const [layers, heads, width] = ['n_layer', 'n_head', 'n_embd'].map((key) => countAt(config, key));
  const [vocabularySize, positions] = ['vocab_size', 'n_positions'].map((key) => countAt(config, key));
  const inner = countAt(config, 'n_inner', 4 * width);
  const epsilon = positiveAt(config, 'layer_norm_epsilon', 1e-5);
  const tied = flagAt(config, 'tie_word_embeddings', true);
  if (width % heads !== 0) throw unsupported(config, 'n_head', `a divisor of n_embd (${width})`);

  const affine = (name: string, from: number, to: number): ParameterSpec[] => [
    tensorSpec(`${name}.weight`, from, to),
    tensorSpec(`${name}.bias`, to),
  ];
  const norm = (name: string): ParameterSpec[] => [
    tensorSpec(`${name}.weight`, width),
    tensorSpec(`${name}.bias`, width),
  ];
  const block = (h: string): ParameterSpec[] => [
    ...norm(`${h}.ln_1`),
    ...affine(`${h}.attn.c_attn`, width, 3 * width),
    ...affine(`${h}.attn.c_proj`, width, width),
    ...norm(`${h}.ln_2`),
    ...affine(`${h}.mlp.c_fc`, width, inner),
    ...affine(`${h}.mlp.c_proj`, inner, width),
  ];
  const normed = (p: Tensors, name: string, x: tf.Tensor2D): tf.Tensor2D =>
    tf.add(tf.mul(standardise(x, epsilon), p[`${name}.weight`]), p[`${name}.bias`]);
  const mapped = (p: Tensors, name: string, x: tf.Tensor2D): tf.Tensor2D =>
    tf.add(tf.matMul(x, p[`${name}.weight`] as tf.Tensor2D), p[`${name}.bias`]);

  const hidden = (p: Tensors, tokens: tf.Tensor2D, layout: TokenLayout): tf.Tensor2D => {
    const [batch, slots] = tokens.shape;
    const sizes: AttentionSizes = { batch, slots, heads, keyValueHeads: heads, headWidth: width / heads };
    const embedded = tf.gather(p['wte.weight'] as tf.Tensor2D, tf.reshape(tokens, [batch * slots]));
    const places = tf.gather(p['wpe.weight'] as tf.Tensor2D, layout.positions); // [slots, width]
    const sum = tf.add(tf.reshape(embedded, [batch, slots, width]), places);
    let x = tf.reshape<tf.Rank.R2>(sum, [batch * slots, width]);
    for (let layer = 0; layer < layers; layer++) {
      const h = `h.${layer}`;
      const joint = mapped(p, `${h}.attn.c_attn`, normed(p, `${h}.ln_1`, x)); // query, key and value side by side
      const [query, key, value] = tf.split<tf.Tensor2D>(joint, 3, 1).map((part) => intoHeads(part, heads, sizes));
      x = tf.add(x, mapped(p, `${h}.attn.c_proj`, attend(query, key, value, layout.visibility, sizes)));
      x = tf.add(x, mapped(p, `${h}.mlp.c_proj`, gelu(mapped(p, `${h}.mlp.c_fc`, normed(p, `${h}.ln_2`, x)))));
    }
    return normed(p, 'ln_f', x);
  };
  return {
    network: {
      kind: 'gpt2',
      reads: 'visible',
      vocabularySize,
      maxPositions: positions,
      parameters: [
        tensorSpec('wte.weight', vocabularySize, width),
        tensorSpec('wpe.weight', positions, width),
        ...Array.from({ length: layers }, (_, layer) => block(`h.${layer}`)).flat(),
        ...norm('ln_f'),
        ...(tied ? [] : [tensorSpec(HEAD, vocabularySize, width)]),
      ],
      hidden,
      logits: (p, x) => tf.matMul(x, p[tied ? 'wte.weight' : HEAD] as tf.Tensor2D, false, true),
    },
    computed: {},
    prefix: 'transformer.',
    buffers: /^h\.\d+\.attn\.(?:masked_)?bias$/,
    ...(tied && { tiedTo: 'wte.weight' }),
  };
}
