/** One row per answer, with its outcome in words. */
import { answersOf, epochIn, modelOf, textIn } from './answersOf.js';
import { cellByPath } from './cellByPath.js';
import type { GradedTableFormat } from './gradedFormat.js';
import { knownColumn, questionIn } from './knownColumns.js';
import { type ByOutcome, outcomesByWord, worded } from './outcomes.js';

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
  rows(table, options) {
    const outcomes = outcomesByWord(WORDS, options.words);
    const outcome = knownColumn(table, 'outcome', options)!;
    const confidence = knownColumn(table, 'confidence', options);
    const model = knownColumn(table, 'model', options);
    const cells = {
      model: textIn(model, modelOf(table.file, options)),
      question: questionIn(table, options)!,
      outcome: (row) => worded(cellByPath(row, outcome), outcomes),
      confidence: (row) => (confidence === null ? null : cellByPath(row, confidence)),
      epoch: epochIn(knownColumn(table, 'epoch', options)),
    } satisfies Parameters<typeof answersOf>[1];
    return { counts: table.counts, rows: answersOf(table.rows, cells, options) };
  },
} as const satisfies GradedTableFormat;
