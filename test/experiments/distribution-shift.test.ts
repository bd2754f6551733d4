import { expect, test } from '@jest/globals';
import { distributionShift } from '../../src/experiments/distribution-shift/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [claim, linear] = distributionShift.claims;

interface Model {
  /** err + invalid mass where the missing mass is as given. */
  readonly err?: (mass: number) => number;
  readonly brackets?: number;
  /** err of the network that was trained on what is asked. */
  readonly unshifted?: number;
}

/** Three worlds; under shift s the missing mass is 0.2 + 0.5 s. */
function runs({ err = (mass) => mass, brackets = 0.001, unshifted = 0.38 }: Model = {}): Row[] {
  return [0, 0.5, 1, null].flatMap((share) =>
    [1, 2, 3].map((seed): Row => {
      const mass = share === null ? 0.38 : 0.2 + 0.5 * share;
      return {
        seed,
        'model.kind': 'transformer',
        'parameters.corpus.families.birthdays': JSON.stringify(share === null ? {} : { shift: { share } }),
        'families.birthdays.errorRate': (share === null ? unshifted : err(mass)) + 0.001 * seed,
        'families.birthdays.invalidMass': 0.01,
        'families.birthdays.missingMass': mass,
        'families.brackets.errorRate': brackets + 0.0001 * seed,
      };
    }),
  );
}
function verdict(model?: Model) {
  return claim.check(tablesOf(runs(model))).verdict;
}

test('confirmed where the error follows the missing mass', () => {
  expect(claim.check(tablesOf(runs()))).toMatchObject({ verdict: 'confirmed', measured: expect.closeTo(0.32, 2) });
});

test('refuted where it does not rise, rises twice as fast, or patterns break too', () => {
  expect(verdict({ err: () => 0.2 })).toBe('refuted');
  expect(verdict({ err: (mass) => 2 * mass })).toBe('refuted');
  expect(verdict({ brackets: 0.3 })).toBe('refuted');
});

test('refuted where the questions are hard for any network', () => {
  expect(verdict({ unshifted: 0.69 })).toBe('refuted');
});

test('the error in the middle is the mean of the ends, or the program is wrong', () => {
  expect(linear.check(tablesOf(runs())).verdict).toBe('confirmed');
  expect(linear.check(tablesOf(runs({ err: (mass) => mass ** 2 }))).verdict).toBe('refuted');
  expect(linear.check(tablesOf([])).verdict).toBe('inconclusive');
});

test('open without runs; a figure where there are some', () => {
  expect(claim.check(tablesOf([])).verdict).toBe('inconclusive');
  expect(distributionShift.figures(tablesOf([]))).toEqual([expect.objectContaining({ missing: expect.any(String) })]);
  expect(distributionShift.figures(tablesOf(runs()))).toEqual([expect.objectContaining({ spec: expect.anything() })]);
});
