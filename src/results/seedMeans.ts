/** Means over seeds with 95 % intervals, as data of figures. */
import type { StoredTable } from '../store/tables.js';
import { meanInterval } from '../theory/meanInterval.js';
import { combine } from './measured.js';
import type { Group, ReportTables } from './reportTables.js';
import { curveRows, numberAt, numbersAt, textAt } from './reportTables.js';

/** A mean over seeds. `lower` and `upper` are null if there is only one value. */
export interface SeedMean {
  readonly mean: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly seeds: number;
}

/** Mean of a column over the runs of a group; null if no run has a finite number in it. */
export function seedMean(runs: StoredTable, column: string, rows: readonly number[]): SeedMean | null {
  return meanOf(numbersAt(runs, column, rows));
}

/** Mean and Student t interval of the given values; null without values. */
export function meanOf(values: readonly number[]): SeedMean | null {
  if (values.length === 0) return null;
  const { mean, interval, count } = meanInterval(values);
  return { mean, lower: interval?.lower ?? null, upper: interval?.upper ?? null, seeds: count };
}

/** Plain mean of values; null if one of them is missing, or without values. */
export function completeMean(values: readonly (number | null)[]): number | null {
  return combine(values, (...all) => all.reduce((sum, value) => sum + value, 0) / all.length);
}

/** Mean of the numbers that `read` finds in rows; missing numbers are left out. Null if all are missing. */
export function meanOver(rows: readonly number[], read: (row: number) => number | null): SeedMean | null {
  return meanOf(rows.map(read).filter((value) => value !== null));
}

/** Mean, at each measured step, of the numbers that `read` finds in rows of the curves table, over the runs of a group. */
export function curveMeans(
  { runs, curves }: ReportTables,
  group: Pick<Group, 'rows'>,
  read: (curveRow: number) => number | null,
): readonly (SeedMean & { readonly step: number })[] {
  const byRun = curveRows(curves);
  const byStep = new Map<number, number[]>();
  for (const runRow of group.rows) {
    for (const row of byRun.get(textAt(runs, 'run', runRow)) ?? []) {
      const step = numberAt(curves, 'step', row);
      const value = read(row);
      if (step !== null && value !== null) byStep.set(step, [...(byStep.get(step) ?? []), value]);
    }
  }
  return [...byStep].sort(([a], [b]) => a - b).map(([step, values]) => ({ step, ...meanOf(values)! }));
}

/** Groups whose runs were measured at more than one training step. */
export function trainedGroups({ runs, curves }: ReportTables, groups: readonly Group[]): readonly Group[] {
  const byRun = curveRows(curves);
  return groups.filter((group) => group.rows.some((row) => (byRun.get(textAt(runs, 'run', row)) ?? []).length > 1));
}
