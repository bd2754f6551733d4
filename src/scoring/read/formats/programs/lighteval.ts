/**
 * Details of lighteval, Parquet in `details/<model>/<date>/details_<task>_<date>.parquet`: a document, the model's response, and a
 * value for each metric (lighteval/logging/info_loggers.py, docs: saving-and-reading-results).
 */
import { cellText, numberOf } from '../../cells.js';
import { columnIn, isObject, type Table, type TableRow } from '../../contents.js';
import { type AnswerCells, answersOf, modelOf } from '../answersOf.js';
import { cellByPath, plainValue, valueInside } from '../cellByPath.js';
import type { FormatOptions, GradedTableFormat } from '../gradedFormat.js';
import { outcomesByWord, TRUTH_WORDS, worded } from '../outcomes.js';
import { binaryMetric } from './binaryMetric.js';
import { choiceConfidence } from './choiceConfidence.js';
import { firstRows } from './firstRows.js';

/** Names of the columns, the documented ones and those without underscores which the program writes. */
const NAMES = [
  ['__doc__', '__model_response__', '__metric__'],
  ['doc', 'model_response', 'metric'],
] as const;

export const lighteval = {
  name: 'lighteval',
  description: 'details of lighteval',
  reads: 'tables',
  findsOutcome: true,
  columns: '__doc__, __model_response__, __metric__ (lighteval)',
  needs: (_, table) => namesIn(table) ?? NAMES[0],
  recognises: (table) => namesIn(table) !== null,
  async rows(table, options) {
    const [doc, response, metrics] = namesIn(table) ?? NAMES[0];
    const { first, rows } = await firstRows(table);
    const asked = options.named.includes('outcome') ? options.columns.outcome : undefined;
    const metric = binaryMetric(table.file, metricsOf(first, metrics), asked);
    const outcomes = outcomesByWord(TRUTH_WORDS, options.words);
    const likelihoods = (row: TableRow): number | null =>
      metric === 'acc' ? likelihoodOfChoice(row, doc, response) : null;
    const likely = first.some((row) => likelihoods(row) !== null);
    const model = modelOfDetails(table.file, options);
    const cells: AnswerCells = {
      model: () => model,
      question: (row) => {
        const id = cellText(cellByPath(row, `${doc}.id`));
        return id === ''
          ? cellText(cellByPath(row, `${doc}.query`))
          : `${cellText(cellByPath(row, `${doc}.task_name`))} ${id}`;
      },
      outcome: (row) => worded(valueInside(row.cell(metrics), [metric]), outcomes),
      confidence: (row) => (likely ? likelihoods(row) : null),
    };
    return {
      counts: table.counts,
      rows: answersOf(rows, cells, options),
      notes: [
        `outcomes are the metric ${metric}, which does not tell abstentions from errors`,
        ...(likely ? ['confidences are the shares of the chosen answers in the likelihoods of all choices'] : []),
      ],
    };
  },
} as const satisfies GradedTableFormat;

function namesIn(table: Table): (typeof NAMES)[number] | null {
  return NAMES.find((names) => names.every((name) => columnIn(table, name) !== null)) ?? null;
}

function metricsOf(rows: readonly TableRow[], column: string): ReadonlyMap<string, readonly unknown[]> {
  const values = new Map<string, unknown[]>();
  for (const row of rows) {
    const metrics = plainValue(row.cell(column));
    if (!isObject(metrics)) continue;
    for (const [name, value] of Object.entries(metrics)) values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

/** Confidence in the likeliest choice; null where the row is not one of choices. */
function likelihoodOfChoice(row: TableRow, doc: string, response: string): number | null {
  const [choices, logprobs] = [cellByPath(row, `${doc}.choices`), cellByPath(row, `${response}.logprobs`)].map(
    plainValue,
  );
  if (!Array.isArray(choices) || !Array.isArray(logprobs) || choices.length !== logprobs.length) return null;
  return choiceConfidence(logprobs.map((value) => numberOf(value) ?? NaN));
}

/** The model in the path of the details, which may have a folder for its organisation. */
function modelOfDetails(file: string, options: FormatOptions): string {
  return (
    options.model ?? /(?:^|[\\/])details[\\/](.+)[\\/][^\\/]+[\\/][^\\/]+$/.exec(file)?.[1] ?? modelOf(file, options)
  );
}
