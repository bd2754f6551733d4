import { expect, test } from '@jest/globals';
import { distributionShift } from '../../src/experiments/distribution-shift/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [claim] = distributionShift.claims;

/** Three worlds; under shift s the missing mass is 0.2 + 0.5 s. */
function runs(err: (mass: number) => number, brackets: number): Row[] {
  return [0, 0.5, 1].flatMap((share) =>
    [1, 2, 3].map((seed) => ({
      seed,
      'model.kind': 'transformer',
      'parameters.corpus.families.birthdays.shift.share': share,
      'families.birthdays.errorRate': err(0.2 + 0.5 * share) + 0.001 * seed * share,
      'families.birthdays.invalidMass': 0.01,
      'families.birthdays.missingMass': 0.2 + 0.5 * share,
      'families.brackets.errorRate': brackets + 0.0001 * seed,
    })),
  );
}

test('confirmed where the error follows the missing mass', () => {
  expect(claim.check(tablesOf(runs((mass) => mass, 0.001)))).toMatchObject({
    verdict: 'confirmed',
    measured: expect.closeTo(1, 1),
  });
});

test('refuted where it does not rise, rises twice as fast, or patterns break too', () => {
  expect(claim.check(tablesOf(runs(() => 0.2, 0.001))).verdict).toBe('refuted');
  expect(claim.check(tablesOf(runs((mass) => 2 * mass, 0.001))).verdict).toBe('refuted');
  expect(claim.check(tablesOf(runs((mass) => mass, 0.3))).verdict).toBe('refuted');
});

test('open without runs; a figure where there are some', () => {
  expect(claim.check(tablesOf([])).verdict).toBe('inconclusive');
  expect(distributionShift.figures(tablesOf([]))).toEqual([expect.objectContaining({ missing: expect.any(String) })]);
  expect(distributionShift.figures(tablesOf(runs((mass) => mass, 0)))).toEqual([
    expect.objectContaining({ spec: expect.anything() }),
  ]);
});
