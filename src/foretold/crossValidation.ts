/** Errors of the learning curve on runs to which it was not fitted. */
import { curveForecast, type FittedCurve, RANGE_NAMES } from './curveForecast.js';
import { fitCurve } from './fitCurve.js';
import { type FittedRun, fitPoints } from './fittedRuns.js';

const FOLDS = 8;

/** Share of the runs left out that an interval is to hold. */
const LEVEL = 0.95;

/** Predicts each run by a curve that was fitted to the runs of other folds. @param onFold called after each fit */
export function crossValidated(runs: readonly FittedRun[], onFold: (fold: number, folds: number) => void): FittedRun[] {
  const foretold: FittedRun[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const isLeftOut = ({ seed }: FittedRun): boolean => seed % FOLDS === fold;
    const members = fitCurve(fitPoints(runs.filter((run) => !isLeftOut(run))));
    for (const run of runs.filter(isLeftOut)) {
      const { wrong, steepness } = curveForecast(run.setting, run.classes, members);
      foretold.push({ ...run, foretold: wrong, steepness });
    }
    onFold(fold + 1, FOLDS);
  }
  return foretold.sort((a, b) => a.seed - b.seed);
}

/**
 * Half width of the intervals, errors and ranges, from runs that were predicted while they were left out. The half width
 * is a quantile of |measured − foretold| / steepness, with the correction of conformal prediction for their number.
 */
export function errorsOf(runs: readonly FittedRun[]): Pick<FittedCurve, 'halfWidth' | 'leftOut' | 'ranges'> {
  const errors = runs.map(({ wrong, foretold }) => Math.abs(wrong - foretold)).sort((a, b) => a - b);
  const ratios = runs
    .map(({ wrong, foretold, steepness }) => Math.abs(wrong - foretold) / steepness)
    .sort((a, b) => a - b);
  const halfWidth = ratios[Math.min(ratios.length, Math.ceil((ratios.length + 1) * LEVEL)) - 1];
  return {
    halfWidth,
    leftOut: {
      mean: errors.reduce((sum, error) => sum + error, 0) / errors.length,
      median: errors[Math.floor(errors.length / 2)],
      largest: errors[errors.length - 1],
      inside: ratios.filter((ratio) => ratio <= halfWidth).length / ratios.length,
    },
    ranges: Object.fromEntries(
      RANGE_NAMES.map((name) => {
        const values = runs.map(({ setting }) => setting[name]);
        return [name, [Math.min(...values), Math.max(...values)]];
      }),
    ) as unknown as FittedCurve['ranges'],
  };
}
