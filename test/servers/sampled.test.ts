/** Models that state no probabilities: rates are shares of what they write, with binomial intervals. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { timesAsked } from '../../src/models/servers/drawnTexts.js';
import type { FamilyMeasurement } from '../../src/results/familyMeasurement.js';
import { type ModelRunConfig, schema } from '../../src/sweep/experimentSchemas.js';
import { corpusOf, executeRun } from '../../src/sweep/run/executeRun.js';
import { binomialInterval } from '../../src/theory/binomialInterval.js';
import { lexicon } from '../corpus/worlds.js';
import { writingServer } from './mockDialects.js';
import type { MockServer } from './mockServer.js';

let mock: MockServer | undefined;
afterEach(async () => {
  await mock?.close();
  mock = undefined;
});

function configOf(url: string, options: string, frequency = 'uniform'): ModelRunConfig {
  const text = `
corpus:
  examples: 60
  families: { facts: { kind: arbitrary-facts, prompts: 20, responses: 9, answerProbability: 0.8, frequency: ${frequency} } }
model: { kind: server, url: '${url}', model: m, dialect: sampled, samples: 20${options} }
`;
  return resolveExperiment(text, 'a.yaml', {}, schema).runs[0].config as ModelRunConfig;
}

/** Of ten texts three are right, four are one certain error or right, one is IDK, and two are no response. */
async function serving(most?: number): Promise<MockServer> {
  const corpus = corpusOf(configOf('http://127.0.0.1:1', ''), lexicon);
  const [family] = corpus.world.families;
  const prompts = family.prompts.map((tokens) => tokensText(corpus.world.vocabulary, tokens));
  mock = await writingServer((prompt, number) => {
    const right = family.responseTexts[family.answer[prompts.indexOf(prompt)]];
    const error = family.responseTexts[(family.answer[prompts.indexOf(prompt)] + 1) % family.responseCount];
    const [first, second] = [right, error].map((text) => ` ${text} And more.`);
    return [
      first,
      first,
      first,
      second,
      second,
      second,
      second,
      " I don't know .",
      ' perhaps',
      ` ${right.slice(0, -2)}`,
    ][number % 10];
  }, most);
  return mock;
}

async function measured(config: ModelRunConfig, file: string): Promise<FamilyMeasurement> {
  const task = { id: '0123456789ab', parameters: {}, config };
  const result = await executeRun(task, lexicon, { asking: { file, others: [], environment: {} } });
  return result.families.facts;
}
function newFile(): string {
  return path.join(mkdtempSync(path.join(tmpdir(), 'answers-')), '0123456789ab.jsonl');
}

test('rates are shares, with exact intervals; a second time nothing is asked', async () => {
  const { url, asked } = await serving();
  const file = newFile();
  const family = await measured(configOf(url, ''), file);
  expect(family).toMatchObject({
    ...{ accuracy: 0.3, errorRate: 0.4, abstentionRate: 0.1, invalidMass: 0.2, method: 'sampled' },
    sampling: { samples: 400, errorRate: binomialInterval(160, 400), invalidMass: binomialInterval(80, 400) },
    theorem1: { holds: true },
  });
  expect([family.delta, family.iivError, family.crossEntropy]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  const masses = family.byCount.filter(({ mass }) => mass > 0);
  expect(masses.map(({ errorRate }) => errorRate)).toEqual(masses.map(() => expect.closeTo(0.4, 10)));
  const count = asked.length;
  expect(await measured(configOf(url, ''), file)).toEqual(family);
  expect(asked.length - count).toBe(3); // the model is looked up
  expect(readFileSync(file, 'utf8')).toContain('And more.');
});

test('a server that gives one text a request, and the chat interface', async () => {
  const { url } = await serving(1);
  expect(await measured(configOf(url, ''), newFile())).toMatchObject({ accuracy: 0.3, abstentionRate: 0.1 });
  await mock?.close();
  mock = await writingServer((_, number) => ['**no**', "i don't know", "I don't know.", '  perhaps'][number % 4]);
  const chat = await measured(configOf(mock.url, ', chat: true, system: Be brief'), newFile());
  expect(chat).toMatchObject({ abstentionRate: 0.5, invalidMass: 0.5 });
  expect(mock.asked.at(-1)?.body).toMatchObject({
    messages: [{ role: 'system', content: 'Be brief' }, { role: 'user' }],
  });
});

test('prompts of an uneven μ are asked as often as they come up in draws from it', () => {
  const promptWeight = Float64Array.of(0.7, 0.2, 0.1, 0);
  const asked = timesAsked({ name: 'f', promptWeight }, 1000);
  expect(asked.reduce((sum, each) => sum + each)).toBe(4000);
  expect([...asked].map((each) => each / 4000)).toEqual([...promptWeight].map((each) => expect.closeTo(each, 1)));
  expect(asked[3]).toBe(0);
  expect([...timesAsked({ name: 'f', promptWeight: new Float64Array(5).fill(0.2) }, 7)]).toEqual([7, 7, 7, 7, 7]);
});
