/**
 * Results of promptfoo (src/types/index.ts): a JSON document with `results.results`, or JSON Lines with a result each. A test that
 * passed is right and one that an assertion rejected is an error; one that failed for another reason was not graded.
 */
import { cellText } from '../../cells.js';
import { columnIn, isObject, type JsonObject, type TableRow } from '../../contents.js';
import { type AnswerCells, answersOf } from '../answersOf.js';
import { cellByPath } from '../cellByPath.js';
import type { FormatOptions, GradedFileFormat, GradedTableFormat } from '../gradedFormat.js';
import { outcomesByWord, TRUTH_WORDS, worded } from '../outcomes.js';
import { documentOf, rowOfValue } from './jsonRows.js';

/** `failureReason` of a test that failed for another reason than an assertion. */
const ERROR = '2';

const COLUMNS = ['promptIdx', 'testIdx', 'provider', 'success', 'vars'];

export const promptfoo = {
  name: 'promptfoo',
  description: 'results of promptfoo',
  reads: 'files',
  files: 'results of promptfoo',
  recognises: (contents) => resultsOf(documentOf(contents)) !== null,
  rows(contents, options) {
    const rows = resultsOf(documentOf(contents))!.map((value, place) => rowOfValue(value, place + 1));
    return { counts: 'row', rows: answersOf(rows, cellsOf(rows, options), options) };
  },
} as const satisfies GradedFileFormat;

/** The same results as JSON Lines. */
export const promptfooLines = {
  name: 'promptfoo-lines',
  description: 'results of promptfoo, a line each',
  reads: 'tables',
  findsOutcome: true,
  columns: COLUMNS.join(', '),
  needs: () => COLUMNS,
  recognises: (table) => COLUMNS.every((column) => columnIn(table, column) !== null),
  async rows(table, options) {
    const rows: TableRow[] = [];
    for await (const row of table.rows) rows.push(row);
    return { counts: table.counts, rows: answersOf(rows, cellsOf(rows, options), options) };
  },
} as const satisfies GradedTableFormat;

function resultsOf(value: JsonObject | null): readonly unknown[] | null {
  const outer = value !== null && isObject(value.results) ? value.results.results : undefined;
  if (!Array.isArray(outer)) return null;
  const [first] = outer as readonly unknown[];
  return isObject(first) && 'success' in first && 'provider' in first ? outer : null;
}

function cellsOf(rows: readonly TableRow[], options: FormatOptions): AnswerCells {
  const outcome = options.named.includes('outcome') ? options.columns.outcome : 'success';
  const outcomes = outcomesByWord(TRUTH_WORDS, options.words);
  // A provider that is asked by two prompts is two systems.
  const prompts = new Map<string, Set<string>>();
  for (const row of rows) {
    const provider = providerOf(row);
    prompts.set(provider, (prompts.get(provider) ?? new Set()).add(cellText(row.cell('promptIdx'))));
  }
  const asks = new Map<string, number>();
  return {
    model: (row) => {
      const provider = providerOf(row);
      if (options.model !== undefined) return options.model;
      return prompts.get(provider)!.size === 1 ? provider : `${provider}, prompt ${Number(row.cell('promptIdx')) + 1}`;
    },
    question: (row) => {
      const vars = row.cell('vars');
      return isObject(vars) && Object.keys(vars).length > 0
        ? JSON.stringify(vars)
        : `test ${cellText(row.cell('testIdx'))}`;
    },
    // promptfoo numbers a repeated test anew, and does not say that it repeats one.
    epoch: (row) => {
      const ask = `${cellText(row.cell('promptIdx'))} ${JSON.stringify(row.cell('vars'))}`;
      asks.set(ask, (asks.get(ask) ?? 0) + 1);
      return String(asks.get(ask));
    },
    outcome: (row) => worded(cellByPath(row, outcome), outcomes),
    confidence: (row) => cellByPath(row, options.columns.confidence),
    leftOut: (row) => (wasGraded(row) ? null : 'failed with an error, not graded'),
  };
}

/** Returns whether assertions graded the answer. Older versions do not say why a test failed. */
function wasGraded(row: TableRow): boolean {
  const reason = cellText(row.cell('failureReason'));
  if (reason !== '') return reason !== ERROR;
  return cellText(row.cell('error')) === '' || isObject(row.cell('gradingResult'));
}

function providerOf(row: TableRow): string {
  const provider = row.cell('provider');
  return isObject(provider) ? cellText(provider.label) || cellText(provider.id) : cellText(provider);
}
