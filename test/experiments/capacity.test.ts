import { expect, test } from '@jest/globals';
import { capacityClaims } from '../../src/experiments/capacity/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [bits] = capacityClaims.claims;
const PARAMETERS = 2760;

/** Runs of three worlds, by their steps and bits a parameter. */
function runs(bitsBySteps: readonly (readonly [steps: number, bits: number])[]): Row[] {
  return bitsBySteps.flatMap(([steps, perParameter]) =>
    [1, 2, 3].map((seed) => ({
      seed,
      'model.kind': 'transformer',
      'model.trainableParameters': PARAMETERS,
      'parameters.training.steps': steps,
      'families.birthdays.prompts': 1000,
      'families.birthdays.memorisedBits': perParameter * PARAMETERS * (1 + 0.001 * seed),
    })),
  );
}
const verdict = (...bitsBySteps: readonly (readonly [number, number])[]) =>
  bits.check(tablesOf(runs(bitsBySteps))).verdict;

test('confirmed near one bit a parameter at a hundred exposures and near two at a thousand', () => {
  expect(verdict([780, 1], [7800, 2])).toBe('confirmed');
  expect(verdict([780, 0.73], [7800, 1.85])).toBe('confirmed');
});

test('refuted where reading more does not help, or less is needed', () => {
  expect(verdict([780, 0.8], [7800, 0.9])).toBe('refuted');
  expect(verdict([780, 0.2], [7800, 2])).toBe('refuted');
  expect(verdict([780, 1.8], [7800, 2.2])).toBe('refuted');
});

test('open where the network has room for nearly all, or is not read as often', () => {
  expect(verdict([780, 1], [7800, 2.9])).toBe('inconclusive');
  expect(verdict([400, 1], [1600, 2])).toBe('inconclusive');
});
