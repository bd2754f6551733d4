/** Reading a measure seed by seed: a seed is a world, and worlds are what intervals are taken over. */

import { type Group, groupsOf, numberAt, type ReportTables, rowsOf, textAt } from './reportTables.js';
import { seedMean } from './seedMeans.js';

export interface SeedRuns {
  readonly seed: number;
  /** Rows of the runs table. */
  readonly rows: readonly number[];
}

/** Runs of a kind of model (of all kinds where none is named), by seed. */
export function seedRuns({ runs }: ReportTables, kind?: string): readonly SeedRuns[] {
  const rows = rowsOf(runs).filter((row) => kind === undefined || textAt(runs, 'model.kind', row) === kind);
  const seeds = [...new Set(rows.map((row) => numberAt(runs, 'seed', row) ?? 0))];
  return seeds.map((seed) => ({ seed, rows: rows.filter((row) => numberAt(runs, 'seed', row) === seed) }));
}

/** One number a world: the mean over its runs of what is finite; worlds without any are left out. */
export function seedRunMeans(worlds: readonly SeedRuns[], value: (row: number) => number | null): readonly number[] {
  return worlds.flatMap(({ rows }) => {
    const values = rows.map(value).filter((each) => each !== null);
    return values.length === 0 ? [] : [values.reduce((sum, each) => sum + each, 0) / values.length];
  });
}

/** A sum of columns in a row; null where one is missing. */
export function sumAt({ runs }: ReportTables, columns: readonly string[], row: number): number | null {
  return columns.reduce<number | null>((sum, column) => {
    const value = numberAt(runs, column, row);
    return sum === null || value === null ? null : sum + value;
  }, 0);
}

export interface ModelSize {
  /** Mean over seeds: a vocabulary may differ from world to world. */
  readonly parameters: number;
  readonly group: Group;
}

/** Settings of the sweep by trainable parameters, ascending. */
export function modelSizes({ runs }: ReportTables): readonly ModelSize[] {
  return groupsOf(runs)
    .map((group) => ({ parameters: seedMean(runs, 'model.trainableParameters', group.rows)?.mean ?? 0, group }))
    .sort((a, b) => a.parameters - b.parameters);
}

/** Sums of columns, one a run; runs that lack one of them are left out. */
export function sumsAt({ runs }: ReportTables, columns: readonly string[], rows: readonly number[]): readonly number[] {
  return rows.flatMap((row) => {
    const values = columns.map((column) => numberAt(runs, column, row));
    return values.every((value) => value !== null) ? [values.reduce((sum, value) => sum + value, 0)] : [];
  });
}
