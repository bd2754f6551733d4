/** Picking runs out of a table by what was swept, by their model, and pairing them by seed. */

import type { Cell, StoredTable } from '../store/tables.js';
import { cellAt, numberAt, rowsOf, textAt } from './reportTables.js';

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

/** Pairs of rows of one seed, one from each list: a world in two treatments. Seeds that only one list has are left out. */
export function pairsBySeed(
  table: StoredTable,
  a: readonly number[],
  b: readonly number[],
): readonly (readonly [number, number])[] {
  const seeds = new Map(b.map((row) => [seedKey(table, row), row]));
  return a.flatMap((row) => {
    const other = seeds.get(seedKey(table, row));
    return other === undefined ? [] : [[row, other] as const];
  });
}

/** Text that is equal for runs of the same world, sample and model seed. */
export function seedKey(table: StoredTable, row: number): string {
  const seed = cellAt(table, 'seed', row);
  return ['world', 'sample', 'model'].map((part) => cellAt(table, `seeds.${part}`, row) ?? seed).join(' ');
}

/** `value(a, b)` for each pair of rows of one seed, where there is a value. */
export function pairedBySeed(
  table: StoredTable,
  a: readonly number[],
  b: readonly number[],
  value: (a: number, b: number) => number | null,
): readonly number[] {
  return pairsBySeed(table, a, b)
    .map(([first, second]) => value(first, second))
    .filter((each) => each !== null);
}

/** The mapping that a swept path held in a run; empty where the path was not swept, or held no mapping. */
export function sweptMapping(runs: StoredTable, path: string, row: number): Readonly<Record<string, unknown>> {
  const text = textAt(runs, `parameters.${path}`, row);
  return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
}

/** The option that tells models of one kind apart, by kind. */
const TELLING: Readonly<Record<string, string>> = { ngram: 'order', memoriser: 'unanswered' };

/** A run's model in words: `transformer`, `ngram (3)`, `memoriser (fixed)`. */
export function modelName(runs: StoredTable, row: number): string {
  const kind = textAt(runs, 'model.kind', row);
  const telling = sweptMapping(runs, 'model', row)[TELLING[kind] ?? ''];
  return telling === undefined ? kind : `${kind} (${String(telling)})`;
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
