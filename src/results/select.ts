/** Picking runs out of a table by what was swept, and pairing them by seed. */

import type { Cell, StoredTable } from '../store/tables.js';
import { cellAt, numberAt, rowsOf } from './reportTables.js';

/** Rows whose cells equal those given, by column name; a column that is not there matches null alone. */
export function rowsWhere(table: StoredTable, cells: Readonly<Record<string, Cell>>): readonly number[] {
  return rowsOf(table).filter((row) =>
    Object.entries(cells).every(([column, cell]) => cellAt(table, column, row) === cell),
  );
}

/** The values that a column takes, each once, ascending. */
export function levelsOf(table: StoredTable, column: string): readonly number[] {
  return [
    ...new Set(
      rowsOf(table)
        .map((row) => numberAt(table, column, row))
        .filter((value) => value !== null),
    ),
  ].sort((a, b) => a - b);
}

/** `value(a, b)` for each seed that stands once in both lists of rows: a world in two treatments. */
export function pairedBySeed(
  table: StoredTable,
  a: readonly number[],
  b: readonly number[],
  value: (a: number, b: number) => number | null,
): readonly number[] {
  const seeds = new Map(b.map((row) => [cellAt(table, 'seed', row), row]));
  return a.flatMap((row) => {
    const other = seeds.get(cellAt(table, 'seed', row));
    const result = other === undefined ? null : value(row, other);
    return result === null ? [] : [result];
  });
}
