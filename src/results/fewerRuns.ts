/** Tables with fewer runs, for pages that cannot show all. */
import type { StoredTable } from '../store/tables.js';
import { type ReportTables, rowsOf, textAt } from './reportTables.js';

/** Returns tables of at most so many runs, evenly spaced in the order of the sweep. The same tables if they have no more. */
export function fewerRuns(tables: ReportTables, most: number): ReportTables {
  const { runs, curves, timelines } = tables;
  if (runs.rows <= most) return tables;
  const rows = Array.from({ length: most }, (_, i) => Math.floor((i * runs.rows) / most));
  const kept = new Set(rows.map((row) => textAt(runs, 'run', row)));
  const ofKept = (table: StoredTable): StoredTable =>
    withRows(
      table,
      rowsOf(table).filter((row) => kept.has(textAt(table, 'run', row))),
    );
  return {
    runs: withRows(runs, rows),
    curves: ofKept(curves),
    ...(timelines !== undefined && { timelines: ofKept(timelines) }),
  };
}

function withRows({ metadata, columns }: StoredTable, rows: readonly number[]): StoredTable {
  return {
    rows: rows.length,
    metadata,
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [name, rows.map((row) => cells[row] ?? null)]),
    ),
  };
}
