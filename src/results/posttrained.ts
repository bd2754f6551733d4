/** Reading runs that were trained under a grader after pretraining: the model before grading and after it. */
import { type MeasuredFamily, measured, present } from './measured.js';
import { curveRows, numberAt, type ReportTables, textAt } from './reportTables.js';
import { meanOf, type SeedMean } from './seedMeans.js';

/** Row of the curves table that holds the base model of a run: the last one of pretraining, which alone has a loss. */
function baseRow({ runs, curves }: ReportTables, runRow: number): number | null {
  const rows = curveRows(curves).get(textAt(runs, 'run', runRow)) ?? [];
  return rows.filter((row) => numberAt(curves, 'loss', row) !== null).at(-1) ?? null;
}

/** Reads a family of the base model of a run; null where the base model was not measured. */
export function before(tables: ReportTables, runRow: number, family: string): MeasuredFamily | null {
  const row = baseRow(tables, runRow);
  return row === null ? null : measured(tables.curves, row, family);
}

/** Reads the same family of the model that was trained under a grader. */
export function after({ runs }: ReportTables, runRow: number, family: string): MeasuredFamily {
  return measured(runs, runRow, family);
}

/** Rows of the curves table from the base model on, by steps under the grader. */
function gradedSteps(
  tables: ReportTables,
  runRow: number,
): readonly { readonly step: number; readonly curveRow: number }[] {
  const base = baseRow(tables, runRow);
  if (base === null) return [];
  const rows = (curveRows(tables.curves).get(textAt(tables.runs, 'run', runRow)) ?? []).filter((row) => row >= base);
  const start = numberAt(tables.curves, 'step', base) ?? 0;
  return rows.map((curveRow) => ({ step: (numberAt(tables.curves, 'step', curveRow) ?? 0) - start, curveRow }));
}

/** Mean over runs, at each step under the grader, of what is read from a row of the curves table; the base model is at 0. */
export function gradedMeans(
  tables: ReportTables,
  runRows: readonly number[],
  read: (curveRow: number) => number | null,
): readonly (SeedMean & { readonly step: number })[] {
  const byStep = new Map<number, (number | null)[]>();
  for (const runRow of runRows)
    for (const { step, curveRow } of gradedSteps(tables, runRow))
      byStep.set(step, [...(byStep.get(step) ?? []), read(curveRow)]);
  return [...byStep].flatMap(([step, values]) => {
    const mean = meanOf(present(values));
    return mean === null ? [] : [{ step, ...mean }];
  });
}
