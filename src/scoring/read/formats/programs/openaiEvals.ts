/**
 * Logs of OpenAI evals (openai/evals, evals/record.py): JSON Lines with the specification of the run, its events, and a final report.
 * An event of the type `match` is an answer.
 */
import { UserError } from '../../../../errors/userError.js';
import { cellText } from '../../cells.js';
import { columnIn, isObject, type TableRow } from '../../contents.js';
import { type AnswerCells, answersOf, modelOf } from '../answersOf.js';
import { cellByPath } from '../cellByPath.js';
import type { FormatOptions, GradedTableFormat } from '../gradedFormat.js';
import { outcomesByWord, TRUTH_WORDS, worded } from '../outcomes.js';
import { firstRows } from './firstRows.js';

const COLUMNS = ['run_id', 'event_id', 'sample_id', 'type', 'data'];

export const openaiEvals = {
  name: 'openai-evals',
  description: 'a log of OpenAI evals',
  reads: 'tables',
  findsOutcome: true,
  columns: `${COLUMNS.join(', ')} (OpenAI evals)`,
  needs: () => COLUMNS,
  recognises: (table) => COLUMNS.every((column) => columnIn(table, column) !== null),
  async rows(table, options) {
    const { first, rows } = await firstRows(table);
    const outcome = options.named.includes('outcome') ? options.columns.outcome : 'data.correct';
    const type = options.named.includes('outcome') ? null : 'match';
    const outcomes = outcomesByWord(TRUTH_WORDS, options.words);
    const spec = first.map((row) => row.cell('spec')).find(isObject);
    const named = Array.isArray(spec?.completion_fns) ? spec.completion_fns.join(' + ') : '';
    const model = options.model ?? (named || modelOf(table.file, options));
    const asks = new Map<string, number>();
    const cells: AnswerCells = {
      model: () => model,
      question: (row) => cellText(row.cell('sample_id')),
      // An evaluation that repeats its samples records a match for each ask.
      epoch: (row) => {
        const sample = cellText(row.cell('sample_id'));
        asks.set(sample, (asks.get(sample) ?? 0) + 1);
        return String(asks.get(sample));
      },
      outcome: (row) => worded(cellByPath(row, outcome), outcomes),
      confidence: (row) => cellByPath(row, options.columns.confidence),
      leftOut: (row) =>
        (type === null ? cellByPath(row, outcome) !== undefined : cellText(row.cell('type')) === type)
          ? null
          : 'no answers, but other events',
    };
    return { counts: table.counts, rows: answersOf(withReport(table.file, rows, options), cells, options) };
  },
} as const satisfies GradedTableFormat;

/** @throws UserError at the end of a log without a final report, which the run writes last */
async function* withReport(
  file: string,
  rows: AsyncIterable<TableRow>,
  { incomplete }: FormatOptions,
): AsyncGenerator<TableRow> {
  let reported = false;
  for await (const row of rows) {
    reported ||= isObject(row.cell('final_report'));
    yield row;
  }
  if (!reported && !incomplete)
    throw new UserError({
      code: 'incomplete',
      summary: 'the evaluation did not end: its log has no final report',
      where: file,
      hint: 'run it to its end; --incomplete scores the answers that are there',
    });
}
