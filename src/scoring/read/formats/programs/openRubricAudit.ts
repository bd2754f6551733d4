/** The table that `audit` writes: a row for each sample, with the penalty that its prompt stated. */
import { columnIn, type Table } from '../../contents.js';
import { answers } from '../answers.js';
import type { GradedTableFormat } from '../gradedFormat.js';

/** Columns that no other table has together. */
const OWN = ['model', 'question', 'arm', 'statedPenalty', 'sample', 'outcome'];

export const openRubricAudit = {
  name: 'audit',
  description: 'answers of an open-rubric audit',
  reads: 'tables',
  columns: `${OWN.join(', ')} (audit)`,
  needs: () => OWN,
  recognises: (table) => OWN.every((name) => columnIn(table, name) !== null),
  rows(table, options) {
    const { extras: named = {}, unusable = [], columns } = options;
    const extras = {
      ...(named.stakes === undefined && named.target === undefined && { stakes: 'statedPenalty' }),
      ...(named.answerable === undefined && hasColumn(table, 'shouldAbstain') && { shouldAbstain: 'shouldAbstain' }),
    };
    const own = {
      ...options,
      columns: { ...columns, epoch: options.named.includes('epoch') ? columns.epoch : 'sample' },
      extras: { ...named, ...extras },
      unusable: [...unusable, { column: 'outcome', value: 'unusable' }],
    };
    return { ...answers.rows(table, own), extras };
  },
} as const satisfies GradedTableFormat;

function hasColumn(table: Table, name: string): boolean {
  return columnIn(table, name) !== null;
}
