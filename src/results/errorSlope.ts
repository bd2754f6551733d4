/** Slopes of err + invalid mass on what theory expects, over the settings of a sweep. */
import type { StoredTable } from '../store/tables.js';
import { lineThrough } from '../theory/line.js';
import { measured } from './measured.js';
import { type Family, numberAt, rowsOf, textAt } from './reportTables.js';
import { meanOf, type SeedMean } from './seedMeans.js';

/** Least spread of what is expected, in a world, over which a slope means something. */
const LEAST_SPREAD = 0.05;

/** The yardstick of errors: a calibrated learner's error where it is known, else the missing mass. */
export interface Expected {
  readonly words: string;
  readonly of: 'calibratedError' | 'missingMass';
}

/** @returns MM·(1 − 1/R) where each run has it */
export function expectedError(runs: StoredTable, family: Family): Expected {
  return rowsOf(runs).every((row) => measured(runs, row, family.name).calibratedError !== null)
    ? { words: 'MM·(1 − 1/R)', of: 'calibratedError' }
    : { words: 'the missing mass', of: 'missingMass' };
}

/**
 * Fits the line of err + invalid mass against what is expected in each world of a kind of model.
 * @returns the mean slope over the seeds with its 95 % interval; null where no world was swept wide enough
 */
export function errorSlope(runs: StoredTable, family: Family, kind: string): SeedMean | null {
  const { of } = expectedError(runs, family);
  const worlds = new Map<number, { readonly x: number; readonly y: number }[]>();
  for (const row of rowsOf(runs).filter((each) => textAt(runs, 'model.kind', each) === kind)) {
    const ofRun = measured(runs, row, family.name);
    const [x, y] = [ofRun[of], ofRun.wrong];
    if (x === null || y === null) continue;
    const seed = numberAt(runs, 'seed', row) ?? 0;
    worlds.set(seed, [...(worlds.get(seed) ?? []), { x, y }]);
  }
  const slopes = [...worlds.values()].flatMap((points) => {
    const across = points.map(({ x }) => x);
    return Math.max(...across) - Math.min(...across) < LEAST_SPREAD ? [] : [lineThrough(points)!.slope];
  });
  return meanOf(slopes);
}
