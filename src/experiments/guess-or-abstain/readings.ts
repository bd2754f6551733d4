/** Reading the tables of the two test-takers. */

import { numberAt } from '../../results/reportTables.js';
import type { StoredTable } from '../../store/tables.js';

export const UNKNOWN = 'parameters.study.unknown';
export const RESPONSES = 'parameters.study.responses';
export const BIRTHDAYS = 365;

/** The confidence targets that tests were graded under, with their places in the columns `study.targets.<place>.*`. */
export function targetsOf(
  runs: StoredTable,
  [row]: readonly number[],
): readonly { readonly place: number; readonly target: number }[] {
  const targets: { place: number; target: number }[] = [];
  if (row === undefined) return targets;
  for (let place = 0; ; place++) {
    const target = numberAt(runs, `study.targets.${place}.target`, row);
    if (target === null) return targets;
    targets.push({ place, target });
  }
}
