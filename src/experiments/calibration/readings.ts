/** Reading the tables of `calibration`: trainings of different length on one corpus. */
import { type MeasuredFamily, measured } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { levelsOf, rowsWhere } from '../../results/select.js';

const STEPS = 'parameters.training.steps';

/** Reads the only family of the experiment in each of the rows. */
export function birthdaysOf({ runs }: ReportTables, rows: readonly number[]): readonly MeasuredFamily[] {
  return rows.map((row) => measured(runs, row, 'birthdays'));
}

/** Lengths of the trainings in steps, ascending. The shortest is one pass over the data. */
export function lengths({ runs }: ReportTables): readonly number[] {
  return levelsOf(runs, STEPS);
}

export function rowsOfLength({ runs }: ReportTables, steps: number): readonly number[] {
  return rowsWhere(runs, { [STEPS]: steps });
}
export function onePass(tables: ReportTables): readonly number[] {
  return rowsOfLength(tables, lengths(tables)[0]);
}
export function manyPasses(tables: ReportTables): readonly number[] {
  return rowsOfLength(tables, lengths(tables).at(-1)!);
}

/** Says how long a training is against the shortest one: "1 pass over the data", "32 passes over the data". */
export function passesWords(tables: ReportTables, steps: number): string {
  const passes = Math.round(steps / lengths(tables)[0]);
  return `${passes} ${passes === 1 ? 'pass' : 'passes'} over the data`;
}
