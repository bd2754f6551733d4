/** One row per answer, with its outcome in words. */
import { columnIn } from '../contents.js';
import { answersOf, modelOf, textIn, worded } from './answersOf.js';
import type { GradedTableFormat } from './gradedFormat.js';
import { byOutcome, OUTCOME_NAMES, outcomesByWord } from './outcomes.js';

const WORDS = byOutcome((outcome) => [OUTCOME_NAMES[outcome]]);

export const answers = {
  name: 'answers',
  description: 'one row per answer',
  reads: 'tables',
  columns: 'model, question, outcome (and confidence)',
  needs: ({ columns, model }) => [...(model === undefined ? [columns.model] : []), columns.question, columns.outcome],
  recognises: (table, { columns }) => columnIn(table, columns.outcome) !== null,
  rows(table, options) {
    const { columns, words } = options;
    const outcomes = outcomesByWord(WORDS, words);
    const [outcome, confidence] = [columnIn(table, columns.outcome)!, columnIn(table, columns.confidence)];
    const cells = {
      model: textIn(columnIn(table, columns.model), modelOf(table.file, options)),
      question: textIn(columnIn(table, columns.question)),
      outcome: (row) => worded(row.cell(outcome), outcomes),
      confidence: (row) => (confidence === null ? null : row.cell(confidence)),
    } satisfies Parameters<typeof answersOf>[1];
    return { counts: table.counts, rows: answersOf(table.rows, cells, options) };
  },
} as const satisfies GradedTableFormat;
