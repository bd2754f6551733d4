/** One row per question with a column for each model, whose cells hold outcomes in words. */
import { cellText } from '../cells.js';
import { isObject, type Table, type TableRow } from '../contents.js';
import { type AnswerCells, answersOf, epochIn } from './answersOf.js';
import type { FormatOptions, GradedRow, GradedTableFormat } from './gradedFormat.js';
import { knownColumn, questionIn } from './knownColumns.js';
import { outcomesByWord, worded, wordKey } from './outcomes.js';
import { firstRows } from './programs/firstRows.js';

const WORDS = {
  right: ['correct', 'right'],
  error: ['incorrect', 'wrong'],
  abstention: ['abstained', 'abstention', 'not_attempted', 'not attempted'],
};

export const wide = {
  name: 'wide',
  description: 'one row per question, a column for each model',
  reads: 'tables',
  columns: 'question and a column for each model',
  needs: (options, table) => (questionIn(table, options) === null ? [options.columns.question] : []),
  // Its columns have any names: the cells tell, and chooseFormat looks at them.
  recognises: () => false,
  async rows(table, options) {
    const { first, rows } = await firstRows(table);
    const models = modelColumns(table, first, options);
    return {
      counts: table.counts,
      rows: answersOfModels(rows, models, table, options),
      notes: [`models are the columns ${models.map((name) => JSON.stringify(name)).join(', ')}`],
    };
  },
} as const satisfies GradedTableFormat;

/**
 * Columns in which every cell of the rows looked at is an outcome, and some cell is not empty.
 * @returns no columns where a column names the models, or the user names one of outcomes
 */
export function modelColumns(table: Table, first: readonly TableRow[], options: FormatOptions): readonly string[] {
  if (knownColumn(table, 'model', options) !== null || options.named.includes('outcome')) return [];
  const outcomes = outcomesByWord(WORDS, options.words);
  return table.columns.filter((column) => {
    const cells = first.filter((row) => row.flaw === undefined).map((row) => row.cell(column));
    return (
      cells.some((cell) => cellText(cell) !== '') &&
      cells.every((cell) => !isObject(cell) && (cellText(cell) === '' || outcomes.has(wordKey(cell))))
    );
  });
}

async function* answersOfModels(
  rows: AsyncIterable<TableRow>,
  models: readonly string[],
  table: Table,
  options: FormatOptions,
): AsyncGenerator<GradedRow> {
  const outcomes = outcomesByWord(WORDS, options.words);
  const question = questionIn(table, options)!;
  const epoch = epochIn(knownColumn(table, 'epoch', options));
  for await (const row of rows) {
    for (const model of models) {
      const cells: AnswerCells = {
        model: () => model,
        question,
        epoch,
        outcome: () => worded(row.cell(model), outcomes),
        confidence: () => null,
        // An empty cell is an answer that nobody graded, unless the user says that it is an abstention.
        leftOut: () => (cellText(row.cell(model)) === '' && !outcomes.has('') ? `empty cells of ${model}` : null),
      };
      yield* answersOf([row], cells, options);
    }
  }
}
