/** Reading runs that were trained under a grader after pretraining: what the model was before, and what it became. */
import { curveRows, numberAt, type ReportTables, textAt } from './reportTables.js';

/** Row of the curves table that holds the base model of a run: the last one of pretraining, which alone has a loss. */
export function baseRow({ runs, curves }: ReportTables, runRow: number): number | undefined {
  const rows = curveRows(curves).get(textAt(runs, 'run', runRow)) ?? [];
  return rows.filter((row) => numberAt(curves, 'loss', row) !== null).at(-1);
}

/** A number of the base model of a run; NaN where it was not measured. */
export function before(tables: ReportTables, runRow: number, column: string): number {
  const row = baseRow(tables, runRow);
  return row === undefined ? NaN : (numberAt(tables.curves, column, row) ?? NaN);
}

/** The same of the model that was trained under a grader. */
export function after({ runs }: ReportTables, runRow: number, column: string): number {
  return numberAt(runs, column, runRow) ?? NaN;
}

/** Rows of the curves table from the base model on, by steps under the grader. */
export function gradedSteps(
  tables: ReportTables,
  runRow: number,
): readonly { readonly step: number; readonly curveRow: number }[] {
  const base = baseRow(tables, runRow);
  if (base === undefined) return [];
  const rows = (curveRows(tables.curves).get(textAt(tables.runs, 'run', runRow)) ?? []).filter((row) => row >= base);
  const start = numberAt(tables.curves, 'step', base) ?? 0;
  return rows.map((curveRow) => ({ step: (numberAt(tables.curves, 'step', curveRow) ?? 0) - start, curveRow }));
}

/** Steps under the grader and a number at each, the base model at 0. */
export function sinceGrading(
  tables: ReportTables,
  runRow: number,
  column: string,
): readonly { readonly step: number; readonly value: number }[] {
  return gradedSteps(tables, runRow).map(({ step, curveRow }) => ({
    step,
    value: numberAt(tables.curves, column, curveRow) ?? NaN,
  }));
}
