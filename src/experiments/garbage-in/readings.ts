/** Selecting the runs of `garbage-in` by the share ε of training rows that are wrong. */
import type { ReportTables } from '../../results/reportTables.js';
import { levelsOf, rowsWhere } from '../../results/select.js';

const NOISE = 'parameters.corpus.families.birthdays.noise';

/** The shares ε that were tried, ascending. */
export function noiseLevels({ runs }: ReportTables): readonly number[] {
  return levelsOf(runs, NOISE);
}

export function rowsAtNoise({ runs }: ReportTables, noise: number): readonly number[] {
  return rowsWhere(runs, { [NOISE]: noise });
}
