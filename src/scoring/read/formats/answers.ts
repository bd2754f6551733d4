/** One row per answer, with its outcome in words. */
import { cellText, quotedText, truthOf } from '../cells.js';
import type { TableRow } from '../contents.js';
import { answersOf, epochIn, modelOf, textIn } from './answersOf.js';
import { cellByPath } from './cellByPath.js';
import type { GradedTableFormat } from './gradedFormat.js';
import { abstentionColumns, confidenceNotes, flagFor, knownColumn, questionIn } from './knownColumns.js';
import { type ByOutcome, outcomesByWord, worded } from './outcomes.js';
import { firstRows } from './programs/firstRows.js';

/** The names of the outcomes, and those of SimpleQA and AA-Omniscience, which mean nothing else. */
const WORDS: ByOutcome<readonly string[]> = {
  right: ['correct'],
  error: ['incorrect'],
  abstention: ['abstained', 'not_attempted', 'not attempted'],
};

export const answers = {
  name: 'answers',
  description: 'one row per answer',
  reads: 'tables',
  columns: 'model, question, outcome (and confidence)',
  needs: (options, table) => [
    ...(questionIn(table, options) === null ? [options.columns.question] : []),
    ...(knownColumn(table, 'outcome', options) === null ? [options.columns.outcome] : []),
  ],
  recognises: (table, options) => knownColumn(table, 'outcome', options) !== null,
  async rows(table, options) {
    // To look at rows takes time for each of them, so it is done only where a name asks for it.
    const perhaps = options.abstention === undefined ? abstentionColumns(table) : [];
    const { first, rows } = perhaps.length === 0 ? { first: [], rows: table.rows } : await firstRows(table);
    const outcomes = outcomesByWord(WORDS, options.words);
    const outcome = knownColumn(table, 'outcome', options)!;
    const confidence = knownColumn(table, 'confidence', options);
    const model = knownColumn(table, 'model', options);
    const cells = {
      model: textIn(model, modelOf(table.file, options)),
      question: questionIn(table, options)!,
      outcome: (row) => worded(cellByPath(row, outcome), outcomes),
      confidence: (row) => (confidence === null ? null : cellByPath(row, confidence)),
      confidenceColumn: confidence,
      epoch: epochIn(knownColumn(table, 'epoch', options)),
    } satisfies Parameters<typeof answersOf>[1];
    return {
      counts: table.counts,
      rows: answersOf(rows, cells, options),
      notes: confidenceNotes(table, confidence),
      doubts: abstentionDoubts(
        perhaps.filter((column) => column !== outcome),
        first,
      ),
    };
  },
} as const satisfies GradedTableFormat;

/** Names a column of flags that is not read, and may tell abstentions from errors. */
function abstentionDoubts(perhaps: readonly string[], first: readonly TableRow[]): readonly string[] {
  const column = perhaps.find((name) => {
    const told = first.map((row) => row.cell(name)).filter((cell) => cellText(cell) !== '');
    return told.some(truthOf) && told.every((cell) => truthOf(cell) !== null);
  });
  return column === undefined
    ? []
    : [
        `the column ${quotedText(column)} is not read; if it is true where the model abstained: ${flagFor('abstention-column', column)}`,
      ];
}
