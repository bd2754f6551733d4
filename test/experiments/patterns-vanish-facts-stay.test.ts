import { expect, test } from '@jest/globals';
import { arithmetic } from '../../src/experiments/arithmetic/claims.js';
import { patternsVanish } from '../../src/experiments/patterns-vanish-facts-stay/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [vanish, stay] = patternsVanish.claims;
const [sums] = arithmetic.claims;

interface Model {
  /** Held-out error on patterns, err + invalid mass on birthdays over the floor, wrong mass on unseen and error on singletons, by size 0 … 2. */
  readonly pattern: (size: number) => number;
  readonly birthdays: (size: number) => number;
  readonly unseen: (size: number) => number;
  readonly singletons: (size: number) => number;
}
const claimed: Model = {
  pattern: (size) => [0.8, 0.3, 0.004][size],
  birthdays: (size) => [2.2, 1.5, 1.02][size],
  unseen: () => 0.997,
  singletons: (size) => [0.99, 0.6, 0.01][size],
};
const MM = 0.37;

function runs({ pattern, birthdays, unseen, singletons }: Model): Row[] {
  return [0, 1, 2].flatMap((size) =>
    [1, 2, 3].map((seed) => {
      const wobble = 0.001 * seed;
      return {
        run: `${size}-${seed}`,
        seed,
        'model.kind': 'transformer',
        'model.trainableParameters': 1000 * 10 ** size + seed,
        'parameters.model': JSON.stringify({ width: size }),
        'families.birthdays.nature': 'arbitrary',
        'families.birthdays.errorRate': birthdays(size) * MM * (364 / 365) - 0.01 + wobble,
        'families.birthdays.invalidMass': 0.01,
        'families.birthdays.missingMass': MM,
        'families.birthdays.byCount.0.errorRate': unseen(size) - 0.02 + 0.1 * wobble * (seed - 2),
        'families.birthdays.byCount.0.invalidMass': 0.02,
        'families.birthdays.byCount.0.abstentionRate': 0,
        'families.birthdays.byCount.1.errorRate': singletons(size) + wobble,
        ...Object.fromEntries(
          ['spelling', 'brackets', 'agreement', 'arithmetic'].map((name) => [
            `families.${name}.heldOut.errorRate`,
            pattern(size) + wobble,
          ]),
        ),
      };
    }),
  );
}
function check(claim: (typeof patternsVanish.claims)[number], changes: Partial<Model> = {}) {
  return claim.check(tablesOf(runs({ ...claimed, ...changes }))).verdict;
}

test('confirmed where patterns vanish with size and facts stop at the missing mass', () => {
  expect([check(vanish), check(stay), check(sums)]).toEqual(['confirmed', 'confirmed', 'confirmed']);
});

test('refuted where patterns stay, or where the smallest model knows them already', () => {
  expect([check(vanish, { pattern: () => 0.4 }), check(sums, { pattern: () => 0.4 })]).toEqual(['refuted', 'refuted']);
  expect([check(vanish, { pattern: () => 0.001 }), check(sums, { pattern: () => 0.001 })]).toEqual([
    'refuted',
    'refuted',
  ]);
});

test('refuted where facts vanish too, or are known unseen', () => {
  expect(check(stay, { birthdays: () => 0.3 })).toBe('refuted');
  expect(check(stay, { unseen: (size) => 0.997 - 0.1 * size })).toBe('refuted');
  expect(check(stay, { singletons: () => 0.01 })).toBe('refuted');
  expect(check(stay, { singletons: () => 0.5 })).toBe('inconclusive');
});

test('open with one size', () => {
  const single = tablesOf(runs(claimed).slice(0, 3));
  for (const claim of [vanish, stay, sums]) expect(claim.check(single).verdict).toBe('inconclusive');
  expect(patternsVanish.figures(single)[0]).toHaveProperty('missing');
  expect(patternsVanish.figures(tablesOf(runs(claimed)))[0]).toHaveProperty('spec');
});
