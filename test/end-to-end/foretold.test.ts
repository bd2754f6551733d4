/** Predictions before training in `corpus`, `run --dry-run` and `run`: the keys for programs, and the words. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { experimentFile, hallucinationRate, temporaryFolder } from './commandLine.js';

const FILE = experimentFile(
  `
corpus:
  examples: 400
  families:
    facts: { kind: arbitrary-facts, prompts: 300, responses: 30 }
    brackets: { kind: brackets, prompts: 30, kinds: 2, depth: 2, length: 4 }
model: { kind: mlp, layers: 1, width: 32 }
training: { steps: 120, batchSize: 32 }
measurement: { curvePoints: 0 }
sweep: { model.kind: [mlp, ngram] }
seed: 7
`,
  'foretold.yaml',
);

test('the same prediction is given before training by three commands, and stands beside the measurement', async () => {
  const out = temporaryFolder();
  const json = async (...args: string[]) => JSON.parse((await hallucinationRate(...args, '--json')).stdout);
  const corpus = await json('corpus', FILE, '--out', path.join(out, 'corpus'));
  const planned = await json('run', FILE, '--out', out, '--dry-run');
  const result = await json('run', FILE, '--out', out);
  const [mlp, ngram] = result.runs;
  const facts = corpus.families.find(({ family }: { family: string }) => family === 'facts');
  expect(facts.foretold).toEqual({
    wrong: expect.any(Number),
    lower: expect.any(Number),
    upper: expect.any(Number),
    neverShown: expect.any(Number),
    reason: null,
  });
  expect(planned.runs.map(({ foretold }: { foretold: object }) => foretold)).toEqual(
    result.runs.map(({ families }: { families: Record<string, { foretold: object }> }) => ({
      brackets: families.brackets!.foretold,
      facts: families.facts!.foretold,
    })),
  );
  expect(mlp.families.facts.foretold).toEqual(facts.foretold);
  expect(mlp.families.brackets.foretold).toEqual({
    wrong: null,
    lower: null,
    upper: null,
    neverShown: null,
    reason: expect.any(String),
  });
  expect(JSON.parse(readFileSync(path.join(out, 'foretold', mlp.id, 'foretold.json'), 'utf8')).facts).toEqual(
    facts.foretold,
  );
  for (const { families } of [mlp, ngram]) {
    const { errorRate, invalidMass, labelFree } = families.facts;
    expect(Math.abs(errorRate + invalidMass - labelFree.wrong)).toBeLessThan(4 * labelFree.luck);
  }
  expect(ngram.families.facts.foretold.wrong).toBe(ngram.families.facts.labelFree.wrong);
});

test('the commands say it in words', async () => {
  const out = temporaryFolder();
  const corpus = (await hallucinationRate('corpus', FILE, '--out', path.join(out, 'corpus'))).stdout;
  expect(corpus).toMatch(/foretold err \+ invalid +0\.\d{4} \[0\.\d{4}, [01]\.\d{4}\], before training, model mlp/);
  const planned = (await hallucinationRate('run', FILE, '--out', out, '--dry-run')).stdout;
  expect(planned).toMatch(/mlp seed=7 {2}foretold: facts 0\.\d{3} \[0\.\d{3}, [01]\.\d{3}\]/);
  expect(planned).toContain('nothing is foretold of brackets: its answers follow a rule');
  const shown = (await hallucinationRate('run', FILE, '--out', out)).stdout.replace(/\s+/g, ' ');
  expect(shown).toMatch(/mean distance from what was foretold before training: ngram 0\.\d{3}, mlp 0\.\d{3}/);
  expect(shown).toMatch(/mlp has not memorised its rows: it is wrong on \d+ % of facts shown once/);
}, 120_000);
