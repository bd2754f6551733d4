/** One row per model: its totals as counts, percentages, or shares. */
import { UserError } from '../../../errors/userError.js';
import type { ModelTotals } from '../../gradedAnswers.js';
import { GRADED_OUTCOMES, type GradedOutcome } from '../../grader.js';
import { cellText, hasThousands, numberOf, quotedText, withoutGroups } from '../cells.js';
import { columnIn, type Flaw, type Table, type TableRow } from '../contents.js';
import { leftOutBy } from './answersOf.js';
import type { FormatOptions, GradedRow, GradedTableFormat, Unit } from './gradedFormat.js';
import { type ByOutcome, byOutcome, OUTCOME_NAMES } from './outcomes.js';

/** A table of more rows is not one of models. */
const MOST_MODELS = 1000;

const COLUMNS = Object.values(OUTCOME_NAMES);

/** Other names of totals. */
const OTHER_NAMES: ByOutcome<readonly string[]> = {
  right: ['right', 'accuracy'],
  error: ['wrong', 'error rate', 'error_rate', 'errors'],
  abstention: ['not attempted', 'not_attempted', 'abstention rate', 'abstention_rate', 'abstentions'],
};

/** The column of totals of an outcome; null where there is none. */
function totalsColumn(table: Table, outcome: GradedOutcome): string | null {
  const names = [OUTCOME_NAMES[outcome], ...OTHER_NAMES[outcome]];
  return names.map((name) => columnIn(table, name)).find((column) => column !== null) ?? null;
}

export const models = {
  name: 'models',
  description: 'one row per model',
  reads: 'tables',
  columns: ['model', ...COLUMNS].join(', '),
  needs: ({ columns }, table) => [
    columns.model,
    ...GRADED_OUTCOMES.filter((outcome) => totalsColumn(table, outcome) === null).map(
      (outcome) => OUTCOME_NAMES[outcome],
    ),
  ],
  recognises: (table) => GRADED_OUTCOMES.every((outcome) => totalsColumn(table, outcome) !== null),
  async rows(table, options) {
    const read = await writtenTotals(table, options);
    const unit =
      options.unit === 'auto' ? unitOf(read.flatMap((row) => ('numbers' in row ? [row] : []))) : options.unit;
    const rows = read.map((row): GradedRow => ('numbers' in row ? totalsOf(row, unit, options) : row));
    return { counts: table.counts, rows, unit };
  },
} as const satisfies GradedTableFormat;

/** A row as it is written, before the unit of its numbers is known. */
interface WrittenTotals {
  readonly at: number;
  readonly model: string;
  readonly numbers: ByOutcome<number>;
  readonly n: number | null;
  /** True where one of the numbers is written with a % sign. */
  readonly percent: boolean;
  /** The numbers in a message. */
  readonly found: string;
}

type Flawed = { readonly at: number; readonly flaw: Flaw };
type LeftOut = { readonly at: number; readonly leftOut: string };

async function writtenTotals(
  table: Table,
  { columns, where }: FormatOptions,
): Promise<readonly (WrittenTotals | Flawed | LeftOut)[]> {
  const model = columnIn(table, columns.model)!;
  const totals = byOutcome((outcome) => totalsColumn(table, outcome)!);
  const n = columnIn(table, 'n');
  const read: (WrittenTotals | Flawed | LeftOut)[] = [];
  for await (const row of table.rows) {
    const leftOut = row.flaw === undefined ? leftOutBy(where, row) : null;
    if (leftOut !== null) read.push({ at: row.at, leftOut });
    else read.push(row.flaw === undefined ? written(row, model, totals, n) : { at: row.at, flaw: row.flaw });
    if (read.length > MOST_MODELS)
      throw new UserError({
        code: 'too-many-models',
        summary: `more than ${MOST_MODELS} models`,
        where: table.file,
        hint: 'if its rows are answers: --format answers',
      });
  }
  return read;
}

function written(
  row: TableRow,
  modelColumn: string,
  totals: ByOutcome<string>,
  nColumn: string | null,
): WrittenTotals | Flawed {
  const { at } = row;
  const model = cellText(row.cell(modelColumn));
  const texts = byOutcome((outcome) => withoutGroups(cellText(row.cell(totals[outcome]))));
  const found = GRADED_OUTCOMES.map((outcome) => quotedText(texts[outcome])).join(', ');
  if (model === '') return { at, flaw: { kind: 'empty model', found } };
  const numbers = byOutcome((outcome) => numberOf(texts[outcome].replace(/\s*%$/, '')) ?? NaN);
  const n = nColumn === null ? null : numberOf(withoutGroups(cellText(row.cell(nColumn))).replaceAll(',', ''));
  if (GRADED_OUTCOMES.some((outcome) => hasThousands(texts[outcome])))
    return {
      at,
      flaw: {
        kind: 'a comma that may group thousands',
        found,
        hint: 'write 2163 for a count, and 2.163 for a percentage',
      },
    };
  if (GRADED_OUTCOMES.some((outcome) => !(numbers[outcome] >= 0 && numbers[outcome] < Infinity)))
    return { at, flaw: { kind: 'not a count', found } };
  if (n !== null && !(Number.isSafeInteger(n) && n >= 1))
    return { at, flaw: { kind: 'not a count', found: `n ${quotedText(String(n))}` } };
  return { at, model, numbers, n, percent: GRADED_OUTCOMES.some((outcome) => texts[outcome].endsWith('%')), found };
}

function sum({ right, error, abstention }: ByOutcome<number>): number {
  return right + error + abstention;
}

/** Sums of decimals such as 33.3 + 33.3 + 32.4 are a hair off. */
function near(value: number, target: number, tolerance: number): boolean {
  return Math.abs(value - target) <= tolerance + 1e-9;
}

/**
 * The unit of a file's numbers, where the user does not name it: percentages if one has a % sign or a row sums to 100 ± 1, else
 * shares if one is not an integer or every row sums to 1, else counts. A column n decides where rows of integers sum to their n:
 * counts.
 */
function unitOf(rows: readonly WrittenTotals[]): Unit {
  if (rows.some(({ percent }) => percent)) return 'percent';
  const integers = rows.every(({ numbers }) => GRADED_OUTCOMES.every((outcome) => Number.isInteger(numbers[outcome])));
  if (integers && rows.length > 0 && rows.every((row) => row.n !== null && row.n === sum(row.numbers))) return 'counts';
  if (rows.some(({ numbers }) => near(sum(numbers), 100, 1))) return 'percent';
  if (!integers && rows.some(({ numbers }) => sum(numbers) > 2)) return 'percent';
  return !integers || rows.every(({ numbers }) => sum(numbers) === 1) ? 'shares' : 'counts';
}

function totalsOf({ at, model, numbers, n, found }: WrittenTotals, unit: Unit, options: FormatOptions): GradedRow {
  const all = sum(numbers);
  const flawed = (kind: string, detail = '', hint?: string): GradedRow => ({
    at,
    flaw: { kind, found: `${quotedText(model)} ${found}${detail}`, hint },
  });
  const totals = (questions: number | null): { readonly at: number; readonly totals: ModelTotals } => ({
    at,
    totals: { model, ...numbers, n: questions },
  });
  if (unit === 'counts') {
    if (!GRADED_OUTCOMES.every((outcome) => Number.isSafeInteger(numbers[outcome]))) return flawed('not a count');
    if (all === 0) return flawed('no questions');
    if (n !== null && n !== all) return flawed("counts that don't sum to n", ` sum to ${all}, n is ${n}`);
    return totals(all);
  }
  const whole = unit === 'percent' ? 100 : 1;
  if (!near(all, whole, whole / 100))
    return flawed(
      unit === 'percent' ? "percentages that don't sum to 100 ± 1" : "shares that don't sum to 1 ± 0.01",
      ` sum to ${Number(all.toPrecision(12))}`,
      unit === 'percent' && options.unit === 'auto' ? '--unit counts if they are counts' : undefined,
    );
  return totals(n ?? options.questions ?? null);
}
