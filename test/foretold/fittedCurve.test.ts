/** The shipped coefficients are what the fit of the stored runs gives. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { errorsOf } from '../../src/foretold/crossValidation.js';
import { curveForecast } from '../../src/foretold/curveForecast.js';
import { fitCurve } from '../../src/foretold/fitCurve.js';
import { fittedCurve } from '../../src/foretold/fittedCurve.js';
import { fitPoints, fittedRunsCsv, readFittedRuns } from '../../src/foretold/fittedRuns.js';
import { mistake } from '../config/fixtures.js';

const TABLE = readFileSync('scripts/foretold/runs.csv', 'utf8');
const RUNS = readFittedRuns(TABLE);

test('the first member comes out of the table, coefficient by coefficient', () => {
  const [theta] = fitCurve(fitPoints(RUNS), 1);
  expect(Array.from(theta!, (value) => Number(value.toPrecision(5)))).toEqual(fittedCurve.members[0]);
}, 600_000);

test('errors, intervals, ranges and seeds are those of the table', () => {
  const { halfWidth, leftOut, ranges } = errorsOf(RUNS);
  expect(fittedCurve.halfWidth).toBeCloseTo(halfWidth, 4);
  expect(fittedCurve.leftOut.mean).toBeCloseTo(leftOut.mean, 5);
  expect(fittedCurve.leftOut.inside).toBeGreaterThanOrEqual(0.95);
  expect(fittedCurve.ranges).toEqual(ranges);
  expect(fittedCurve.runs).toBe(new Set(RUNS.map(({ seed }) => seed)).size);
  // Seeds of 1000 and above are not for design.
  expect(Math.max(...fittedCurve.seeds)).toBeLessThan(1000);
});

test('the fit is no worse than on runs that were left out, and far better than one number for all', () => {
  const distance = (foretold: (run: (typeof RUNS)[number]) => number): number =>
    RUNS.reduce((sum, run) => sum + Math.abs(run.wrong - foretold(run)), 0) / RUNS.length;
  const mean = RUNS.reduce((sum, { wrong }) => sum + wrong, 0) / RUNS.length;
  const fitted = distance(({ setting, classes }) => curveForecast(setting, classes, fittedCurve.members).wrong);
  expect(fitted).toBeLessThan(fittedCurve.leftOut.mean);
  expect(fittedCurve.leftOut.mean).toBeLessThan(distance(() => mean) / 4);
});

test('the table is read as it is written, and no other table is taken for it', () => {
  expect(fittedRunsCsv(RUNS)).toBe(TABLE);
  expect(TABLE.length).toBeLessThan(200_000);
  expect(mistake(() => readFittedRuns('seed,kind\n1,gru\n')).problems[0]).toMatchObject({ code: 'wrong-columns' });
});
