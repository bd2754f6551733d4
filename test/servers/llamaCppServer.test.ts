/**
 * llama.cpp's own server against the log-probabilities that Hugging Face gives. It needs python3 with xllamacpp, gguf and numpy
 * (`pip install xllamacpp gguf`; PYTHONPATH may name their folder), and is skipped by name without them.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { serverModel } from '../../src/models/servers/serverModel.js';
import { serverOptions } from '../../src/models/servers/serverOptions.js';
import { type ModelRunConfig, schema } from '../../src/sweep/experimentSchemas.js';
import { corpusOf } from '../../src/sweep/run/executeRun.js';
import { lexicon } from '../corpus/worlds.js';

const FIXTURES = 'test/external/huggingface';
// llama.cpp takes no tokenizer without merges, such as that of llama-bytes.
const MODELS = ['llama-bpe'] as const;
interface Expected {
  readonly prompts: readonly string[];
  readonly responses: readonly (readonly string[])[];
  readonly models: Readonly<Record<string, Readonly<Record<'withBos' | 'without', readonly (readonly number[])[]>>>>;
}
const expected = JSON.parse(readFileSync(path.join(FIXTURES, 'expected.json'), 'utf8')) as Expected;

function canServe(): boolean {
  try {
    execFileSync('python3', ['-c', 'import xllamacpp, gguf, numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const available = canServe();
const folder = mkdtempSync(path.join(tmpdir(), 'llama-'));
const servers = new Map<string, { readonly child: ChildProcess; readonly url: string }>();

function served(name: string): Promise<string> {
  const file = path.join(folder, `${name}.gguf`);
  const child = spawn('python3', ['test/external/llamaCpp/serve.py', path.join(FIXTURES, name), file]);
  child.stderr.resume();
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on('data', (data: Buffer) => {
      const [url] = /http:\S+/.exec(data.toString()) ?? [];
      if (url === undefined) return;
      servers.set(name, { child, url });
      resolve(url);
    });
  });
}

beforeAll(async () => {
  if (available) for (const name of MODELS) await served(name);
}, 60_000);
afterAll(() => servers.forEach(({ child }) => child.kill()));

(available ? describe : describe.skip)(
  `llama.cpp's server${available ? '' : ': skipped, since python3 has no xllamacpp, gguf, numpy'}`,
  () => {
    const config = resolveExperiment(
      readFileSync(path.join(FIXTURES, 'corpus.yaml'), 'utf8'),
      'corpus.yaml',
      {},
      schema,
    ).runs[0].config as ModelRunConfig;
    const corpus = corpusOf(config, lexicon);

    test.each(MODELS.flatMap((name) => (['auto', 'none'] as const).map((bos) => [name, bos] as const)))(
      '%s, beginning %s: every pair as near to Hugging Face as a float32 cache allows',
      async (name, bos) => {
        const { url } = servers.get(name)!;
        const options = serverOptions.parse({ url, model: `${name}.gguf`, bos, epsilon: 0 });
        const model = await serverModel.load(options, {
          corpus,
          loss: 'response',
          corpusDigest: () => '',
          engine: { kind: 'compiled', threads: 1, device: 'cpu' },
          asking: { file: path.join(folder, `${name}-${bos}`, '0123456789ab.jsonl'), others: [], environment: {} },
        });
        const logs = expected.models[name][bos === 'auto' ? 'withBos' : 'without'];
        let [largest, pairs] = [0, 0];
        for (const family of corpus.world.families) {
          const found = await model.answerTreeLogProbabilities!(family.prompts, family.tree);
          family.prompts.forEach((tokens, c) => {
            const row = logs[expected.prompts.indexOf(tokensText(corpus.world.vocabulary, tokens))];
            row.forEach((log, r) => {
              const own = found[c * family.tree.edgeToken.length + family.tree.leafEdge[r]];
              largest = Math.max(largest, Math.abs(own - log));
              pairs++;
            });
          });
        }
        expect(pairs).toBe(logs.flat().length);
        expect(largest).toBeLessThan(2.5e-5);
      },
      120_000,
    );
  },
);
