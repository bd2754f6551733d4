/**
 * Tables of samples that `samples_df` of Inspect AI makes of logs (inspect_ai/analysis/_dataframe/samples): a row a sample and epoch, a
 * column `score_<scorer>` a scorer. Its `sample_id` is another one in each epoch; the question's is `id`.
 */
import { cellText } from '../../../cells.js';
import { columnIn, isObject, type JsonObject, type Table, type TableRow } from '../../../contents.js';
import { modelOf } from '../../answersOf.js';
import type { GradedTableFormat } from '../../gradedFormat.js';
import { firstRows } from '../firstRows.js';
import { inspectAnswers } from './inspectAnswers.js';
import { chosenScorer } from './inspectScorer.js';

const COLUMNS = ['sample_id', 'eval_id', 'id', 'epoch'];
const SCORE = 'score_';

export const inspectSamples = {
  name: 'inspect-samples',
  description: 'a table of samples by Inspect AI',
  reads: 'tables',
  findsOutcome: true,
  columns: `${COLUMNS.join(', ')}, score_… (samples_df of Inspect AI)`,
  needs: () => COLUMNS,
  recognises: (table) => COLUMNS.every((column) => columnIn(table, column) !== null) && scoresIn(table).length > 0,
  async rows(table, options) {
    const asked = options.named.includes('outcome') ? options.columns.outcome.replace(SCORE, '') : options.scorer;
    const scores = scoresIn(table);
    const { first, rows } = await firstRows(table, Infinity);
    const samples = first.map((row) => sampleOf(row, scores));
    const scorer = chosenScorer(table.file, samples, asked);
    const model = (row: TableRow): string =>
      options.model ?? (cellText(row.cell('model')) || modelOf(table.file, options));
    const read = { counts: table.counts, rows: asSamples(rows, scores), samples, scorer, model, notes: [] };
    return inspectAnswers(read, options);
  },
} as const satisfies GradedTableFormat;

function scoresIn({ columns }: Table): readonly string[] {
  return columns.filter((column) => column.startsWith(SCORE) && column.length > SCORE.length);
}

async function* asSamples(rows: AsyncIterable<TableRow>, scores: readonly string[]): AsyncGenerator<TableRow> {
  for await (const row of rows) {
    const sample = row.flaw === undefined ? sampleOf(row, scores) : {};
    yield { ...row, cell: (name) => (Object.hasOwn(sample, name) ? sample[name] : row.cell(name)) };
  }
}

/** A row as the sample that it was made of: an empty cell is no score, and a mapping stands in the cell as JSON. */
function sampleOf(row: TableRow, columns: readonly string[]): JsonObject {
  const error = cellText(row.cell('error'));
  const scores = columns.flatMap((column): readonly [string, unknown][] => {
    const value = mapped(row.cell(column));
    return cellText(value) === '' ? [] : [[column.slice(SCORE.length), { value }]];
  });
  return { scores: Object.fromEntries(scores), error: error === '' ? null : { message: error } };
}

function mapped(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : value;
  } catch {
    return value;
  }
}
