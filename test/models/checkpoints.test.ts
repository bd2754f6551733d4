/** Checkpoints of Hugging Face give the log-probabilities that Hugging Face gives: test/external/huggingface. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openCheckpoint } from '../../src/models/checkpoints/checkpoint.js';
import { checkpointFiles } from '../../src/models/checkpoints/checkpointFiles.js';
import type { ContextModel } from '../../src/models/checkpoints/contextModel.js';
import { requireLikelierFraming } from '../../src/models/checkpoints/framing.js';
import { responsePaths } from '../../src/models/checkpoints/responsePaths.js';
import { type TextTokens, textTokens } from '../../src/models/checkpoints/textTokens.js';
import type { Network } from '../../src/models/networks/network.js';
import { sentencesPerRun } from '../../src/models/neuralScoring/scoringProgram.js';
import { decodeSafetensors, encodeSafetensors } from '../../src/models/saved/safetensors.js';
import { smallCorpus } from '../training/smallTraining.js';

const FIXTURES = 'test/external/huggingface';
const ENGINE = { kind: 'compiled', threads: 1, device: 'cpu' } as const;
const END = '<|endoftext|>';

interface Expected {
  readonly texts: readonly string[];
  readonly prompts: readonly string[];
  /** Of the first family and of the second. */
  readonly responses: readonly (readonly string[])[];
  readonly models: Readonly<
    Record<string, Readonly<Record<'ids' | 'withBos' | 'without', readonly (readonly number[])[]>>>
  >;
}
const expected = JSON.parse(readFileSync(path.join(FIXTURES, 'expected.json'), 'utf8')) as Expected;
const names = Object.keys(expected.models);

/** Largest difference from Hugging Face over all pairs. */
async function largestDifference(folder: string, bos: string, logs: readonly (readonly number[])[]): Promise<number> {
  const { asked, model } = await openCheckpoint({ folder, bos }, ENGINE);
  let largest = 0;
  let pairs = 0;
  for (const responses of expected.responses) {
    const own = expected.prompts.flatMap((prompt, i) => (logs[i].length === responses.length ? [{ prompt, i }] : []));
    const prompts = own.map(({ prompt }) => prompt);
    const rows = await asked.responseLogProbabilities(prompts, responses, String(responses.length));
    rows.forEach((row, k) => {
      Array.from(row).forEach((log, r) => {
        largest = Math.max(largest, Math.abs(log - logs[own[k].i][r]));
        pairs++;
      });
    });
  }
  await model.dispose();
  expect(pairs).toBe(logs.flat().length);
  return largest;
}

describe('Hugging Face checkpoints', () => {
  test.each(names)('%s: every pair within 1e-4 of Hugging Face, with and without a token in front', async (name) => {
    const { withBos, without } = expected.models[name];
    expect(withBos.flat().length).toBeGreaterThan(900);
    expect(await largestDifference(path.join(FIXTURES, name), END, withBos)).toBeLessThan(1e-4);
    expect(await largestDifference(path.join(FIXTURES, name), 'none', without)).toBeLessThan(1e-4);
  });
});

describe('ONNX exports', () => {
  test.each(['onnx-ids', 'onnx-mask', 'onnx-past', 'onnx-ids/model.onnx'])(
    '%s: every pair within 1e-4 of Hugging Face',
    async (name) => {
      const { withBos, without } = expected.models['gpt2-bpe'];
      expect(await largestDifference(path.join(FIXTURES, name), END, withBos)).toBeLessThan(1e-4);
      expect(await largestDifference(path.join(FIXTURES, name), 'none', without)).toBeLessThan(1e-4);
    },
  );

  test('an export that lost its causal mask is refused', async () => {
    await expect(openCheckpoint({ folder: path.join(FIXTURES, 'onnx-lost'), bos: 'none' }, ENGINE)).rejects.toThrow(
      /lost its causal mask[^]*onnx-lost/,
    );
  });

  test('files beside an export, in which its tensors lie, are part of its content', () => {
    // onnx.proto3: ModelProto.graph = 7, GraphProto.initializer = 5, TensorProto.external_data = 13, data_location = 14.
    const field = (tag: number, content: readonly number[]): number[] => [(tag << 3) | 2, content.length, ...content];
    const text = (tag: number, value: string): number[] => field(tag, [...Buffer.from(value)]);
    const tensor = [...field(13, [...text(1, 'location'), ...text(2, 'weights.bin')]), 14 << 3, 1];
    const folder = copyOf('onnx-ids');
    writeFileSync(path.join(folder, 'model.onnx'), Uint8Array.from(field(7, field(5, tensor))));
    expect(checkpointFiles(folder).weights).toEqual(
      ['model.onnx', 'weights.bin'].map((name) => path.join(folder, name)),
    );
  });
});

/** A copy of a fixture that a test may change. */
function copyOf(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hallucination-rate-'));
  cpSync(path.join(FIXTURES, name), folder, { recursive: true });
  return folder;
}

function edited(name: string, file: string, change: (content: Record<string, unknown>) => object): string {
  const folder = copyOf(name);
  const at = path.join(folder, file);
  const content = existsSync(at) ? (JSON.parse(readFileSync(at, 'utf8')) as Record<string, unknown>) : {};
  writeFileSync(at, JSON.stringify(change(content)));
  return folder;
}

type Tensors = Record<string, { shape: readonly number[]; data: Float32Array }>;

/** A copy of gpt2-bpe with other tensors. */
function withTensors(change: (tensors: Tensors) => void): string {
  const folder = copyOf('gpt2-bpe');
  const file = path.join(folder, 'model.safetensors');
  const { tensors, metadata } = decodeSafetensors(readFileSync(file), file);
  const changed: Tensors = { ...tensors };
  change(changed);
  writeFileSync(file, encodeSafetensors({ tensors: changed, metadata }));
  return folder;
}

describe('what is refused, by file and key', () => {
  const config = (name: string, values: object) => (): string =>
    edited(name, 'config.json', (content) => ({ ...content, ...values }));
  const cases: readonly (readonly [string, () => string, RegExp])[] = [
    [
      'another architecture',
      config('gpt2-bpe', { model_type: 'mamba' }),
      /model_type[^]*config\.json[^]*"mamba"[^]*gpt2 or llama/,
    ],
    ['a model that does not predict', config('gpt2-bpe', { architectures: ['GPT2Model'] }), /architectures/],
    ['an activation', config('gpt2-bpe', { activation_function: 'gelu' }), /activation_function[^]*"gelu"[^]*gelu_new/],
    [
      'scaling by layer',
      config('gpt2-bpe', { scale_attn_by_inverse_layer_idx: true }),
      /scale_attn_by_inverse_layer_idx/,
    ],
    ['attention without scale', config('gpt2-bpe', { scale_attn_weights: false }), /scale_attn_weights/],
    ['a width that heads do not share', config('gpt2-bpe', { n_head: 5 }), /n_head[^]*divisor of n_embd \(24\)/],
    ['a key that is missing', config('gpt2-bpe', { n_layer: undefined }), /n_layer[^]*nothing/],
    ['quantisation', config('gpt2-bpe', { quantization_config: { bits: 4 } }), /quantization_config/],
    ['a sliding window', config('llama-bpe', { sliding_window: 8 }), /sliding_window[^]*8/],
    [
      'scaled positions',
      config('llama-bpe', { rope_scaling: { type: 'linear', factor: 2 } }),
      /rope_scaling[^]*linear/,
    ],
    [
      'scaled positions of transformers 5',
      config('llama-bpe', { rope_parameters: { rope_type: 'llama3' } }),
      /rope_parameters[^]*llama3/,
    ],
    ['another activation', config('llama-bpe', { hidden_act: 'gelu' }), /hidden_act[^]*silu/],
    ['heads that share unevenly', config('llama-bpe', { num_key_value_heads: 3 }), /num_key_value_heads[^]*divisor/],
    [
      'biases that the config has and the file lacks',
      config('llama-bytes', { attention_bias: true }),
      /q_proj\.bias is missing/,
    ],
    [
      'biases that the file has and the config lacks',
      config('llama-bpe', { mlp_bias: false }),
      /down_proj\.bias does not belong to a llama/,
    ],
    [
      'a missing tensor',
      () => withTensors((tensors) => delete tensors['transformer.h.1.ln_2.bias']),
      /h\.1\.ln_2\.bias is missing/,
    ],
    [
      'a misshapen tensor',
      config('gpt2-bpe', { n_inner: 41 }),
      /h\.0\.mlp\.c_fc\.weight has another shape[^]*\[24, 40\][^]*\[24, 41\]/,
    ],
    [
      'a foreign tensor',
      () => withTensors((tensors) => (tensors.adapter = tensors['transformer.ln_f.bias'])),
      /adapter does not belong to a gpt2/,
    ],
    [
      'two heads where one is shared',
      () =>
        withTensors(
          (tensors) =>
            (tensors['lm_head.weight'] = {
              shape: tensors['transformer.wte.weight'].shape,
              data: tensors['transformer.wte.weight'].data.map((x) => x + 1),
            }),
        ),
      /lm_head\.weight differs from wte\.weight/,
    ],
    [
      'a diverged model',
      () => withTensors((tensors) => (tensors['transformer.ln_f.bias'].data[3] = Number.NaN)),
      /ln_f\.bias holds NaN/,
    ],
    [
      'a shard that is gone',
      () => {
        const folder = copyOf('gpt2-words');
        rmSync(path.join(folder, 'model-00002-of-00002.safetensors'));
        return folder;
      },
      /model-00002-of-00002/,
    ],
    [
      'random merges',
      () =>
        edited('gpt2-bpe', 'tokenizer.json', (content) => ({
          ...content,
          model: { ...(content.model as object), dropout: 0.1 },
        })),
      /model\.dropout/,
    ],
    [
      'no tokenizer',
      () => {
        const folder = copyOf('gpt2-bpe');
        rmSync(path.join(folder, 'tokenizer.json'));
        return folder;
      },
      /no tokenizer\.json[^]*save_pretrained/,
    ],
    [
      'a pickle',
      () => {
        const folder = copyOf('gpt2-bpe');
        rmSync(path.join(folder, 'model.safetensors'));
        writeFileSync(path.join(folder, 'pytorch_model.bin'), '');
        return folder;
      },
      /pytorch_model\.bin[^]*safe_serialization/,
    ],
    [
      'files that contradict each other',
      () => edited('llama-bpe', 'tokenizer_config.json', (content) => ({ ...content, add_bos_token: false })),
      /model\.bos[^]*add_bos_token false[^]*endoftext/,
    ],
  ];
  test.each(cases)('%s', async (_, make, words) => {
    await expect(openCheckpoint({ folder: make(), bos: 'auto' }, ENGINE)).rejects.toThrow(words);
  });

  const ask = async (
    folder: string,
    prompts: readonly string[],
    responses: readonly string[],
    bos = 'none',
  ): Promise<unknown> =>
    (await openCheckpoint({ folder: path.join(FIXTURES, folder), bos }, ENGINE)).asked.responseLogProbabilities(
      prompts,
      responses,
      'f',
    );

  test('a token that the vocabulary lacks, and words that it lacks', async () => {
    await expect(ask('gpt2-bpe', ['a'], ['b .'], '<s>')).rejects.toThrow(/no such token[^]*model\.bos[^]*<s>/);
    await expect(ask('gpt2-words', [expected.prompts[0]], ['unheard .'])).rejects.toThrow(
      /does not know a word[^]*unheard/,
    );
  });

  test('more tokens than the model reads', async () => {
    await expect(ask('gpt2-bpe', ['z '.repeat(70).trim()], ['lemon .'])).rejects.toThrow(
      /does not read so many tokens[^]*64/,
    );
  });

  test('a prompt with which a response has other tokens than with the prompts before it', async () => {
    // Without a pre-tokenizer, merges cross the space between prompt and response.
    const folder = edited('gpt2-bpe', 'tokenizer.json', (content) => {
      const model = content.model as { vocab: Record<string, number>; merges: string[][] };
      return {
        ...content,
        pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
        model: { ...model, vocab: { ...model.vocab, qĠ: 319 }, merges: [['q', 'Ġ'], ...model.merges] },
      };
    });
    const { asked } = await openCheckpoint({ folder, bos: 'none' }, ENGINE);
    await expect(asked.responseLogProbabilities(['a q'], ['xy .'], 'f')).rejects.toThrow(
      /joins prompt and response[^]*"xy \."/,
    );
    await expect(asked.responseLogProbabilities(['a b', 'a q'], ['xy .'], 'g')).rejects.toThrow(
      /"xy \."[^]*"a q xy \."/,
    );
  });
});

describe('tokenizers', () => {
  test.each(names)('%s: the ids of Python', async (name) => {
    const folder = path.join(FIXTURES, name);
    const { encode } = await textTokens(checkpointFiles(folder));
    const lead = (await openCheckpoint({ folder, bos: 'auto' }, ENGINE)).lead;
    expect(expected.texts.length).toBeGreaterThan(9);
    expect(expected.texts.map((text) => [...lead, ...encode(text)])).toEqual(expected.models[name].ids);
  });
});

describe('what stands before every text', () => {
  const WORDS = new Map([[END, 0]]);
  const tokens: TextTokens = {
    file: 'tokenizer.json',
    encode: (text) =>
      text.split(' ').map((word) => {
        if (!WORDS.has(word)) WORDS.set(word, WORDS.size);
        return WORDS.get(word)!;
      }),
    idOf: (token) => WORDS.get(token),
    nameOf: (id) => [...WORDS.keys()][id],
    unknown: undefined,
    cutsWords: true,
  };
  /** A model to which every response is likelier by some nats where END stands in front. */
  const begunBetterBy = (nats: number): ContextModel => ({
    trainableParameters: 0,
    vocabularySize: 10_000,
    maxPositions: 64,
    mostNodes: 10,
    logProbabilities: async (contexts, tree) =>
      contexts.map((context) => new Float64Array(tree.leafEdge.length).fill(context[0] === 0 ? nats - 20 : -20)),
    dispose: async () => undefined,
  });
  const files = checkpointFiles(path.join(FIXTURES, 'gpt2-bpe')); // they name the token, and do not put it in front

  test('is asked about where the training rows are likelier behind the other beginning', async () => {
    const check = (nats: number, lead: readonly number[]): Promise<void> =>
      requireLikelierFraming(begunBetterBy(nats), tokens, files, lead, smallCorpus);
    await expect(check(7.7, [])).rejects.toThrow(
      /7\.7 nats a row better behind <\|endoftext\|>[^]*model\.bos=<\|endoftext\|>/,
    );
    await expect(check(-7.7, [0])).rejects.toThrow(/7\.7 nats a row better without it[^]*model\.bos=none/);
    await check(7.7, [0]);
    await check(-7.7, []);
    await check(0.5, []);
  });
});

describe('memory', () => {
  test('a vocabulary of 50,000 takes few rows at a time, and own networks as many as ever', () => {
    const network = (vocabularySize: number) => ({ vocabularySize }) as Network;
    expect(sentencesPerRun({ network: network(2000) }, 30, 14)).toBe(Math.floor(2048 / 30));
    const rows = 400;
    const sentences = sentencesPerRun({ network: network(50_257) }, 401, rows);
    expect(sentences * rows * 50_257 * 4).toBeLessThanOrEqual(2 ** 28);
    expect(sentencesPerRun({ network: network(50_257) }, 9000, 9000)).toBe(1);
  });

  test('responses are cut into trees of few nodes, and give the same numbers', async () => {
    const folder = path.join(FIXTURES, 'llama-bytes');
    const { tokens, model } = await openCheckpoint({ folder, bos: 'none' }, ENGINE);
    const [responses] = expected.responses;
    const own = expected.prompts.slice(0, 2);
    const logs = async (mostNodes: number): Promise<{ trees: number; rows: number[][] }> => {
      const { trees, contexts } = responsePaths(tokens, [], own[0], responses, mostNodes);
      const rows = own.map((): number[] => []);
      for (const { tree, responses: part } of trees) {
        expect(tree.prefixes.length).toBeLessThanOrEqual(Math.max(mostNodes, 20));
        const found = await model.logProbabilities(contexts(own), tree);
        found.forEach((row, i) => part.forEach((response, leaf) => (rows[i][response] = row[leaf])));
      }
      return { trees: trees.length, rows };
    };
    const [whole, cut] = [await logs(10_000), await logs(60)];
    expect([whole.trees, cut.trees > 3]).toEqual([1, true]);
    expect(cut.rows.flat()).toHaveLength(own.length * responses.length);
    cut.rows.flat().forEach((log, i) => expect(Math.abs(log - whole.rows.flat()[i])).toBeLessThan(1e-4));
    await model.dispose();
  });
});
