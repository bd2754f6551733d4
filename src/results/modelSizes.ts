/** Runs by the size of their model, for experiments that sweep it. */
import { type Group, groupsOf, numberAt, type ReportTables } from './reportTables.js';
import { seedMean } from './seedMeans.js';

export interface ModelSize {
  /** Mean over seeds: a vocabulary may differ from world to world. */
  readonly parameters: number;
  readonly group: Group;
}

/** Settings of the sweep by trainable parameters, ascending. */
export function modelSizes({ runs }: ReportTables): readonly ModelSize[] {
  return groupsOf(runs)
    .map((group) => ({ parameters: seedMean(runs, 'model.trainableParameters', group.rows)?.mean ?? 0, group }))
    .sort((a, b) => a.parameters - b.parameters);
}

/** Sums of columns, one a run; runs that lack one of them are left out. */
export function sumsAt({ runs }: ReportTables, columns: readonly string[], rows: readonly number[]): readonly number[] {
  return rows.flatMap((row) => {
    const values = columns.map((column) => numberAt(runs, column, row));
    return values.every((value) => value !== null) ? [values.reduce((sum, value) => sum + value, 0)] : [];
  });
}
