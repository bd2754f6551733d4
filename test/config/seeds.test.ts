import { describe, expect, test } from '@jest/globals';
import { expandSeeds, largestSeed, type Seed, seedCount, seedsOf, seedWords } from '../../src/config/schema/seeds.js';
import { resolve } from './fixtures.js';

const MINIMAL = 'corpus: {examples: 10, families: {facts: {kind: arbitrary-facts}}}\nmodel: ngram\n';

describe('seeds', () => {
  test('a number counts all three parts together', () => {
    expect(expandSeeds(5, 3)).toEqual([5, 6, 7]);
    expect(expandSeeds({ world: 1, sample: 1, model: 9 }, 2)).toEqual([
      { world: 1, sample: 1, model: 9 },
      { world: 2, sample: 2, model: 10 },
    ]);
  });
  test('a mapping crosses them: every world with every sample and every model', () => {
    const runs = expandSeeds(1, { world: 2, sample: 3, model: 2 });
    expect(runs).toHaveLength(seedCount({ world: 2, sample: 3, model: 2 }));
    expect(new Set(runs.map((seed) => JSON.stringify(seedsOf(seed)))).size).toBe(12);
    expect(runs[0]).toBe(1);
    expect(runs[1]).toEqual({ world: 1, sample: 1, model: 2 });
    expect(Math.max(...runs.flatMap((seed) => Object.values(seedsOf(seed))))).toBe(
      largestSeed(1, { world: 2, sample: 3, model: 2 }),
    );
  });
  test('words', () => {
    expect(seedWords(5)).toBe('seed=5');
    expect(seedWords({ world: 1, sample: 2, model: 3 })).toBe('seed.world=1 seed.sample=2 seed.model=3');
  });
});

describe('seeds in a file and in --set', () => {
  const seedsFrom = (seed: string, set: readonly string[] = []): readonly Seed[] =>
    resolve(`${MINIMAL}${seed}\n`, ...set).runs.map(({ config }) => config.seed);
  test('a number, a mapping, and a part of a number', () => {
    expect(seedsFrom('seed: 4\nseeds: 2')).toEqual([4, 5]);
    expect(seedsFrom('seed: { world: 4, sample: 4, model: 7 }')).toEqual([{ world: 4, sample: 4, model: 7 }]);
    expect(seedsFrom('seed: 4', ['seed.model=7'])).toEqual([{ world: 4, sample: 4, model: 7 }]);
    expect(seedsFrom('', ['seed.model=7'])).toEqual([{ world: 1, sample: 1, model: 7 }]);
    expect(seedsFrom('seeds: { model: 3 }')).toEqual([
      1,
      { world: 1, sample: 1, model: 2 },
      { world: 1, sample: 1, model: 3 },
    ]);
  });
  test.each([
    ['seed: { word: 4 }', /seed\.word.*unknown key|unknown key/s],
    ['seed: 4.5', /seed/],
    ['seed: { world: -1 }', /seed\.world/],
    ['seed: 4294967295\nseeds: 2', /seed \+ seeds - 1/],
    ['seed: { world: 1, sample: 4294967295, model: 1 }\nseeds: { sample: 2 }', /seed \+ seeds - 1/],
  ])('%s is refused', (text, message) => expect(() => seedsFrom(text)).toThrow(message));
});
