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
  return viewOf(table, `families.${family}`, () => METRIC_PATHS)(row) as MeasuredFamily;
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
  return viewOf(runs, 'study', () => studyPaths(runs))(row) as Measured<Values>;
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

/** Makes the object below a prefix for a row. Its members read their cells when they are asked for. */
type View = (row: number) => object;

interface Row {
  readonly row: number;
}

const views = new WeakMap<StoredTable, Map<string, View>>();

/** The views of a table, each made once: a report reads a few members of very many rows. */
function viewOf(table: StoredTable, prefix: string, paths: () => readonly string[]): View {
  const known = views.get(table) ?? new Map<string, View>();
  views.set(table, known);
  const view = known.get(prefix) ?? groupView(table, prefix, paths());
  known.set(prefix, view);
  return view;
}

/** @param paths of the leaves below `prefix`, with `N` for a place in a list */
function groupView(table: StoredTable, prefix: string, paths: readonly string[]): View {
  const below = new Map<string, string[]>();
  for (const path of paths) {
    const [key, ...rest] = path.split('.');
    below.set(key, [...(below.get(key) ?? []), rest.join('.')]);
  }
  const members: PropertyDescriptorMap = {};
  const member = (key: string, read: (row: number) => unknown): void => {
    members[key] = {
      enumerable: true,
      get(this: Row) {
        return read(this.row);
      },
    };
  };
  for (const [key, rests] of below) member(key, memberReader(table, `${prefix}.${key}`, rests));
  if (below.has('errorRate') && below.has('invalidMass')) member('wrong', wrongReader(table, prefix));
  // The row itself is hidden, so that the object shows what was measured and nothing else.
  return (row) => Object.defineProperties({}, { ...members, row: { value: row } });
}

/** Reads a leaf, a group or a list. @param rests of the paths, behind the member's own name */
function memberReader(table: StoredTable, column: string, rests: readonly string[]): (row: number) => unknown {
  const inner = rests.filter((rest) => rest !== '');
  if (inner.length === 0) return (row) => valueAt(table, column, row);
  if (inner[0] !== 'N' && !inner[0].startsWith('N.')) return groupView(table, column, inner);
  return listReader(
    table,
    column,
    inner.map((rest) => rest.slice('N.'.length)),
  );
}

/** Reads a list: as many members as have a value in the row, and all strata. */
function listReader(table: StoredTable, list: string, paths: readonly string[]): (row: number) => readonly unknown[] {
  const placed = Object.entries(table.columns)
    .filter(([column]) => column.startsWith(`${list}.`))
    .map(([column, cells]) => ({ place: Number.parseInt(column.slice(list.length + 1), 10), cells }));
  const ofPlace = new Map<number, (row: number) => unknown>();
  const memberAt = (place: number): ((row: number) => unknown) => {
    const known = ofPlace.get(place) ?? memberReader(table, `${list}.${place}`, paths);
    ofPlace.set(place, known);
    return known;
  };
  const lengthAt = (row: number): number =>
    placed.reduce((most, { place, cells }) => ((cells[row] ?? null) === null ? most : Math.max(most, place + 1)), 0);
  const isStrata = list.endsWith('.byCount');
  return (row) => Array.from({ length: isStrata ? STRATA.length : lengthAt(row) }, (_, place) => memberAt(place)(row));
}

function wrongReader(table: StoredTable, prefix: string): (row: number) => number | null {
  return (row) =>
    combine(
      [numberAt(table, `${prefix}.errorRate`, row), numberAt(table, `${prefix}.invalidMass`, row)],
      (errorRate, invalidMass) => wrongRate({ errorRate, invalidMass }),
    );
}

function valueAt(table: StoredTable, column: string, row: number): Cell {
  const cell = cellAt(table, column, row);
  return typeof cell === 'number' && !Number.isFinite(cell) ? null : cell;
}

function studyPaths(runs: StoredTable): readonly string[] {
  const paths = Object.keys(runs.columns).flatMap((column) =>
    column.startsWith('study.') ? [column.slice('study.'.length).replace(/(?<=\.)\d+(?=\.|$)/g, 'N')] : [],
  );
  return [...new Set(paths)];
}
