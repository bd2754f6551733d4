/** The rows and columns of a table of runs: chosen, sorted and named. */
import { didYouMean } from '../errors/didYouMean.js';
import { UserError } from '../errors/userError.js';
import type { Cell, StoredTable } from '../store/tables.js';
import { isColumnOf, METRIC_ROWS } from './metrics.js';
import { rowsOf } from './reportTables.js';

const OPERATORS = {
  '<=': (order: number) => order <= 0,
  '>=': (order: number) => order >= 0,
  '!=': (order: number) => order !== 0,
  '<': (order: number) => order < 0,
  '>': (order: number) => order > 0,
  '=': (order: number) => order === 0,
} as const;

/** A column compared with a value. */
export interface Condition {
  readonly column: string;
  readonly operator: keyof typeof OPERATORS;
  readonly value: string;
}

/**
 * `column<value`, with one of < <= > >= = != .
 * @throws UserError
 */
export function parseCondition(text: string, columns: readonly string[]): Condition {
  const parts = /^\s*(.+?)\s*(<=|>=|!=|==|<|>|=)\s*(.*?)\s*$/.exec(text);
  if (parts === null) {
    throw new UserError({
      code: 'not-a-condition',
      summary: 'not a condition',
      where: '--where',
      found: text,
      allowed: 'a column, one of < <= > >= = !=, and a value',
      hint: "in quotes: 'families.birthdays.errorRate<0.3'",
    });
  }
  const operator = parts[2] === '==' ? '=' : parts[2];
  return {
    column: columnNamed(parts[1]!, columns, '--where'),
    operator: operator as Condition['operator'],
    value: parts[3]!,
  };
}

/** Metrics by their symbols and by the headings of tables: `sr`, `MM`, `err`, `δ`. The first metric has the symbol, and not parts of others. */
const PATH_OF_SYMBOL: ReadonlyMap<string, string> = new Map(
  METRIC_ROWS.flatMap(([path, { symbol, table }]) =>
    [symbol, table?.heading].flatMap((each) => (each === undefined ? [] : [[each, path] as const])),
  ).reverse(),
);

/**
 * The column of that name, or the only one whose path ends with it: `birthdays.errorRate` for
 * `families.birthdays.errorRate`. A symbol stands for its metric, and a metric goes before parts of others that have its name.
 * @throws UserError
 */
export function columnNamed(name: string, columns: readonly string[], where: string): string {
  if (columns.includes(name)) return name;
  if ((name === 'kind' || name === 'model') && columns.includes('model.kind')) return 'model.kind';
  const ending = columns.filter((column) => column.endsWith(`.${name}`));
  const whole = ending.filter((column) => isColumnOf(column, name));
  if (ending.length === 1 || whole.length === 1) return whole[0] ?? ending[0]!;
  const [, family = '', symbol] = /^(?:(.*)\.)?(.*)$/.exec(name)!;
  const path = PATH_OF_SYMBOL.get(symbol);
  if (ending.length === 0 && path !== undefined)
    return columnNamed(family === '' ? path : `${family}.${path}`, columns, where);
  if (ending.length > 1)
    throw new UserError({
      code: 'ambiguous-column',
      summary: 'more than one column has this ending',
      where,
      found: name,
      allowed: shown(whole.length > 1 ? whole : ending),
    });
  throw new UserError({
    code: 'unknown-column',
    summary: 'unknown column',
    where,
    found: name,
    hint: didYouMean(name, columns) ?? `the columns are ${shown(columns)}`,
  });
}

/**
 * Rows that meet every condition. A missing cell meets none. A number is compared with the value as a number, if it is
 * one.
 * @throws UserError for a text that is compared with numbers
 */
export function rowsMeeting(table: StoredTable, conditions: readonly Condition[]): readonly number[] {
  for (const condition of conditions) refuseTextForNumbers(table, condition);
  return rowsOf(table).filter((row) =>
    conditions.every(({ column, operator, value }) => {
      const cell = table.columns[column]![row];
      if (cell === null || cell === undefined) return false;
      const order = compared(cell, typeof cell === 'number' ? Number(value) : value);
      return Number.isNaN(order) ? operator === '!=' : OPERATORS[operator](order);
    }),
  );
}

/** @throws UserError where a column of numbers is compared with a text: no row would ever meet that */
function refuseTextForNumbers({ columns }: StoredTable, { column, operator, value }: Condition): void {
  if (value !== '' && !Number.isNaN(Number(value))) return;
  const cells = columns[column]!.filter((cell) => cell !== null && cell !== undefined);
  if (cells.length === 0 || !cells.every((cell) => typeof cell === 'number')) return;
  throw new UserError({
    code: 'not-a-number',
    summary: 'a column of numbers is compared with a text',
    where: '--where',
    found: `${column}${operator}${value}`,
    allowed: `${column}${operator} and a number`,
  });
}

/**
 * Rows sorted by columns, the first column first; `-` before a name reverses. Equal rows keep their order, missing
 * cells come last.
 */
export function sorted(table: StoredTable, rows: readonly number[], keys: readonly string[]): readonly number[] {
  const orders = keys.map((key) => ({
    cells: table.columns[key.replace(/^-/, '')]!,
    sign: key.startsWith('-') ? -1 : 1,
  }));
  return [...rows].sort((a, b) => {
    for (const { cells, sign } of orders) {
      const [left, right] = [cells[a] ?? null, cells[b] ?? null];
      const order =
        left === null || right === null ? Number(left === null) - Number(right === null) : sign * compared(left, right);
      if (order !== 0 && !Number.isNaN(order)) return order;
    }
    return 0;
  });
}

/** The columns that `runs` shows by default: the settings of the runs and a few metrics, or the values of a study. */
export function usualColumns(columns: readonly string[]): readonly string[] {
  const parameters = columns.filter((column) => column.startsWith('parameters.') && column !== 'parameters.model.kind');
  const metrics = METRIC_ROWS.filter(([, { listed }]) => listed !== undefined)
    .sort(([, a], [, b]) => a.listed! - b.listed!)
    .flatMap(([path]) =>
      columns
        .filter((column) => isColumnOf(column, path))
        .map((column) => ({ column, of: column.slice(0, -path.length) })),
    );
  // A family after the other, for a narrow terminal shows the first ones.
  const families = [...new Set(columns.map((column) => metrics.find((each) => each.column === column)?.of))];
  const ordered = families.flatMap((family) => metrics.filter(({ of }) => of === family).map(({ column }) => column));
  const study = metrics.length > 0 ? [] : columns.filter((column) => column.startsWith('study.'));
  return ['run', 'model.kind', 'seed', ...parameters, ...ordered, ...study].filter((column) =>
    columns.includes(column),
  );
}

/** The columns that `compare` compares by default, of those given. */
export function comparedColumns(columns: readonly string[]): readonly string[] {
  const paths = METRIC_ROWS.filter(([, { compared }]) => compared).map(([path]) => path);
  return columns.filter((column) => column.startsWith('study.') || paths.some((path) => isColumnOf(column, path)));
}

/** The shortest ends of the columns' paths that distinguish them. */
export function shortColumnNames(columns: readonly string[]): readonly string[] {
  return columns.map((column) => {
    const parts = column.split('.');
    for (let length = 1; length < parts.length; length++) {
      const short = parts.slice(-length).join('.');
      if (columns.filter((other) => other === short || other.endsWith(`.${short}`)).length === 1) return short;
    }
    return column;
  });
}

/**
 * Columns named by the symbols of their metrics, with the family where several families have them: `birthdays.sr`; other columns by
 * the shortest ends of their paths. All of them are names that `columnNamed` takes.
 * @returns the names, and what each symbol stands for
 */
export function symbolNames(columns: readonly string[]): {
  readonly names: readonly string[];
  readonly meanings: ReadonlyMap<string, string>;
} {
  const short = shortColumnNames(columns);
  const meanings = new Map<string, string>();
  const names = columns.map((column, at) => {
    const found = METRIC_ROWS.find(([path, { table }]) => table !== undefined && isColumnOf(column, path));
    if (found === undefined) return short[at];
    const [path, { table }] = found;
    meanings.set(table!.heading, path);
    return short[at].slice(0, -path.length) + table!.heading;
  });
  return { names, meanings };
}

/** A cell for people to read: a few digits of a number, with an exponent where it is small. */
export function inShort(cell: Cell | undefined, digits = 4): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell !== 'number' || !Number.isFinite(cell) || Number.isInteger(cell)) return String(cell);
  const size = Math.abs(cell);
  if (size < 1e-3) return cell.toExponential(1);
  return size >= 1e6 ? cell.toExponential(digits - 1) : String(Number(cell.toPrecision(digits)));
}

/** The order of two cells; NaN where they cannot be ordered. */
function compared(a: Cell, b: Cell): number {
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

function shown(columns: readonly string[]): string {
  return columns.length <= 8 ? columns.join(', ') : `${columns.slice(0, 8).join(', ')} and ${columns.length - 8} more`;
}
