import { expect, test } from '@jest/globals';
import { garbageIn } from '../../src/experiments/garbage-in/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [sampled, majority] = garbageIn.claims;
const family = 'families.birthdays.';

interface Model {
  /** Error rates at ε of sampled answers and of the likeliest answer, on facts seen once and often. */
  readonly once: (epsilon: number) => number;
  readonly often: (epsilon: number) => number;
  readonly onceArgMax: (epsilon: number) => number;
  readonly oftenArgMax: (epsilon: number) => number;
  /** Both rates on facts seen ten times or more; without it there are none. */
  readonly many?: (epsilon: number) => number;
}

const faithful: Model = { once: (e) => e, often: (e) => e, onceArgMax: (e) => e, oftenArgMax: () => 0 };

function runs(model: Model): Row[] {
  return [0, 0.1, 0.3].flatMap((noise) =>
    [1, 2, 3].map((seed) => ({
      seed,
      'model.kind': 'transformer',
      'parameters.corpus.families.birthdays.noise': noise,
      [`${family}errorRate`]: 0.05 + model.often(noise) + 0.001 * seed,
      [`${family}byCount.1.errorRate`]: model.once(noise) + 0.001 * seed,
      [`${family}byCount.2.errorRate`]: model.once(noise),
      [`${family}byCount.4.mass`]: 0.2,
      [`${family}byCount.4.errorRate`]: model.often(noise) + 0.001 * seed,
      [`${family}byCount.5.mass`]: model.many === undefined ? 0 : 0.6,
      [`${family}byCount.5.errorRate`]: model.many?.(noise) ?? null,
      [`${family}byCount.5.argMaxErrorRate`]: model.many?.(noise) ?? null,
      [`${family}byCount.1.argMaxErrorRate`]: model.onceArgMax(noise) + 0.001 * seed,
      [`${family}byCount.2.argMaxErrorRate`]: model.onceArgMax(noise),
      [`${family}byCount.4.argMaxErrorRate`]: model.oftenArgMax(noise) + 0.001 * seed,
    })),
  );
}

test('confirmed for a model that gives back what it was shown', () => {
  expect(sampled.check(tablesOf(runs(faithful))).verdict).toBe('confirmed');
  expect(majority.check(tablesOf(runs(faithful))).verdict).toBe('confirmed');
});

test('refuted for a model that cleans its data, and for one that is not outvoted', () => {
  expect(sampled.check(tablesOf(runs({ ...faithful, often: () => 0.001 }))).verdict).toBe('refuted');
  expect(majority.check(tablesOf(runs({ ...faithful, oftenArgMax: (e) => e }))).verdict).toBe('refuted');
  expect(majority.check(tablesOf(runs({ ...faithful, onceArgMax: () => 0 }))).verdict).toBe('refuted');
});

test('facts seen ten times or more count among those seen five times or more', () => {
  expect(sampled.check(tablesOf(runs({ ...faithful, many: (e) => 3 * e }))).verdict).toBe('refuted');
  expect(majority.check(tablesOf(runs({ ...faithful, many: (e) => e }))).verdict).toBe('refuted');
});

test('open where the model does not know its facts on clean data', () => {
  const ignorant = { ...faithful, often: (e: number) => e + 0.4 };
  for (const claim of garbageIn.claims) expect(claim.check(tablesOf(runs(ignorant))).verdict).toBe('inconclusive');
});

test('the figure', () => {
  expect(garbageIn.figures(tablesOf(runs(faithful)))[0]).toHaveProperty('spec');
  expect(garbageIn.figures(tablesOf([]))[0]).toHaveProperty('missing');
});
