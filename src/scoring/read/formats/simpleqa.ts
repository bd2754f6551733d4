/** One row per answer as graders of SimpleQA write it: three flags, of which one is set (Wei et al. 2024). */
import { answersOf } from './answersOf.js';
import { flagCells, flagColumns, standsInFlags } from './flagOutcome.js';
import type { GradedTableFormat } from './gradedFormat.js';
import { confidenceNotes } from './knownColumns.js';
import type { ByOutcome } from './outcomes.js';

/** NeMo Gym calls the third flag `is_abstain`. */
const FLAGS: ByOutcome<readonly string[]> = {
  right: ['is_correct'],
  error: ['is_incorrect'],
  abstention: ['is_not_attempted', 'is_abstain', 'is_abstained'],
};

export const simpleqa = {
  name: 'simpleqa',
  description: 'one row per answer, as SimpleQA has it',
  reads: 'tables',
  columns: 'is_correct, is_incorrect, is_not_attempted',
  needs: (_, table) =>
    Object.entries(flagColumns(table, FLAGS)).flatMap(([outcome, column]) =>
      column === null ? [FLAGS[outcome as keyof typeof FLAGS][0]] : [],
    ),
  recognises(table, options) {
    const flags = flagColumns(table, FLAGS);
    return Object.values(flags).every((flag) => flag !== null) && standsInFlags(table, flags, options);
  },
  rows(table, options) {
    const cells = flagCells(table, flagColumns(table, FLAGS), options);
    const notes = confidenceNotes(table, cells.confidenceColumn ?? null);
    return { counts: table.counts, rows: answersOf(table.rows, cells, options), notes };
  },
} as const satisfies GradedTableFormat;
