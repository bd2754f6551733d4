/** Reads the stored tables by their column names: families, groups of runs, and their numbers. */
import type { Cell, StoredTable } from '../store/tables.js';
import { valueWords } from './valueWords.js';

/** The tables of which a report is made. */
export interface ReportTables {
  /** `runs.arrow`, one row per run. */
  readonly runs: StoredTable;
  /** `curves.arrow`, one row per measured step. */
  readonly curves: StoredTable;
  /** `timelines.arrow`, one row per kept prompt and measured step; only where runs were asked for it. */
  readonly timelines?: StoredTable;
}

/** A family of facts, by its name in result tables. */
export interface Family {
  readonly name: string;
  readonly nature: 'arbitrary' | 'pattern';
}

/** Runs that differ only in their seeds. */
export interface Group {
  readonly kind: string;
  /** Swept values except `model.kind` and seeds, by dotted path. */
  readonly setting: Readonly<Record<string, Cell>>;
  /** The same values in words, of mappings only what tells them apart. */
  readonly words: Readonly<Record<string, string>>;
  /** Text that is equal for equal settings. */
  readonly key: string;
  /** Rows of the runs table. */
  readonly rows: readonly number[];
}

/** Swept paths that are not part of a setting, because runs are distinguished by them in other ways. */
const NOT_A_SETTING: ReadonlySet<string> = new Set(['model.kind', 'seed', 'seeds']);

/** A cell; null if the table does not have the column. */
export function cellAt(table: StoredTable, column: string, row: number): Cell {
  return table.columns[column]?.[row] ?? null;
}

/** A finite number, or null. */
export function numberAt(table: StoredTable, column: string, row: number): number | null {
  const cell = cellAt(table, column, row);
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

export function textAt(table: StoredTable, column: string, row: number): string {
  return String(cellAt(table, column, row) ?? '');
}

/** The finite numbers of a column in the given rows. */
export function numbersAt(table: StoredTable, column: string, rows: readonly number[]): readonly number[] {
  return rows.map((row) => numberAt(table, column, row)).filter((value) => value !== null);
}

export function rowsOf(table: StoredTable): readonly number[] {
  return Array.from({ length: table.rows }, (_, row) => row);
}

/** Name of a family's metric column, e.g. `families.birthdays.theorem1.lower`. */
export function metric(family: Family, path: string): string {
  return `families.${family.name}.${path}`;
}

/** Families in the order of the tables' metadata. */
export function familiesOf(runs: StoredTable): readonly Family[] {
  const names = JSON.parse(runs.metadata.families ?? '[]') as string[];
  return names.map((name) => {
    const isPattern = runs.columns[`families.${name}.nature`]?.some((nature) => nature === 'pattern') ?? false;
    return { name, nature: isPattern ? 'pattern' : 'arbitrary' };
  });
}

export function familiesByNature(runs: StoredTable): {
  readonly arbitrary: readonly Family[];
  readonly patterns: readonly Family[];
} {
  const families = familiesOf(runs);
  return {
    arbitrary: families.filter(({ nature }) => nature === 'arbitrary'),
    patterns: families.filter(({ nature }) => nature === 'pattern'),
  };
}

/** Groups in the order of their first rows. */
export function groupsOf(runs: StoredTable): readonly Group[] {
  const groups = new Map<string, Group & { rows: number[] }>();
  const wordsOf = settingPaths(runs).map(
    (path) => [path, valueWords(runs.columns[`parameters.${path}`] ?? [])] as const,
  );
  for (const row of rowsOf(runs)) {
    const kind = textAt(runs, 'model.kind', row);
    const setting = Object.fromEntries(
      settingPaths(runs).map((path) => [path, cellAt(runs, `parameters.${path}`, row)]),
    );
    const key = JSON.stringify(setting);
    const name = JSON.stringify([kind, key]);
    const words = Object.fromEntries(wordsOf.map(([path, of]) => [path, of(setting[path])]));
    const group = groups.get(name) ?? { kind, setting, words, key, rows: [] };
    group.rows.push(row);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** Swept paths that make up a setting. */
export function settingPaths(runs: StoredTable): readonly string[] {
  return (JSON.parse(runs.metadata.parameters ?? '[]') as string[]).filter((path) => !NOT_A_SETTING.has(path));
}

/** A short name of a setting: `0.3` if one path is swept, `target = 0.3, examples = 8000` if several are. */
export function settingLabel(group: Group): string {
  const entries = Object.entries(group.words);
  if (entries.length === 0) return 'all runs';
  if (entries.length === 1) return entries[0][1];
  return entries.map(([path, value]) => `${path.split('.').at(-1)} = ${value}`).join(', ');
}

/** Rows that `curveRows` has found by table: it is asked for each run, and looks at all rows. */
const rowsByRun = new WeakMap<StoredTable, ReadonlyMap<string, readonly number[]>>();

/** Rows of the curves table, by run id, in order of steps. */
export function curveRows(curves: StoredTable): ReadonlyMap<string, readonly number[]> {
  const known = rowsByRun.get(curves);
  if (known !== undefined) return known;
  const byRun = new Map<string, number[]>();
  for (const row of rowsOf(curves)) {
    const run = textAt(curves, 'run', row);
    const rows = byRun.get(run);
    if (rows === undefined) byRun.set(run, [row]);
    else rows.push(row);
  }
  rowsByRun.set(curves, byRun);
  return byRun;
}
