/** Tables of some of the runs. */
import type { Cell, StoredTable } from '../store/tables.js';
import { type ReportTables, rowsOf } from './reportTables.js';

/** The tables as if these runs alone had been made. @param rows of the table of runs */
export function someRuns({ runs, curves, timelines }: ReportTables, rows: readonly number[]): ReportTables {
  const ids = new Set(rows.map((row) => runs.columns.run[row]));
  const ofRuns = (table: StoredTable): StoredTable =>
    withRows(
      table,
      rowsOf(table).filter((row) => ids.has(table.columns.run[row])),
    );
  return {
    runs: withRows(runs, rows),
    curves: ofRuns(curves),
    ...(timelines !== undefined && { timelines: ofRuns(timelines) }),
  };
}

/** Returns tables of at most so many runs, evenly spaced in the order of the sweep. The same tables if they have no more. */
export function fewerRuns(tables: ReportTables, most: number): ReportTables {
  const all = tables.runs.rows;
  if (all <= most) return tables;
  return someRuns(
    tables,
    Array.from({ length: most }, (_, i) => Math.floor((i * all) / most)),
  );
}

/** A table of some of the rows. Its columns are made when they are read: a check reads a few of hundreds. */
function withRows({ metadata, columns }: StoredTable, rows: readonly number[]): StoredTable {
  const chosen: Record<string, readonly Cell[]> = {};
  for (const [name, cells] of Object.entries(columns)) {
    let made: readonly Cell[] | undefined;
    Object.defineProperty(chosen, name, {
      enumerable: true,
      get: () => {
        made ??= rows.map((row) => cells[row]);
        return made;
      },
    });
  }
  return { rows: rows.length, metadata, columns: chosen };
}
