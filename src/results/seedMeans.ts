/** Means over seeds with 95 % intervals, in the form in which figures take their data. */
import type { StoredTable } from '../store/tables.js';
import { meanInterval } from '../theory/meanInterval.js';
import { combine } from './measured.js';
import type { Group, ReportTables } from './reportTables.js';
import { curveRows, numberAt, numbersAt, textAt } from './reportTables.js';

/** `lower` and `upper` are null where there is one value only. */
export interface SeedMean {
  readonly mean: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly seeds: number;
}

/** Mean of a column over the runs of a group; null where no run has a finite number in it. */
export function seedMean(runs: StoredTable, column: string, rows: readonly number[]): SeedMean | null {
  return meanOf(numbersAt(runs, column, rows));
}

/** Mean and Student t interval of the given values; null for none. */
export function meanOf(values: readonly number[]): SeedMean | null {
  if (values.length === 0) return null;
  const { mean, interval, count } = meanInterval(values);
  return { mean, lower: interval?.lower ?? null, upper: interval?.upper ?? null, seeds: count };
}

/** Plain mean of values of which none may be missing; null where one is, or where there are none. */
export function completeMean(values: readonly (number | null)[]): number | null {
  return combine(values, (...all) => all.reduce((sum, value) => sum + value, 0) / all.length);
}

/** Mean over rows of what is read from each; null where nothing is. Missing numbers are left out. */
export function meanOver(rows: readonly number[], read: (row: number) => number | null): SeedMean | null {
  return meanOf(rows.map(read).filter((value) => value !== null));
}

/** Mean of a curve's column at each measured step, over the runs of a group. */
export function curveMeans(
  tables: ReportTables,
  group: Group,
  column: string,
): readonly (SeedMean & { readonly step: number })[] {
  return curveMeansOf(tables, group, (row) => numberAt(tables.curves, column, row));
}

/** Mean at each measured step of what is read from a row of the curves table, over the runs of a group. */
export function curveMeansOf(
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
