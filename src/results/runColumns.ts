/** The columns of the table of runs, on the terminal and in the report, with the meanings of their symbols. */
import type { Cell, StoredTable } from '../store/tables.js';
import type { MetricPath } from './familyMeasurement.js';
import { METRIC_ROWS, METRICS } from './metrics.js';
import { modelKindsOf } from './modelKinds.js';
import type { Family } from './reportTables.js';
import { cellAt, familiesByNature, metric, numberAt, rowsOf, settingPaths, textAt } from './reportTables.js';
import { valueWords } from './valueWords.js';

export interface RunColumn {
  readonly heading: string;
  /** The meaning of the heading. */
  readonly meaning: string;
  /** Text of the cell in a row of the runs table. */
  readonly cell: (row: number) => string;
}

/** The table of one family or one study: rows grouped by model kind, sorted by swept values and seed. */
export interface RunBlock {
  readonly title: string;
  /** The subject of the rows, in a word or two. */
  readonly nature: string;
  readonly columns: readonly RunColumn[];
  readonly groups: readonly { readonly kind: string; readonly rows: readonly number[] }[];
}

/** The cell of a number that is missing. */
export const NOTHING = '–';

/**
 * A block for each arbitrary family, with a column for each patterned family's error. Without arbitrary families, a
 * block for each pattern.
 */
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
  return [
    ...settingColumns(runs),
    ...metricColumns(runs, family),
    ...patterns.map((pattern) => ({
      heading: pattern.name,
      meaning: `error rate on ${pattern.name}, whose answers follow a rule`,
      cell: (row: number) => metricCell(runs, pattern, 'errorRate', row),
    })),
  ];
}

function metricColumns(runs: StoredTable, family: Family): readonly RunColumn[] {
  return METRIC_ROWS.flatMap(([path, { table }]) => {
    if (table === undefined || !isShown(runs, family, path)) return [];
    const { heading, meaning, besideBounds } = table;
    return [
      {
        heading,
        meaning: besideBounds === undefined ? meaning : `${meaning}; ${besideBounds}`,
        cell: (row: number) => metricCell(runs, family, path, row),
      },
    ];
  });
}

function isShown(runs: StoredTable, family: Family, path: MetricPath): boolean {
  const { where, unlike } = METRICS[path].table!;
  if (unlike !== undefined)
    return rowsOf(runs).some((row) => {
      const cell = metricCell(runs, family, path, row);
      return cell !== NOTHING && cell !== metricCell(runs, family, unlike, row);
    });
  if (where === 'arbitrary') return family.nature === 'arbitrary';
  if (where === 'present')
    return rowsOf(runs).some((row) => (numberAt(runs, metric(family, path), row) ?? 0) >= 0.0005);
  return true;
}

/** A metric's number in a row as the tables of runs show it. */
export function metricCell(runs: StoredTable, family: Family, path: MetricPath, row: number): string {
  const { kind, table } = METRICS[path];
  const value = numberAt(runs, metric(family, path), row);
  if (kind === 'count') return whole(value);
  const flag = (verdict: string | undefined): Cell =>
    verdict === undefined ? null : cellAt(runs, metric(family, verdict), row);
  if (table?.vacuous !== undefined && flag(table.vacuous) !== false) return NOTHING;
  return flag(table?.holds) === false ? `${decimals(value)}✗` : decimals(value);
}

/** Columns that distinguish the runs: their seeds and swept values. */
export function settingColumns(runs: StoredTable): readonly RunColumn[] {
  return [
    { heading: 'seed', meaning: 'seed of the run', cell: (row) => whole(numberAt(runs, 'seed', row)) },
    ...settingPaths(runs).map((path) => ({
      heading: shortName(path, settingPaths(runs)),
      meaning: `swept: ${path}`,
      cell: cellsInWords(runs, `parameters.${path}`),
    })),
  ];
}

function cellsInWords(runs: StoredTable, column: string): (row: number) => string {
  const words = valueWords(runs.columns[column] ?? []);
  return (row) => words(cellAt(runs, column, row));
}

/** The last name of a dotted path, or as many as distinguish it from the others. */
function shortName(path: string, others: readonly string[]): string {
  const names = path.split('.');
  const suffixes = names.map((_, at) => names.slice(names.length - 1 - at).join('.'));
  return (
    suffixes.find(
      (suffix) => others.filter((other) => other === suffix || other.endsWith(`.${suffix}`)).length === 1,
    ) ?? path
  );
}

function sortedRows(runs: StoredTable, family: Family, kind: string): readonly number[] {
  return bySetting(
    runs,
    rowsOf(runs).filter(
      (row) => textAt(runs, 'model.kind', row) === kind && numberAt(runs, metric(family, 'errorRate'), row) !== null,
    ),
  );
}

/** Rows sorted by their swept values, then by seed. */
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
  // Without this a rounded −0.0001 would show as −0.000.
  return (Math.abs(value) < 0.0005 ? 0 : value).toFixed(3);
}

export function whole(value: number | null): string {
  return value === null ? NOTHING : String(value);
}
