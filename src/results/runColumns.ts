/** The columns of the table of runs, on the terminal and in the report: what they hold and what their symbols mean. */
import type { Cell, StoredTable } from '../store/tables.js';
import { modelKindsOf } from './modelKinds.js';
import type { Family } from './reportTables.js';
import { cellAt, familiesByNature, metric, numberAt, rowsOf, settingPaths, textAt } from './reportTables.js';

export interface RunColumn {
  readonly heading: string;
  /** What the heading means. */
  readonly meaning: string;
  /** Text of the cell in a row of the runs table. */
  readonly cell: (row: number) => string;
}

/** One family's table, or one study's: rows grouped by model kind, sorted by swept values and seed. */
export interface RunBlock {
  readonly title: string;
  /** What it is a table of. */
  readonly nature: string;
  readonly columns: readonly RunColumn[];
  readonly groups: readonly { readonly kind: string; readonly rows: readonly number[] }[];
}

export const NOTHING = '–';

/** A block an arbitrary family, with a column for each patterned family's error; without arbitrary families a block a pattern. */
export function runBlocks(runs: StoredTable): readonly RunBlock[] {
  const { arbitrary, patterns } = familiesByNature(runs);
  const families = arbitrary.length > 0 ? arbitrary : patterns;
  return families.map((family) => ({
    title: family.name,
    nature: family.nature === 'arbitrary' ? 'arbitrary facts' : 'patterned',
    columns: columnsOf(runs, family, arbitrary.length > 0 ? patterns : []),
    groups: modelKindsOf(runs)
      .map((kind) => ({ kind, rows: sortedRows(runs, family, kind) }))
      .filter(({ rows }) => rows.length > 0),
  }));
}

function columnsOf(runs: StoredTable, family: Family, patterns: readonly Family[]): readonly RunColumn[] {
  const rateColumn = (heading: string, path: string, meaning: string): RunColumn => ({
    heading,
    meaning,
    cell: (row) => decimals(numberAt(runs, metric(family, path), row)),
  });
  const invalid = rowsOf(runs).some((row) => (numberAt(runs, metric(family, 'invalidMass'), row) ?? 0) >= 0.0005);
  return [
    ...settingColumns(runs),
    {
      heading: 'N',
      meaning: 'training examples of the family',
      cell: (row) => whole(numberAt(runs, metric(family, 'examples'), row)),
    },
    rateColumn('sr', 'singletonRate', 'singleton rate, singletons / N'),
    rateColumn('MM', 'missingMass', 'missing mass: probability of an answered prompt that training never answered'),
    rateColumn('err', 'errorRate', 'error rate, p̂(E)'),
    ...(invalid
      ? [
          rateColumn(
            'inv',
            'invalidMass',
            'invalid mass: probability of strings that are no response; Theorem 1 counts it with err',
          ),
        ]
      : []),
    rateColumn('δ', 'delta', 'calibration gap at 1/min|E_c|'),
    rateColumn('err_iiv', 'iivError', 'Is-It-Valid error'),
    {
      heading: 'T1 ≥',
      meaning: "Theorem 1: err + invalid mass is at least this; ✗ where it isn't",
      cell: (row) => theorem1(runs, family, row),
    },
    ...(family.nature === 'arbitrary'
      ? [
          {
            heading: 'T2 ≥',
            meaning: `Theorem 2: err + invalid mass is at least this, with probability 99 %; ${NOTHING} where vacuous (≤ 0)`,
            cell: (row: number) => theorem2Lower(runs, family, row),
          },
          rateColumn(
            'T2 ≤',
            'theorem2.upper',
            "Theorem 2: the calibrated learner's err is at most this, with probability 99 %",
          ),
        ]
      : []),
    ...patterns.map((pattern) => ({
      heading: pattern.name,
      meaning: `error rate on ${pattern.name}, whose answers follow a rule`,
      cell: (row: number) => decimals(numberAt(runs, metric(pattern, 'errorRate'), row)),
    })),
  ];
}

/** What tells a run from the others: its seed and the swept values. */
export function settingColumns(runs: StoredTable): readonly RunColumn[] {
  return [
    { heading: 'seed', meaning: 'seed of the run', cell: (row) => whole(numberAt(runs, 'seed', row)) },
    ...settingPaths(runs).map((path) => ({
      heading: shortName(path, settingPaths(runs)),
      meaning: `swept: ${path}`,
      cell: (row: number) => String(cellAt(runs, `parameters.${path}`, row)),
    })),
  ];
}

/** The last name of a dotted path, or as many as tell it from the others. */
function shortName(path: string, others: readonly string[]): string {
  const names = path.split('.');
  const suffixes = names.map((_, at) => names.slice(names.length - 1 - at).join('.'));
  return (
    suffixes.find(
      (suffix) => others.filter((other) => other === suffix || other.endsWith(`.${suffix}`)).length === 1,
    ) ?? path
  );
}

function theorem1(runs: StoredTable, family: Family, row: number): string {
  const lower = decimals(numberAt(runs, metric(family, 'theorem1.lower'), row));
  return cellAt(runs, metric(family, 'theorem1.holds'), row) === false ? `${lower}✗` : lower;
}

function theorem2Lower(runs: StoredTable, family: Family, row: number): string {
  const isVacuous = cellAt(runs, metric(family, 'theorem2.vacuous'), row) !== false;
  return isVacuous ? NOTHING : decimals(numberAt(runs, metric(family, 'theorem2.lower'), row));
}

function sortedRows(runs: StoredTable, family: Family, kind: string): readonly number[] {
  return bySetting(
    runs,
    rowsOf(runs).filter(
      (row) => textAt(runs, 'model.kind', row) === kind && numberAt(runs, metric(family, 'errorRate'), row) !== null,
    ),
  );
}

export function bySetting(runs: StoredTable, rows: readonly number[]): readonly number[] {
  const keys = [...settingPaths(runs).map((path) => `parameters.${path}`), 'seed'];
  return [...rows].sort(
    (a, b) => keys.reduce((order, key) => order || compared(cellAt(runs, key, a), cellAt(runs, key, b)), 0) || a - b,
  );
}

/** Numbers by size, everything else by its text. */
function compared(a: Cell, b: Cell): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

function decimals(value: number | null): string {
  if (value === null) return NOTHING;
  // Without this a rounded −0.0001 would show a sign that its digits don't bear out.
  return (Math.abs(value) < 0.0005 ? 0 : value).toFixed(3);
}

export function whole(value: number | null): string {
  return value === null ? NOTHING : String(value);
}
