/** Runs of sweeps in which whole models are the values, `sweep: { model: [lookup, { kind: memoriser, unanswered: fixed }] }`. */

import type { Cell, StoredTable } from '../store/tables.js';
import { cellAt, numbersAt, rowsOf, textAt } from './reportTables.js';
import { sweptMapping } from './swept.js';

/** The option that tells models of one kind apart, by kind. */
const TELLING: Readonly<Record<string, string>> = { ngram: 'order', memoriser: 'unanswered' };

/** A run's model in words: `transformer`, `ngram (3)`, `memoriser (fixed)`. */
export function modelName(runs: StoredTable, row: number): string {
  const kind = textAt(runs, 'model.kind', row);
  const telling = sweptMapping(runs, 'model', row)[TELLING[kind] ?? ''];
  return telling === undefined ? kind : `${kind} (${String(telling)})`;
}

/** Rows in which every named column has the given cell. */
export function rowsWhere(runs: StoredTable, cells: Readonly<Record<string, Cell>>): readonly number[] {
  return rowsOf(runs).filter((row) =>
    Object.entries(cells).every(([column, cell]) => cellAt(runs, column, row) === cell),
  );
}

/** Rows by the name of their model, in the order in which the names first occur. */
export function rowsByModel(
  runs: StoredTable,
  rows: readonly number[] = rowsOf(runs),
): ReadonlyMap<string, readonly number[]> {
  const byName = new Map<string, number[]>();
  for (const row of rows) byName.set(modelName(runs, row), [...(byName.get(modelName(runs, row)) ?? []), row]);
  return byName;
}

/** The different numbers of a column, in rising order. */
export function valuesOf(runs: StoredTable, column: string): readonly number[] {
  return [...new Set(numbersAt(runs, column, rowsOf(runs)))].sort((a, b) => a - b);
}
