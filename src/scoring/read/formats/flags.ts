/** One row per answer with the flags `correct` and `abstained`, and perhaps `incorrect`, as gemini-hallcheck writes it. */
import { answersOf } from './answersOf.js';
import { flagCells, flagColumns, standsInFlags } from './flagOutcome.js';
import type { GradedTableFormat } from './gradedFormat.js';
import { confidenceNotes, questionIn } from './knownColumns.js';
import type { ByOutcome } from './outcomes.js';

const FLAGS: ByOutcome<readonly string[]> = {
  right: ['correct', 'is_correct', 'is_response_correct', 'right', 'is_right'],
  error: ['incorrect', 'is_incorrect', 'wrong', 'is_wrong', 'hallucinated', 'is_hallucination', 'hallucination'],
  abstention: [
    ...[
      'abstained',
      'is_abstained',
      'abstention',
      'is_abstention',
      'abstain',
      'is_abstain',
      'idk',
      'refused',
      'refusal',
    ],
    ...['is_refusal', 'declined', 'not_attempted', 'is_not_attempted', 'no_answer', 'unanswered'],
    ...['!attempted', '!is_attempted', '!is_given_attempted', '!answered'],
  ],
};

export const flags = {
  name: 'flags',
  description: 'one row per answer, with flags',
  reads: 'tables',
  columns: 'question, correct, abstained (true or false)',
  needs(options, table) {
    const found = flagColumns(table, FLAGS);
    return [
      ...(questionIn(table, options) === null ? [options.columns.question] : []),
      ...(found.right === null ? ['correct'] : []),
      ...(found.abstention === null && found.error === null ? ['abstained'] : []),
    ];
  },
  recognises(table, options) {
    const found = flagColumns(table, FLAGS);
    return (
      found.right !== null &&
      (found.abstention !== null || found.error !== null) &&
      questionIn(table, options) !== null &&
      standsInFlags(table, found, options)
    );
  },
  rows(table, options) {
    const cells = flagCells(table, flagColumns(table, FLAGS), options);
    const notes = confidenceNotes(table, cells.confidenceColumn ?? null);
    return { counts: table.counts, rows: answersOf(table.rows, cells, options), notes };
  },
} as const satisfies GradedTableFormat;
