/** Llama (Touvron et al. 2023) as Hugging Face stores it: rotary positions, root-mean-square norms, gated MLP, shared keys. */

import { isMapping } from '../../config/paths.js';
import type { Tensors } from '../../engine/program.js';
import * as tf from '../../engine/tensors.js';
import { power } from '../../theory/power.js';
import type { ParameterSpec, TokenLayout } from '../networks/network.js';
import { rootMeanSquareOne } from '../networks/rmsNorm.js';
import {
  type Architecture,
  type AttentionSizes,
  attend,
  HEAD,
  intoHeads,
  refuseOthers,
  tensorSpec,
  USE_ONNX,
} from './architecture.js';
import { countAt, flagAt, type JsonFile, positiveAt, requireOneOf, unsupported } from './jsonFile.js';

/** Longest sequence that is read: its attention to itself is a matrix of that size, 256 MiB. */
const MOST_POSITIONS = 8192;

/** @throws UserError that names the key of a config which this program does not compute */
export function llama(config: JsonFile): Architecture {
  refuseOthers(config, 'LlamaForCausalLM');
  requireOneOf(config, 'hidden_act', ['silu', 'swish']); // two names of one function
  const [layers, heads, width] = ['num_hidden_layers', 'num_attention_heads', 'hidden_size'].map((key) =>
    countAt(config, key),
  );
  const [vocabularySize, inner] = ['vocab_size', 'intermediate_size'].map((key) => countAt(config, key));
  const positions = Math.min(countAt(config, 'max_position_embeddings'), MOST_POSITIONS);
  const keyValueHeads = countAt(config, 'num_key_value_heads', heads);
  if (heads % keyValueHeads !== 0)
    throw unsupported(config, 'num_key_value_heads', `a divisor of num_attention_heads (${heads})`);
  const headWidth = countAt(config, 'head_dim', width / heads);
  if (headWidth % 2 !== 0) throw unsupported(config, 'head_dim', 'an even number: rotary positions turn pairs');
  const epsilon = positiveAt(config, 'rms_norm_eps', 1e-6);
  const tied = flagAt(config, 'tie_word_embeddings', false);
  const [attentionBias, mlpBias] = ['attention_bias', 'mlp_bias'].map((key) => flagAt(config, key, false));
  const angles = rotaryAngles(rotaryBase(config), positions, headWidth / 2);

  const linear = (name: string, from: number, to: number, bias: boolean): ParameterSpec[] => [
    tensorSpec(`${name}.weight`, to, from),
    ...(bias ? [tensorSpec(`${name}.bias`, to)] : []),
  ];
  const block = (at: string): ParameterSpec[] => [
    tensorSpec(`${at}.input_layernorm.weight`, width),
    ...linear(`${at}.self_attn.q_proj`, width, heads * headWidth, attentionBias),
    ...linear(`${at}.self_attn.k_proj`, width, keyValueHeads * headWidth, attentionBias),
    ...linear(`${at}.self_attn.v_proj`, width, keyValueHeads * headWidth, attentionBias),
    ...linear(`${at}.self_attn.o_proj`, heads * headWidth, width, attentionBias),
    tensorSpec(`${at}.post_attention_layernorm.weight`, width),
    ...linear(`${at}.mlp.gate_proj`, width, inner, mlpBias),
    ...linear(`${at}.mlp.up_proj`, width, inner, mlpBias),
    ...linear(`${at}.mlp.down_proj`, inner, width, mlpBias),
  ];
  const normed = (p: Tensors, name: string, x: tf.Tensor2D): tf.Tensor2D =>
    tf.mul(rootMeanSquareOne(x, epsilon), p[`${name}.weight`]);
  const mapped = (p: Tensors, name: string, x: tf.Tensor2D): tf.Tensor2D => {
    const product = tf.matMul<tf.Tensor2D>(x, p[`${name}.weight`] as tf.Tensor2D, false, true);
    const bias = p[`${name}.bias`];
    return bias === undefined ? product : tf.add(product, bias);
  };

  const hidden = (p: Tensors, tokens: tf.Tensor2D, { positions, visibility }: TokenLayout): tf.Tensor2D => {
    const [batch, slots] = tokens.shape;
    const sizes: AttentionSizes = { batch, slots, heads, keyValueHeads, headWidth };
    const [cosines, sines] = [COSINES, SINES].map((name) => tf.gather(p[name] as tf.Tensor2D, positions));
    let x = tf.gather(p['embed_tokens.weight'] as tf.Tensor2D, tf.reshape(tokens, [batch * slots]));
    for (let layer = 0; layer < layers; layer++) {
      const at = `layers.${layer}`;
      const before = normed(p, `${at}.input_layernorm`, x);
      const headsOf = (name: string, count: number): tf.Tensor4D =>
        intoHeads(mapped(p, `${at}.self_attn.${name}_proj`, before), count, sizes);
      const query = turned(headsOf('q', heads), cosines, sines);
      const key = turned(headsOf('k', keyValueHeads), cosines, sines);
      const mixed = attend(query, key, headsOf('v', keyValueHeads), visibility, sizes);
      x = tf.add(x, mapped(p, `${at}.self_attn.o_proj`, mixed));
      const after = normed(p, `${at}.post_attention_layernorm`, x);
      const gate = mapped(p, `${at}.mlp.gate_proj`, after);
      const gated = tf.mul<tf.Tensor2D>(tf.mul(gate, tf.sigmoid(gate)), mapped(p, `${at}.mlp.up_proj`, after));
      x = tf.add(x, mapped(p, `${at}.mlp.down_proj`, gated));
    }
    return normed(p, 'norm', x);
  };
  return {
    network: {
      kind: 'llama',
      reads: 'visible',
      vocabularySize,
      maxPositions: positions,
      parameters: [
        tensorSpec(COSINES, positions, headWidth / 2),
        tensorSpec(SINES, positions, headWidth / 2),
        tensorSpec('embed_tokens.weight', vocabularySize, width),
        ...Array.from({ length: layers }, (_, layer) => block(`layers.${layer}`)).flat(),
        tensorSpec('norm.weight', width),
        ...(tied ? [] : [tensorSpec(HEAD, vocabularySize, width)]),
      ],
      hidden,
      logits: (p, x) => tf.matMul(x, p[tied ? 'embed_tokens.weight' : HEAD] as tf.Tensor2D, false, true),
    },
    computed: { [COSINES]: angles.map(Math.cos), [SINES]: angles.map(Math.sin) },
    prefix: 'model.',
    buffers: /^layers\.\d+\.self_attn\.rotary_emb\.inv_freq$/,
    ...(tied && { tiedTo: 'embed_tokens.weight' }),
  };
}

const COSINES = 'rotary.cosines';
const SINES = 'rotary.sines';

/** The base of rotary positions, by its old key or by that of transformers 5. */
function rotaryBase(config: JsonFile): number {
  for (const key of ['rope_scaling', 'rope_parameters']) {
    const value = config.content[key] ?? null;
    if (value === null) continue;
    if (!isMapping(value)) throw unsupported(config, key, 'a mapping or nothing');
    const kind = value.rope_type ?? value.type ?? 'default';
    if (kind !== 'default') throw unsupported(config, key, 'rope_type "default" or nothing', USE_ONNX);
    if ((value.partial_rotary_factor ?? 1) !== 1) throw unsupported(config, key, 'partial_rotary_factor 1', USE_ONNX);
  }
  requireOneOf(config, 'partial_rotary_factor', [1], USE_ONNX);
  const parameters = config.content.rope_parameters;
  const inside = isMapping(parameters) ? parameters.rope_theta : undefined;
  return positiveAt({ ...config, content: { rope_theta: inside ?? config.content.rope_theta } }, 'rope_theta', 10_000);
}

/**
 * Returns the angles by which pairs are turned, [positions × pairs]: position · base^(−i/pairs), rounded to float32 where
 * Hugging Face rounds (Su et al. 2021, RoFormer, equation 15).
 */
function rotaryAngles(base: number, positions: number, pairs: number): Float32Array {
  const frequencies = Float32Array.from({ length: pairs }, (_, i) => 1 / Math.fround(power(base, i / pairs)));
  return Float32Array.from({ length: positions * pairs }, (_, at) => Math.floor(at / pairs) * frequencies[at % pairs]);
}

/** Turns pairs of elements, of which one is in the first half of a head and the other in the second. */
function turned(x: tf.Tensor4D, cosines: tf.Tensor, sines: tf.Tensor): tf.Tensor4D {
  const [first, second] = tf.split(x, 2, 3);
  return tf.concat(
    [tf.sub(tf.mul(first, cosines), tf.mul(second, sines)), tf.add(tf.mul(second, cosines), tf.mul(first, sines))],
    3,
  ) as tf.Tensor4D;
}
