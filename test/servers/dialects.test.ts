/** Dialects of servers: a sound server is measured to the last digits, and a faulty one is refused with its fault. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import type { Corpus } from '../../src/corpus/corpus.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { serverModel } from '../../src/models/servers/serverModel.js';
import { serverOptions } from '../../src/models/servers/serverOptions.js';
import { type ModelRunConfig, schema } from '../../src/sweep/experimentSchemas.js';
import { corpusOf } from '../../src/sweep/run/executeRun.js';
import { lexicon } from '../corpus/worlds.js';
import { type KnownModel, knownModel } from './knownModel.js';
import { echoingServer, type Faults, llamaServer, vllmServer } from './mockDialects.js';
import type { MockServer } from './mockServer.js';

const TEXT = `
corpus:
  examples: 60
  families:
    facts: { kind: arbitrary-facts, prompts: 8, responses: 14, answerProbability: 0.8 }
    brackets: { kind: brackets, prompts: 5, kinds: 2, depth: 2, length: 4 }
model: { kind: server, url: 'http://127.0.0.1:1', model: m }
`;
const SERVERS = { vllm: vllmServer, 'llama.cpp': llamaServer, openai: echoingServer };
type Dialect = keyof typeof SERVERS;

let corpus: Corpus;
let known: KnownModel;
let mock: MockServer | undefined;
beforeAll(() => {
  const config = resolveExperiment(TEXT, 'a.yaml', {}, schema).runs[0].config as ModelRunConfig;
  corpus = corpusOf(config, lexicon);
  known = knownModel();
});
afterEach(async () => {
  await mock?.close();
  mock = undefined;
});

function newFile(): string {
  return path.join(mkdtempSync(path.join(tmpdir(), 'answers-')), '0123456789ab.jsonl');
}
async function load(
  dialect: Dialect,
  faults: Faults = {},
  options: object = {},
  asking: { readonly file: string; readonly others?: readonly string[]; readonly environment?: NodeJS.ProcessEnv } = {
    file: newFile(),
  },
): Promise<LanguageModel> {
  mock = await SERVERS[dialect](known, faults);
  return serverModel.load(serverOptions.parse({ url: mock.url, model: 'm', ...options }), {
    corpus,
    loss: 'response',
    corpusDigest: () => '',
    engine: { kind: 'compiled', threads: 1, device: 'cpu' },
    asking: { others: [], environment: {}, ...asking },
  });
}
/** The largest difference of the logarithms from those of the known model, and the number of pairs that were left out. */
async function compared(
  model: LanguageModel,
  { bos = true, closing = ' .', counted = true } = {},
): Promise<{ readonly largest: number; readonly leftOut: number }> {
  let [largest, leftOut] = [0, 0];
  for (const family of corpus.world.families) {
    const logs = await model.answerTreeLogProbabilities!(family.prompts, family.tree);
    const edges = family.tree.edgeToken.length;
    family.prompts.forEach((tokens, c) => {
      const prompt = tokensText(corpus.world.vocabulary, tokens);
      const count = family.idk === 'valid' ? family.responseCount + 1 : family.responseCount;
      for (let r = 0; r < count; r++) {
        const text = ` ${family.responseTexts[r].replace(/ \.$/, counted ? closing : '')}`;
        const log = logs[c * edges + family.tree.leafEdge[r]];
        if (log === -Infinity) leftOut++;
        else largest = Math.max(largest, Math.abs(log - known.logOf(prompt, text, bos)));
      }
    });
  }
  return { largest, leftOut };
}

/** Number of contexts behind which the mock was asked for a next token. */
function contextsAsked(): number {
  return mock!.asked.reduce((sum, { body }) => {
    const { prompt } = (body ?? {}) as { readonly prompt?: unknown };
    return sum + (Array.isArray(prompt) && typeof prompt[0] !== 'number' ? prompt.length : 1);
  }, 0);
}

describe.each(Object.keys(SERVERS) as Dialect[])('%s', (dialect) => {
  test('a sound server is recognised, and measured to the last digits', async () => {
    const model = await load(dialect, {}, { epsilon: 0 });
    expect(await compared(model)).toEqual({ largest: expect.closeTo(0, 9), leftOut: 0 });
    expect(model.remarks?.[0]).toContain(dialect);
  });

  test('overload, broken connections and errors change nothing', async () => {
    const model = await load(
      dialect,
      {
        before: async (response, number) => {
          if (number === 2 || number === 30)
            return Boolean(response.writeHead(429, { 'retry-after': '0.01' }).end('{}'));
          if (number === 9 || number === 33) return Boolean(response.destroy());
          if (number % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
          return false;
        },
      },
      { epsilon: 0, atOnce: 3 },
    );
    expect((await compared(model)).largest).toBeLessThan(1e-9);
  }, 60_000);

  test('a key in an error is not shown', async () => {
    const error = await load(
      dialect,
      { before: (response) => Boolean(response.writeHead(401).end('{"error":{"message":"bad key sk-very-secret"}}')) },
      {},
      { file: newFile(), environment: { HALLUCINATION_RATE_KEY: 'sk-very-secret' } },
    ).catch((thrown: Error) => thrown);
    expect((error as Error).message).toMatch(/bad key \[key\]/);
  });

  test('an unchanged question is asked once, whichever run asked it; another model, template or server is asked anew', async () => {
    const asking = { file: newFile() };
    await load(dialect, {}, {}, asking);
    const [first, url] = [mock!.asked.length, mock!.url];
    const text = readFileSync(asking.file, 'utf8');
    const again = async (options: object, own = asking): Promise<number> => {
      const before = mock!.asked.length;
      await serverModel.load(serverOptions.parse({ url, model: 'm', ...options }), {
        corpus,
        loss: 'response',
        corpusDigest: () => '',
        engine: { kind: 'compiled', threads: 1, device: 'cpu' },
        asking: { others: [], environment: {}, ...own },
      });
      return mock!.asked.length - before;
    };
    // What stands at the address and its self-test are asked again, and no more.
    expect(await again({})).toBeLessThan(first / 2);
    expect(readFileSync(asking.file, 'utf8')).toBe(text);
    const other = { file: newFile(), others: [asking.file] };
    await again({}, other);
    expect(readFileSync(other.file, 'utf8')).toBe('');
    await again({ template: 'Q: {prompt} {response} .' }, other);
    expect(readFileSync(other.file, 'utf8').length).toBeGreaterThan(text.length / 2);
  });

  test('the limit of requests ends in words, and what was answered is kept', async () => {
    const asking = { file: newFile() };
    await load(dialect, {}, { epsilon: 0 }, asking);
    const all = mock!.asked.length;
    const half = { file: newFile() };
    const error = await load(dialect, {}, { epsilon: 0, mostRequests: all - 2 }, half).catch((thrown: Error) => thrown);
    expect((error as Error).message).toMatch(/limit of requests[^]*is kept/);
    expect(readFileSync(half.file, 'utf8').split('\n').length).toBeGreaterThan(2);
  });
});

describe('a faulty server is refused by its fault', () => {
  const cases: readonly (readonly [string, Dialect, Faults, RegExp])[] = [
    ['a shifted echo', 'openai', { shifted: true }, /different log-probabilities[^]*llama-cpp-python/],
    ['an ignored echo', 'openai', { noEcho: true }, /does not repeat a text[^]*sampled/],
    ['shifted prompt_logprobs', 'vllm', { shifted: true }, /different log-probabilities[^]*last token of a prompt/],
    ['the same of an older version', 'vllm', { shifted: true, old: true }, /different log-probabilities/],
    [
      'probabilities after sampling, vLLM',
      'vllm',
      { afterSampling: true },
      /different log-probabilities[^]*raw_logprobs/,
    ],
    ['probabilities after sampling, llama.cpp', 'llama.cpp', { afterSampling: true }, /different log-probabilities/],
    ['probabilities after sampling, echo', 'openai', { afterSampling: true }, /different log-probabilities/],
    ['probabilities after logit_bias', 'llama.cpp', { afterBias: true }, /different log-probabilities[^]*logit_bias/],
    ['no beginning, vLLM', 'vllm', { noBos: true }, /no token before a text[^]*--bos none/],
    ['no beginning, llama.cpp', 'llama.cpp', { noBos: true }, /no token before a text[^]*--bos none/],
    ['no beginning, echo', 'openai', { noBos: true }, /no token before a text[^]*--bos none/],
    ['a second beginning before ids', 'vllm', { secondBos: true }, /different log-probabilities/],
    ['probabilities above 1, vLLM', 'vllm', { scale: 30 }, /add up to more than 1/],
    ['probabilities above 1, llama.cpp', 'llama.cpp', { scale: 30 }, /add up to more than 1/],
    ['probabilities above 1, echo', 'openai', { scale: 30 }, /add up to more than 1|at most 0/],
    ['three decimals, vLLM', 'vllm', { decimals: 3 }, /rounds its log-probabilities/],
    ['three decimals, llama.cpp', 'llama.cpp', { decimals: 3 }, /rounds its log-probabilities/],
    ['three decimals, echo', 'openai', { decimals: 3 }, /rounds its log-probabilities/],
  ];
  test.each(cases)('%s', async (_, dialect, faults, words) => {
    const error = await load(dialect, faults).catch((thrown: Error) => thrown);
    expect((error as Error).message).toMatch(words);
  });
});

describe('options', () => {
  test('an older vLLM is asked by prompt_logprobs', async () => {
    expect((await compared(await load('vllm', { old: true }, { epsilon: 0 }))).largest).toBeLessThan(1e-9);
    expect(
      mock!.asked.some(({ body }) => (body as { prompt_logprobs?: number } | undefined)?.prompt_logprobs === 0),
    ).toBe(true);
  });

  test.each(Object.keys(SERVERS) as Dialect[])(
    'bos: none, a token by its text, and by its id (%s)',
    async (dialect) => {
      const none = await load(dialect, { noBos: true }, { bos: 'none', epsilon: 0 });
      expect((await compared(none, { bos: false })).largest).toBeLessThan(1e-9);
      await mock?.close();
      const named = await load(dialect, { noBos: true }, { bos: '<s>', epsilon: 0 });
      expect((await compared(named)).largest).toBeLessThan(1e-9);
      await mock?.close();
      if (dialect === 'openai') return;
      const byId = await load(dialect, { noBos: true }, { bos: '0', epsilon: 0 });
      expect((await compared(byId)).largest).toBeLessThan(1e-9);
    },
  );

  test.each(['vllm', 'llama.cpp'] as const)(
    'unlikely nodes are left, and the bound on them holds (%s)',
    async (dialect) => {
      const epsilon = 1e-4;
      const whole = await load(dialect, {}, { epsilon: 0 });
      const asked = contextsAsked();
      await mock?.close();
      const cut = await load(dialect, {}, { epsilon });
      expect(contextsAsked()).toBeLessThan(asked);
      const { largest, leftOut } = await compared(cut);
      expect(largest).toBeLessThan(1e-9);
      expect(leftOut).toBeGreaterThan(0);
      const bound = Number(/at most (\S+) of the probability/.exec(cut.remarks!.join('\n'))![1]);
      for (const family of corpus.world.families) {
        const [all, some] = await Promise.all(
          [whole, cut].map((model) => model.answerTreeLogProbabilities!(family.prompts, family.tree)),
        );
        const edges = family.tree.edgeToken.length;
        family.prompts.forEach((_, c) => {
          const sum = (logs: Float64Array): number =>
            [...family.tree.leafEdge].reduce((total, edge) => total + Math.exp(logs[c * edges + edge]), 0);
          expect(sum(all) - sum(some)).toBeLessThanOrEqual(bound * 1.06);
          // Answers are followed to their end.
          expect(some[c * edges + family.tree.leafEdge[family.answer[c]]]).toBeGreaterThan(-Infinity);
        });
      }
    },
  );

  test('the stop is left out where no response begins another, and that is said', async () => {
    const only = {
      ...corpus,
      world: { ...corpus.world, families: [corpus.world.families.find(({ name }) => name === 'facts')!] },
    };
    const all = corpus;
    corpus = only;
    try {
      const model = await load('vllm', {}, { stop: 'left-out', epsilon: 0 });
      expect((await compared(model, { counted: false })).largest).toBeLessThan(1e-9);
      expect(model.remarks!.join('\n')).toMatch(/upper bound/);
      await mock?.close();
    } finally {
      corpus = all;
    }
    const error = await load('vllm', {}, { stop: 'left-out' }).catch((thrown: Error) => thrown);
    expect((error as Error).message).toMatch(/one response begins another/);
  });

  test('a template stands around prompt and response', async () => {
    const model = await load('llama.cpp', {}, { template: '{prompt} {response}!', epsilon: 0 });
    expect((await compared(model, { closing: '!' })).largest).toBeLessThan(1e-9);
    const error = await load('llama.cpp', {}, { template: '{response} {prompt}' }).catch((thrown: Error) => thrown);
    expect((error as Error).message).toMatch(/must hold \{prompt\}/);
  });

  test('another model than the one that was pinned, and one that is not there, are refused', async () => {
    const other = await load('llama.cpp', {}, { served: { file: 'n.gguf' } }).catch((thrown: Error) => thrown);
    expect((other as Error).message).toMatch(/another model now/);
    const none = await load('llama.cpp', {}, { model: 'x' }).catch((thrown: Error) => thrown);
    expect((none as Error).message).toMatch(/no model of that name[^]*m/);
  });
});
