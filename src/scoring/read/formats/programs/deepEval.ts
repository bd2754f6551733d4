/**
 * Test runs of DeepEval (deepeval/test_run/api.py, evaluate/types.py): `testCases` and `conversationalTestCases` at the top or in
 * `testRunData`, or `test_results` as `evaluate` returns them. Each has verdicts by metric, and the verdict of all, `success`.
 */
import { cellText } from '../../cells.js';
import { isObject, type JsonObject, type TableRow } from '../../contents.js';
import { type AnswerCells, answersOf, modelOf } from '../answersOf.js';
import { cellByPath } from '../cellByPath.js';
import type { FormatOptions, GradedFileFormat } from '../gradedFormat.js';
import { outcomesByWord, TRUTH_WORDS, worded } from '../outcomes.js';
import { binaryMetric } from './binaryMetric.js';
import { documentOf, rowOfValue } from './jsonRows.js';

/** The verdict of all metrics of a test. */
const ALL = 'success';
/** Names of the list of verdicts: in files, in dumped results, and up to version 0.21. */
const METRICS = ['metricsData', 'metrics_data', 'metricsMetadata'];
const NOT_GRADED = 'failed with an error, not graded';
const CASES = ['testCases', 'conversationalTestCases', 'test_results'];

export const deepEval = {
  name: 'deepeval',
  description: 'a test run of DeepEval',
  reads: 'files',
  files: 'test runs of DeepEval',
  recognises: (contents) => casesOf(documentOf(contents)).some((each) => isObject(each) && metricsOf(each) !== null),
  rows(contents, options) {
    const document = documentOf(contents)!;
    const rows = casesOf(document).map((value, place) => rowOfValue(value, place + 1));
    const asked = options.named.includes('outcome') ? options.columns.outcome : undefined;
    const metric = asked === ALL ? ALL : binaryMetric(contents.file, verdictsOf(rows), asked);
    return {
      counts: 'row',
      rows: answersOf(rows, cellsOf(metric, modelIn(document) ?? modelOf(contents.file, options), options), options),
      notes: [
        metric === ALL
          ? 'an answer is right where its test passed: by all of its metrics'
          : `outcomes are the metric ${metric}: right where it passed`,
        'DeepEval knows no abstentions: --abstention-column names a column of them, such as metadata.abstained',
      ],
    };
  },
} as const satisfies GradedFileFormat;

function casesOf(document: JsonObject | null): readonly unknown[] {
  const run = document !== null && isObject(document.testRunData) ? document.testRunData : document;
  return CASES.flatMap((key) => (Array.isArray(run?.[key]) ? (run[key] as readonly unknown[]) : []));
}

function metricsOf(test: JsonObject): readonly JsonObject[] | null {
  const metrics = METRICS.map((key) => test[key]).find(Array.isArray) as readonly unknown[] | undefined;
  return metrics?.filter(isObject) ?? null;
}

function metricsIn(row: TableRow): readonly JsonObject[] {
  return metricsOf(Object.fromEntries(METRICS.map((key) => [key, row.cell(key)]))) ?? [];
}

function verdictOf(row: TableRow, metric: string): JsonObject | undefined {
  return metricsIn(row).find((each) => nameOf(each) === metric);
}

function nameOf({ name, metric }: JsonObject): string {
  return cellText(name ?? metric);
}

/** Verdicts by metric. One that ended with an error is none. */
function verdictsOf(rows: readonly TableRow[]): ReadonlyMap<string, readonly unknown[]> {
  const verdicts = new Map<string, unknown[]>();
  for (const row of rows) {
    for (const each of metricsIn(row)) {
      const name = nameOf(each);
      const known = verdicts.get(name) ?? [];
      verdicts.set(name, wasGraded(each) ? [...known, each.success] : known);
    }
  }
  return verdicts;
}

function wasGraded({ success, error }: JsonObject): boolean {
  return success !== undefined && success !== null && cellText(error) === '';
}

function cellsOf(metric: string, model: string, options: FormatOptions): AnswerCells {
  const outcomes = outcomesByWord(TRUTH_WORDS, options.words);
  const asks = new Map<string, number>();
  return {
    model: () => options.model ?? model,
    question: questionOf,
    // A test of the same input asks it again.
    epoch: (row) => {
      const question = questionOf(row);
      asks.set(question, (asks.get(question) ?? 0) + 1);
      return String(asks.get(question));
    },
    outcome: (row) => worded(metric === ALL ? row.cell(ALL) : verdictOf(row, metric)?.success, outcomes),
    confidence: (row) => cellByPath(row, options.columns.confidence),
    leftOut: (row) => {
      if (metric === ALL) return leftOutOfAll(row);
      const verdict = verdictOf(row, metric);
      if (verdict === undefined) return `without ${metric}`;
      return wasGraded(verdict) ? null : NOT_GRADED;
    },
  };
}

/** A test fails, too, where a metric ended with an error; without one that rejected it, nothing is known. */
function leftOutOfAll(row: TableRow): string | null {
  const success = row.cell(ALL);
  if (typeof success !== 'boolean') return 'without a verdict';
  const failed = metricsIn(row).filter((each) => each.success !== true);
  return !success && failed.length > 0 && !failed.some(wasGraded) ? NOT_GRADED : null;
}

/** The question: the input and the context that a test gives with it, or the scenario of a conversation. */
function questionOf(row: TableRow): string {
  const [input, context] = [row.cell('input'), row.cell('context')];
  const asked = cellText(input) || cellText(row.cell('scenario')) || cellText(row.cell('name'));
  return Array.isArray(context) && context.length > 0 ? `${asked}\n\n${context.map(cellText).join('\n')}` : asked;
}

/** The model that a run names among its hyperparameters. */
function modelIn(document: JsonObject): string | null {
  const run = isObject(document.testRunData) ? document.testRunData : document;
  const settings = isObject(run.hyperparameters) ? run.hyperparameters : {};
  const key = Object.keys(settings).find((name) => name.toLowerCase() === 'model');
  return key === undefined ? null : cellText(settings[key]) || null;
}
