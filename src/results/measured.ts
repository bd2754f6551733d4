/**
 * The typed reader of stored tables: a row of `runs.arrow` or `curves.arrow` as the object that measurement returned.
 *
 * Every number, text and truth value is null where the table does not have it, or where it is not finite. Nothing is NaN.
 */
import type { Cell, StoredTable } from '../store/tables.js';
import { wrongRate } from '../theory/outcome.js';
import { type FamilyMeasurement, STRATA } from './familyMeasurement.js';
import { METRIC_PATHS } from './metrics.js';
import { cellAt, numberAt, textAt } from './reportTables.js';

/** A stored object as it is read back: members that may be missing are null, groups and lists are always there. */
export type Measured<T> = T extends readonly (infer Member)[]
  ? readonly Measured<Member>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: Measured<Exclude<T[Key], null | undefined>> } & Wrong<T>
    : Widened<T> | null;

/** A plain value, without what is special about one of them. */
type Widened<T> = T extends number ? number : T extends boolean ? boolean : T;

/** Groups with an error rate and an invalid mass also have their sum. */
type Wrong<T> = T extends { readonly errorRate: unknown; readonly invalidMass: unknown }
  ? {
      /** err + invalid mass: the probability of a wrong response, well-formed or not [K25 §5]; null where one of them is. */
      readonly wrong: number | null;
    }
  : unknown;

/** The measurement of one family, read from one row. */
export type MeasuredFamily = Measured<FamilyMeasurement>;

/** The prompts that training answered equally often. */
export type MeasuredStratum = MeasuredFamily['byCount'][number];

/** The final model under one decision rule. */
export type MeasuredRule = MeasuredFamily['rules'][number];

/** Reads what a row holds of a family. @param table runs or curves */
export function measured(table: StoredTable, row: number, family: string): MeasuredFamily {
  const known = cacheOf(table);
  const key = `${row} ${family}`;
  const found = known.get(key) ?? treeOf(table, row, `families.${family}`, METRIC_PATHS);
  known.set(key, found);
  return found as unknown as MeasuredFamily;
}

/**
 * The prompts that training answered at least `least` times, and fewer than the next stratum.
 * @param least 0, 1, 2, 3 (or 4), 5 (to 9), 10 (or more)
 */
export function stratum({ byCount }: MeasuredFamily, least: (typeof STRATA)[number]): MeasuredStratum {
  return byCount[STRATA.indexOf(least)];
}

/** The rule of the given value, such as the confidence target 0.75; null where the runs were not measured under it. */
export function ruleAt({ rules }: MeasuredFamily, value: number, kind?: string): MeasuredRule | null {
  return rules.find((each) => each.value === value && (kind === undefined || each.rule === kind)) ?? null;
}

/** The facts about a run beside its families. */
export interface RunRow {
  readonly run: string;
  readonly seed: number | null;
  /** Kind of the model, or of the study. */
  readonly kind: string;
  readonly trainableParameters: number | null;
}

/** Reads a row of the runs table. */
export function runAt(runs: StoredTable, row: number): RunRow {
  return {
    run: textAt(runs, 'run', row),
    seed: numberAt(runs, 'seed', row),
    kind: textAt(runs, 'model.kind', row),
    trainableParameters: numberAt(runs, 'model.trainableParameters', row),
  };
}

/**
 * Reads the values that a study's run left in a row, as the object that the study returned.
 * Its members are those of the table's columns: a study that was run has all of them.
 */
export function studyAt<Values extends object>(runs: StoredTable, row: number): Measured<Values> {
  const known = cacheOf(runs);
  const key = `${row} study`;
  const found = known.get(key) ?? treeOf(runs, row, 'study', studyPaths(runs));
  known.set(key, found);
  return found as unknown as Measured<Values>;
}

/** Arithmetic on numbers that may be missing: null where one of them is. */
export function combine<Numbers extends readonly (number | null)[]>(
  numbers: readonly [...Numbers],
  of: (...present: { [Key in keyof Numbers]: number }) => number,
): number | null {
  if (numbers.some((each) => each === null)) return null;
  const value = of(...(numbers as unknown as { [Key in keyof Numbers]: number }));
  return Number.isFinite(value) ? value : null;
}

/** A comparison of numbers that may be missing: null where one of them is. */
export function judge<Numbers extends readonly (number | null)[]>(
  numbers: readonly [...Numbers],
  of: (...present: { [Key in keyof Numbers]: number }) => boolean,
): boolean | null {
  if (numbers.some((each) => each === null)) return null;
  return of(...(numbers as unknown as { [Key in keyof Numbers]: number }));
}

/** The values that are there. */
export function present<Value>(values: readonly (Value | null)[]): readonly Value[] {
  return values.filter((value) => value !== null);
}

type Tree = { [key: string]: Tree | Tree[] | number | string | boolean | null };

const cache = new WeakMap<StoredTable, Map<string, Tree>>();

function cacheOf(table: StoredTable): Map<string, Tree> {
  const known = cache.get(table) ?? new Map<string, Tree>();
  cache.set(table, known);
  return known;
}

/** Rebuilds the object below `prefix`. @param paths of its leaves, with `N` for a place in a list */
function treeOf(table: StoredTable, row: number, prefix: string, paths: readonly string[]): Tree {
  const tree: Tree = {};
  for (const path of paths) putLeaf(table, row, prefix, tree, path.split('.'));
  return withSums(tree);
}

function putLeaf(table: StoredTable, row: number, prefix: string, into: Tree, [key, ...rest]: readonly string[]): void {
  const path = `${prefix}.${key}`;
  if (rest.length === 0) {
    into[key] = valueAt(table, path, row);
    return;
  }
  if (rest[0] !== 'N') {
    into[key] ??= {};
    putLeaf(table, row, path, into[key] as Tree, rest);
    return;
  }
  const list = ((into[key] as Tree[] | undefined) ?? (into[key] = [])) as Tree[];
  const length = key === 'byCount' ? STRATA.length : listLength(table, row, path);
  for (let place = 0; place < length; place++) {
    list[place] ??= {};
    putLeaf(table, row, `${path}.${place}`, list[place], rest.slice(1));
  }
}

function valueAt(table: StoredTable, column: string, row: number): number | string | boolean | null {
  const cell = cellAt(table, column, row);
  return typeof cell === 'number' && !Number.isFinite(cell) ? null : cell;
}

/** Members of a list in a row: as many as have a value there. */
function listLength(table: StoredTable, row: number, list: string): number {
  const places = placesOf(table, list).filter(({ cells }) => (cells[row] ?? null) !== null);
  return Math.max(0, ...places.map(({ place }) => place + 1));
}

interface Placed {
  readonly place: number;
  readonly cells: readonly Cell[];
}

const lists = new WeakMap<StoredTable, Map<string, readonly Placed[]>>();

/** The columns below a list, each with its place. They are looked for once a table. */
function placesOf(table: StoredTable, list: string): readonly Placed[] {
  const known = lists.get(table) ?? new Map<string, readonly Placed[]>();
  lists.set(table, known);
  const found =
    known.get(list) ??
    Object.entries(table.columns)
      .filter(([column]) => column.startsWith(`${list}.`))
      .map(([column, cells]) => ({ place: Number.parseInt(column.slice(list.length + 1), 10), cells }));
  known.set(list, found);
  return found;
}

/** Adds `wrong` to every group that has an error rate and an invalid mass. */
function withSums(tree: Tree): Tree {
  for (const member of Object.values(tree)) {
    if (Array.isArray(member)) member.forEach(withSums);
    else if (typeof member === 'object' && member !== null) withSums(member);
  }
  const { errorRate, invalidMass } = tree;
  if (errorRate !== undefined && invalidMass !== undefined) {
    tree.wrong = combine([errorRate as number | null, invalidMass as number | null], (error, invalid) =>
      wrongRate({ errorRate: error, invalidMass: invalid }),
    );
  }
  return tree;
}

function studyPaths(runs: StoredTable): readonly string[] {
  const paths = Object.keys(runs.columns).flatMap((column) =>
    column.startsWith('study.') ? [column.slice('study.'.length).replace(/(?<=\.)\d+(?=\.|$)/g, 'N')] : [],
  );
  return [...new Set(paths)];
}
