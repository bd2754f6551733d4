/** Trained transformers of this program as the folder of a GPT-2 that Hugging Face's libraries load. */
import { sizeOf } from '../../engine/program.js';
import { UserError } from '../../errors/userError.js';
import type { ModelOptions } from '../registry.js';
import { encodeSafetensors, type StoredTensor } from '../saved/safetensors.js';
import { type SavedModel, savedNetwork } from '../saved/savedModel.js';

/** Key of `config.json` by which a folder is known as one that this program wrote. */
export const MAKER_KEY = 'hallucination_rate';

/** Options of the network that decide whether a GPT-2 computes it. */
interface Options {
  readonly kind: string;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly mlpRatio: number;
  readonly norm: string;
  readonly activation: string;
  readonly tiedHead: boolean;
}

/**
 * Returns the files of the folder by their names.
 * @param tokenizer text of `tokenizer.json`
 * @throws UserError for a network that no GPT-2 computes
 */
export function savedAsGpt2(saved: SavedModel, tokenizer: string): Readonly<Record<string, Uint8Array | string>> {
  requireGpt2(saved.model);
  const options = saved.model as unknown as Options;
  const { layers, heads, width, mlpRatio } = options;
  const config = {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    vocab_size: saved.words.length,
    n_positions: saved.maxPositions,
    n_embd: width,
    n_layer: layers,
    n_head: heads,
    n_inner: mlpRatio * width,
    activation_function: 'gelu_new',
    layer_norm_epsilon: 1e-5,
    scale_attn_weights: true,
    scale_attn_by_inverse_layer_idx: false,
    reorder_and_upcast_attn: false,
    tie_word_embeddings: true,
    attn_pdrop: 0,
    embd_pdrop: 0,
    resid_pdrop: 0,
    bos_token_id: 0,
    eos_token_id: 0,
    torch_dtype: 'float32',
    [MAKER_KEY]: { run: saved.run, step: saved.step },
  };
  const tokenizerConfig = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    bos_token: saved.words[0],
    eos_token: saved.words[0],
    model_max_length: saved.maxPositions,
  };
  const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
  return {
    'config.json': json(config),
    'model.safetensors': encodeSafetensors({ tensors: tensorsOf(saved, layers), metadata: { format: 'pt' } }),
    'tokenizer.json': tokenizer,
    'tokenizer_config.json': json(tokenizerConfig),
  };
}

/** @throws UserError for options of a network that no GPT-2 computes */
export function requireGpt2(model: ModelOptions): void {
  const { kind, norm, activation, tiedHead } = model as unknown as Options;
  const refuse = (key: string, found: string, allowed: string): UserError =>
    new UserError({
      code: 'not-a-gpt2',
      summary: 'no GPT-2 computes this network',
      keyPath: `model.${key}`,
      found,
      allowed,
      hint: 'train it again with that option',
    });
  if (kind !== 'transformer') throw refuse('kind', kind, 'transformer');
  if (norm !== 'layer') throw refuse('norm', norm, 'layer');
  if (activation !== 'gelu') throw refuse('activation', activation, 'gelu');
  if (!tiedHead) throw refuse('tiedHead', 'false: its head has a bias, and that of a GPT-2 has none', 'true');
}

/** The tensors under the names of a GPT-2. Query, key and value stand side by side in one. */
function tensorsOf(saved: SavedModel, layers: number): Readonly<Record<string, StoredTensor>> {
  const own = new Map<string, StoredTensor>();
  let offset = 0;
  for (const { name, shape } of savedNetwork(saved).parameters)
    own.set(name, { shape, data: saved.state.theta.subarray(offset, (offset += sizeOf(shape))) });
  const tensors: Record<string, StoredTensor> = {};
  const norm = (theirs: string, ours: string): void => {
    tensors[`${theirs}.weight`] = own.get(`${ours}.norm.scale`)!;
    tensors[`${theirs}.bias`] = own.get(`${ours}.norm.bias`)!;
  };
  const affine = (theirs: string, ...ours: readonly string[]): void => {
    tensors[`${theirs}.weight`] = sideBySide(ours.map((name) => own.get(name)!));
    tensors[`${theirs}.bias`] = sideBySide(ours.map((name) => own.get(`${name}.bias`)!));
  };
  tensors['transformer.wte.weight'] = own.get('tokens')!;
  tensors['transformer.wpe.weight'] = own.get('positions')!;
  for (let layer = 0; layer < layers; layer++) {
    const [theirs, ours] = [`transformer.h.${layer}`, `${layer}`];
    norm(`${theirs}.ln_1`, `${ours}.attention`);
    affine(`${theirs}.attn.c_attn`, ...['query', 'key', 'value'].map((name) => `${ours}.attention.${name}`));
    affine(`${theirs}.attn.c_proj`, `${ours}.attention.output`);
    norm(`${theirs}.ln_2`, `${ours}.mlp`);
    affine(`${theirs}.mlp.c_fc`, `${ours}.mlp.input`);
    affine(`${theirs}.mlp.c_proj`, `${ours}.mlp.output`);
  }
  norm('transformer.ln_f', 'final');
  return tensors;
}

/** Joins matrices of equally many rows, or vectors, along their last axis. */
function sideBySide(parts: readonly StoredTensor[]): StoredTensor {
  const widths = parts.map(({ shape }) => shape.at(-1)!);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const rows = parts[0].data.length / widths[0];
  const data = new Float32Array(rows * total);
  for (let row = 0; row < rows; row++) {
    let at = row * total;
    parts.forEach(({ data: from }, i) => {
      data.set(from.subarray(row * widths[i], (row + 1) * widths[i]), at);
      at += widths[i];
    });
  }
  return { shape: [...parts[0].shape.slice(0, -1), total], data };
}
