/** The checkpoints of test/external/huggingface on a real server, against the log-probabilities that Hugging Face gives. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { serverModel } from '../../src/models/servers/serverModel.js';
import { serverOptions } from '../../src/models/servers/serverOptions.js';
import { type ModelRunConfig, schema } from '../../src/sweep/experimentSchemas.js';
import { corpusOf } from '../../src/sweep/run/executeRun.js';
import { lexicon } from '../corpus/worlds.js';

/** The folder of the checkpoints. */
export const FIXTURES = 'test/external/huggingface';

interface Expected {
  readonly prompts: readonly string[];
  readonly responses: readonly (readonly string[])[];
  readonly models: Readonly<Record<string, Readonly<Record<'withBos' | 'without', readonly (readonly number[])[]>>>>;
}
const expected = JSON.parse(readFileSync(path.join(FIXTURES, 'expected.json'), 'utf8')) as Expected;

export interface FoundPairs {
  /** Largest difference of the log-probability of a whole response, nats. */
  readonly largest: number;
  readonly pairs: number;
  readonly expectedPairs: number;
  readonly remarks: readonly string[];
}

/**
 * Measures a checkpoint through a server.
 * @param name the checkpoint
 * @param bos what begins a text: `auto` for a server that puts the token there that the reference has, too
 */
export async function pairsThroughServer(
  name: string,
  bos: 'auto' | 'none',
  options: { readonly url: string; readonly model: string; readonly dialect?: string },
): Promise<FoundPairs> {
  const file = path.join(FIXTURES, 'corpus.yaml');
  const { config } = resolveExperiment(readFileSync(file, 'utf8'), 'corpus.yaml', {}, schema).runs[0];
  const corpus = corpusOf(config as ModelRunConfig, lexicon);
  const answers = path.join(mkdtempSync(path.join(tmpdir(), 'answers-')), '0123456789ab.jsonl');
  const model = await serverModel.load(serverOptions.parse({ ...options, bos, epsilon: 0 }), {
    corpus,
    loss: 'response',
    corpusDigest: () => '',
    engine: { kind: 'compiled', threads: 1, device: 'cpu' },
    asking: { file: answers, others: [], environment: {} },
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
  return { largest, pairs, expectedPairs: logs.flat().length, remarks: model.remarks ?? [] };
}
