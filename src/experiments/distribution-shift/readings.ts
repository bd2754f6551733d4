/** Selecting the runs of `distribution-shift` by the share s of prompts that come from the uniform distribution. */
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { rowsWhere, sweptMapping } from '../../results/select.js';

/** Kind of the models that were trained, beside reference models. */
export const TRAINED = 'transformer';

/** s of a run; null where the model was trained on the distribution that it is asked. */
function shareOf({ runs }: ReportTables, row: number): number | null {
  const { shift } = sweptMapping(runs, 'corpus.families.birthdays', row);
  return (shift as { readonly share?: number } | undefined)?.share ?? null;
}

/** The shares s that were tried, ascending. */
export function shares(tables: ReportTables): readonly number[] {
  const all = rowsOf(tables.runs).map((row) => shareOf(tables, row));
  return [...new Set(all.filter((share) => share !== null))].sort((a, b) => a - b);
}

export function shiftedRows(tables: ReportTables, kind: string, share: number): readonly number[] {
  return rowsWhere(tables.runs, { 'model.kind': kind }).filter((row) => shareOf(tables, row) === share);
}

/** Networks that were trained on the uniform distribution, and are asked by it. */
export function unshiftedRows(tables: ReportTables): readonly number[] {
  return rowsWhere(tables.runs, { 'model.kind': TRAINED }).filter((row) => shareOf(tables, row) === null);
}
