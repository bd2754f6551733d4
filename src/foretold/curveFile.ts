/** The fitted curve as the source file `fittedCurve.ts`, which `npm run foretold:fit` writes. */
import { errorsOf } from './crossValidation.js';
import type { FittedCurve } from './curveForecast.js';
import { fitCurve } from './fitCurve.js';
import { type FittedRun, fitPoints } from './fittedRuns.js';

const DIGITS = 5;

/** Fits the curve to all runs. @param runs predicted while they were left out. @param date of the fit, YYYY-MM-DD */
export function fittedCurveOf(runs: readonly FittedRun[], date: string): FittedCurve {
  const short = (value: number): number => Number(value.toPrecision(DIGITS));
  const seeds = runs.map(({ seed }) => seed);
  const { halfWidth, leftOut, ranges } = errorsOf(runs);
  return {
    date,
    runs: new Set(seeds).size,
    seeds: [Math.min(...seeds), Math.max(...seeds)],
    halfWidth: short(halfWidth),
    leftOut: {
      mean: short(leftOut.mean),
      median: short(leftOut.median),
      largest: short(leftOut.largest),
      inside: short(leftOut.inside),
    },
    ranges,
    members: fitCurve(fitPoints(runs)).map((theta) => Array.from(theta, short)),
  };
}

/** The text of the source file. */
export function fittedCurveSource(curve: FittedCurve): string {
  const { members, ...facts } = curve;
  const head = Object.entries(facts).map(([key, value]) => `  ${key}: ${JSON.stringify(value)},`);
  return [
    '/** The learning curve as it was fitted. `npm run foretold:fit` writes this file from scripts/foretold/runs.csv. */',
    "import type { FittedCurve } from './curveForecast.js';",
    '',
    'export const fittedCurve: FittedCurve = {',
    ...head,
    '  // biome-ignore format: a member has a hundred coefficients',
    '  members: [',
    ...members.map((member) => `    [${member.join(', ')}],`),
    '  ],',
    '};',
    '',
  ].join('\n');
}
