/** Reading a measure seed by seed: a seed is a world, and worlds are what intervals are taken over. */

import { type MeasuredFamily, measured } from './measured.js';
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

/** One number per world: the mean over its runs of what is finite; worlds without any are left out. */
export function seedRunMeans(worlds: readonly SeedRuns[], value: (row: number) => number | null): readonly number[] {
  return worlds.flatMap(({ rows }) => {
    const values = rows.map(value).filter((each) => each !== null);
    return values.length === 0 ? [] : [values.reduce((sum, each) => sum + each, 0) / values.length];
  });
}

/** One number per world: the mean over its runs of what is read of a family after training. */
export function familyMeans(
  tables: ReportTables,
  family: string,
  read: (family: MeasuredFamily) => number | null,
): readonly number[] {
  return seedRunMeans(seedRuns(tables), (row) => read(measured(tables.runs, row, family)));
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
