/**
 * Samples of lm-evaluation-harness (EleutherAI), `samples_<task>_<date>.jsonl` in a folder named as the model: one row per document
 * and filter, with a key for each metric (lm_eval/evaluator.py, loggers/evaluation_tracker.py).
 */
import { UserError } from '../../../../errors/userError.js';
import { cellText, numberOf, quotedText } from '../../cells.js';
import { columnIn, type TableRow } from '../../contents.js';
import { type AnswerCells, answersOf, epochIn, modelOf, modelOfFolder, textIn } from '../answersOf.js';
import { cellByPath } from '../cellByPath.js';
import type { FormatOptions, GradedTableFormat } from '../gradedFormat.js';
import { knownColumn, questionIn } from '../knownColumns.js';
import { outcomesByWord, TRUTH_WORDS, worded } from '../outcomes.js';
import { binaryMetric } from './binaryMetric.js';
import { choiceConfidence } from './choiceConfidence.js';
import { firstRows } from './firstRows.js';

/** Keys of every row; the others are metrics. */
const COLUMNS = ['doc_id', 'doc', 'target', 'arguments', 'resps', 'filtered_resps', 'doc_hash'];
const NO_METRICS = new Set([...COLUMNS, 'filter', 'metrics', 'prompt_hash', 'target_hash', 'task_hash', 'schema']);

export const lmEval = {
  name: 'lm-eval',
  description: 'samples of lm-evaluation-harness',
  reads: 'tables',
  findsOutcome: true,
  columns: 'doc_id, doc, filtered_resps, filter and the metrics of lm-evaluation-harness',
  needs: () => COLUMNS,
  recognises: (table, options) =>
    COLUMNS.every((column) => columnIn(table, column) !== null) && columnIn(table, options.columns.model) === null,
  async rows(table, options) {
    const { first, rows } = await firstRows(table);
    const asked = options.named.includes('outcome') ? options.columns.outcome : undefined;
    const metric = binaryMetric(table.file, metricsOf(first, table.columns), asked);
    const outcomes = outcomesByWord(TRUTH_WORDS, options.words);
    const stated = knownColumn(table, 'confidence', options);
    const likely = stated === null && metric === 'acc' && first.some((row) => likelihoodOfChoice(row) !== null);
    const question = options.named.includes('question') ? questionIn(table, options) : null;
    const cells: AnswerCells = {
      model: textIn(
        null,
        /^samples_/.test(table.file.split(/[\\/]/).at(-1)!)
          ? modelOfFolder(table.file, options)
          : modelOf(table.file, options),
      ),
      // Documents of two tasks may have one number; their hashes differ.
      question: question ?? ((row) => `${cellText(row.cell('doc_id'))} ${cellText(row.cell('doc_hash')).slice(0, 8)}`),
      id: (row) => cellText(row.cell('doc_id')),
      outcome: (row) => worded(row.cell(metric), outcomes),
      confidence: (row) => (likely ? likelihoodOfChoice(row) : stated === null ? null : cellByPath(row, stated)),
      epoch: epochIn(options.named.includes('epoch') ? knownColumn(table, 'epoch', options) : null),
    };
    return {
      counts: table.counts,
      rows: answersOf(ofOneFilter(table.file, rows, options), cells, options),
      notes: [
        `outcomes are the metric ${metric}, which does not tell abstentions from errors`,
        ...(likely ? ['confidences are the shares of the chosen answers in the likelihoods of all choices'] : []),
      ],
    };
  },
} as const satisfies GradedTableFormat;

/** Values of each metric on the rows looked at. Rows name their metrics; older ones do not. */
function metricsOf(rows: readonly TableRow[], columns: readonly string[]): ReadonlyMap<string, readonly unknown[]> {
  const values = new Map<string, unknown[]>();
  for (const row of rows) {
    const listed = row.cell('metrics');
    const names = Array.isArray(listed) ? listed.map(String) : columns.filter((column) => !NO_METRICS.has(column));
    for (const name of names) {
      const value = row.cell(name);
      if (value !== undefined) values.set(name, [...(values.get(name) ?? []), value]);
    }
  }
  return values;
}

/** @throws UserError at the first row whose filter is another than that of the rows before, unless the user chooses one */
async function* ofOneFilter(
  file: string,
  rows: AsyncIterable<TableRow>,
  { where }: FormatOptions,
): AsyncGenerator<TableRow> {
  const chosen = where.some(({ column }) => column === 'filter');
  let only: string | undefined;
  for await (const row of rows) {
    const filter = row.flaw === undefined ? cellText(row.cell('filter')) : only;
    only ??= filter;
    if (!chosen && filter !== only)
      throw new UserError({
        code: 'which-filter',
        summary: 'the file holds the same documents under several filters, and each filter gives other outcomes',
        where: file,
        found: [only, filter].map((each) => quotedText(each)).join(', '),
        hint: `choose one, such as --where filter=${only}`,
      });
    yield row;
  }
}

/** Confidence in the likeliest choice of a multiple-choice question; null for other rows. */
function likelihoodOfChoice(row: TableRow): number | null {
  const responses = row.cell('filtered_resps');
  if (!Array.isArray(responses) || !responses.every((each) => Array.isArray(each) && each.length === 2)) return null;
  const all = (responses as readonly unknown[][]).map(([likelihood]) => numberOf(likelihood) ?? NaN);
  // With mutual information, the second half are the likelihoods without the question.
  const metrics = row.cell('metrics');
  const halved = Array.isArray(metrics) && metrics.includes('acc_mutual_info');
  return choiceConfidence(halved ? all.slice(0, all.length / 2) : all);
}
