/** Rows that tell a model's totals: counts, percentages, or shares. */
import type { ModelTotals } from '../gradedAnswers.js';
import type { BadRowKind } from './badRows.js';
import type { Layout } from './layout.js';
import { type AnswerRow, cellText, numberOf, quotedText } from './rowSource.js';

export const UNITS = ['counts', 'percent', 'shares'] as const;
export type Unit = (typeof UNITS)[number];

type ModelsLayout = Extract<Layout, { readonly format: 'models' }>;

/** A row as it stands, before it is known what its numbers count. */
export interface TotalsRow {
  readonly at: number;
  readonly model: string;
  readonly numbers: readonly [number, number, number];
  readonly n: number | null;
  /** Whether one of the numbers is written with a % sign. */
  readonly percent: boolean;
  readonly found: string;
}

export type Rejected = { readonly at: number; readonly kind: BadRowKind; readonly found: string };

export function totalsRow(row: AnswerRow, layout: ModelsLayout): TotalsRow | Rejected {
  const model = cellText(row.cell(layout.model));
  const texts = layout.totals.map((column) => cellText(row.cell(column)));
  const found = texts.map((text) => quotedText(text)).join(', ');
  if (model === '') return { at: row.at, kind: 'empty model', found };
  const numbers = texts.map((text) => numberOf(text.replace(/\s*%$/, '')) ?? NaN) as [number, number, number];
  const n = layout.n === null ? null : numberOf(row.cell(layout.n));
  if (numbers.some((value) => !(value >= 0 && value < Infinity))) return { at: row.at, kind: 'not a count', found };
  if (n !== null && !(Number.isSafeInteger(n) && n >= 1))
    return { at: row.at, kind: 'not a count', found: `n ${quotedText(String(n))}` };
  return { at: row.at, model, numbers, n, percent: texts.some((text) => text.endsWith('%')), found };
}

function sum([a, b, c]: TotalsRow['numbers']): number {
  return a + b + c;
}
// Sums of decimals such as 33.3 + 33.3 + 32.4 are a hair off.
function near(value: number, target: number, tolerance: number): boolean {
  return Math.abs(value - target) <= tolerance + 1e-9;
}

/**
 * What the numbers of a file are, where the user does not say: percentages if a % sign stands in one or a row sums to 100 ± 1,
 * else shares if one is no integer or every row sums to 1, else counts. A column n settles it where rows of integers sum to their n: counts.
 */
export function unitOf(rows: readonly TotalsRow[]): Unit {
  if (rows.some(({ percent }) => percent)) return 'percent';
  const integers = rows.every(({ numbers }) => numbers.every(Number.isInteger));
  if (integers && rows.length > 0 && rows.every((row) => row.n !== null && row.n === sum(row.numbers))) return 'counts';
  if (rows.some(({ numbers }) => near(sum(numbers), 100, 1))) return 'percent';
  if (!integers && rows.some(({ numbers }) => sum(numbers) > 2)) return 'percent';
  return !integers || rows.every(({ numbers }) => sum(numbers) === 1) ? 'shares' : 'counts';
}

/** @param n questions asked of each model, for percentages and shares without a column n */
export function totalsOf(row: TotalsRow, unit: Unit, n: number | undefined): ModelTotals | Rejected {
  const { at, model, numbers, found } = row;
  const [right, error, abstention] = numbers;
  const all = sum(numbers);
  const reject = (kind: BadRowKind, detail = ''): Rejected => ({
    at,
    kind,
    found: `${quotedText(model)} ${found}${detail}`,
  });
  if (unit === 'counts') {
    if (!numbers.every(Number.isSafeInteger)) return reject('not a count');
    if (all === 0) return reject('no questions');
    if (row.n !== null && row.n !== all) return reject("counts that don't sum to n", ` sum to ${all}, n is ${row.n}`);
    return { model, right, error, abstention, n: all };
  }
  const whole = unit === 'percent' ? 100 : 1;
  if (!near(all, whole, whole / 100))
    return reject(
      unit === 'percent' ? "percentages that don't sum to 100 ± 1" : "shares that don't sum to 1 ± 0.01",
      ` sum to ${Number(all.toPrecision(12))}`,
    );
  return { model, right, error, abstention, n: row.n ?? n ?? null };
}
