/** The slope of err + invalid mass on what theory expects, over made-up worlds whose slopes are known. */
import { describe, expect, test } from '@jest/globals';
import { errorSlope, expectedError } from '../../src/results/errorSlope.js';
import { decodeTable } from '../../src/store/tables.js';
import { runsTable } from '../../src/sweep/tables/resultTables.js';
import type { RunResult } from '../../src/sweep/tables/runResult.js';
import { meanInterval } from '../../src/theory/meanInterval.js';
import { fakeRun } from '../report/fakeRuns.js';

const FAMILY = { name: 'birthdays', kind: 'arbitrary-facts', nature: 'arbitrary' } as const;
const tableOf = (runs: readonly RunResult[]) => decodeTable(runsTable('x', runs));

/** A run whose err + invalid mass is 0.01 + slope × the error of a calibrated learner. */
function run(target: number, seed: number, slope: number, calibrated = true): RunResult {
  const made = fakeRun(target, seed, 'ngram');
  const expected = calibrated ? target : null;
  const wrong = 0.01 + slope * target;
  const birthdays = {
    ...made.families.birthdays!,
    calibratedError: expected,
    missingMass: target,
    errorRate: wrong - 0.005,
    invalidMass: 0.005,
  };
  return { ...made, families: { birthdays } };
}

describe('the slope of a sweep', () => {
  const worlds = [
    [0, 0.9],
    [1, 1.1],
    [2, 1.3],
  ] as const;
  const swept = worlds.flatMap(([seed, slope]) => [0.1, 0.2, 0.4].map((target) => run(target, seed, slope)));

  test('is that of each world, averaged, with the interval over worlds', () => {
    const { mean, lower, upper, seeds } = errorSlope(tableOf(swept), FAMILY, 'ngram')!;
    const { interval } = meanInterval(worlds.map(([, slope]) => slope));
    expect([mean, lower, upper, seeds]).toEqual([
      expect.closeTo(1.1, 10),
      expect.closeTo(interval!.lower, 10),
      expect.closeTo(interval!.upper, 10),
      3,
    ]);
  });

  test('has no interval for one seed, and is not taken where nothing varies, or of another kind', () => {
    expect(errorSlope(tableOf(swept.slice(0, 3)), FAMILY, 'ngram')).toMatchObject({ lower: null, upper: null });
    expect(errorSlope(tableOf([run(0.2, 0, 1), run(0.24, 0, 1)]), FAMILY, 'ngram')).toBeNull();
    expect(errorSlope(tableOf(swept), FAMILY, 'transformer')).toBeNull();
  });

  test('is taken on the missing mass where a calibrated error is not known', () => {
    const noisy = tableOf([0.1, 0.3].map((target) => run(target, 0, 0.8, false)));
    expect(expectedError(noisy, FAMILY).words).toBe('the missing mass');
    expect(expectedError(tableOf(swept), FAMILY).words).toBe('MM·(1 − 1/R)');
    expect(errorSlope(noisy, FAMILY, 'ngram')?.mean).toBeCloseTo(0.8, 10);
  });
});
