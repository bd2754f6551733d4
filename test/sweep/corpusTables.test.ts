/** The summary of a corpus: its intervals, and the two missing masses where other prompts are asked. */
import { expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { corpusSummaries } from '../../src/sweep/tables/corpusTables.js';
import { missingMassInterval } from '../../src/theory/missingMassInterval.js';
import { facts, worldOf } from '../corpus/worlds.js';

test('the interval for large N is the one that `estimate` prints', () => {
  const world = worldOf({ a: facts({ prompts: 500, answerProbability: 0.8 }) }, { examples: 400 });
  const [summary] = corpusSummaries(drawCorpus(world, 400, 1), 0.01);
  const { lower, upper } = missingMassInterval(summary.singletons, summary.doubletons, summary.examples, 0.95);
  expect(summary.goodTuring).toMatchObject({ asymptoticLower: lower, asymptoticUpper: upper });
  expect(summary.trainingMissingMass).toBe(summary.missingMass);
});

test.each([
  ['Zipf 1, N = 10', { kind: 'zipf', exponent: 1 } as const, 10],
  ['Zipf 0.6, N = 100', { kind: 'zipf', exponent: 0.6 } as const, 100],
])('it holds the missing mass as often as it says: %s', (_, frequency, examples) => {
  const world = worldOf({ a: facts({ prompts: 1000, frequency }) }, { examples });
  let held = 0;
  for (let seed = 0; seed < 400; seed++) {
    const [{ missingMass, goodTuring }] = corpusSummaries(drawCorpus(world, examples, seed), 0.01);
    if (goodTuring.asymptoticLower <= missingMass && missingMass <= goodTuring.asymptoticUpper) held += 1;
  }
  expect(held / 400).toBeGreaterThan(0.93);
});

test('sr estimates the missing mass of the training rows, not that of the prompts asked', () => {
  const shift = { share: 1, frequency: { kind: 'uniform' } } as const;
  const law = { kind: 'zipf', exponent: 1.2 } as const;
  for (const changes of [{ frequency: law, shift }, { heldOut: 0.4 }]) {
    const world = worldOf({ a: facts({ prompts: 3000, ...changes }) }, { examples: 3000 });
    const [{ singletonRate, missingMass, trainingMissingMass }] = corpusSummaries(drawCorpus(world, 3000, 2), 0.01);
    expect(Math.abs(singletonRate - trainingMissingMass)).toBeLessThan(0.05);
    expect(missingMass - trainingMissingMass).toBeGreaterThan(0.1);
  }
});
