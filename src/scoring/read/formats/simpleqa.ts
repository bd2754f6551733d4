/** One row per answer as SimpleQA's own evaluation writes it: three flags, of which one is set (Wei et al. 2024). */
import { GRADED_OUTCOMES, type GradedOutcome } from '../../grader.js';
import { cellText, quotedText } from '../cells.js';
import { columnIn, type Flaw, type TableRow } from '../contents.js';
import { answersOf, modelOf, textIn } from './answersOf.js';
import type { GradedTableFormat } from './gradedFormat.js';
import { type ByOutcome, byOutcome } from './outcomes.js';

const FLAGS: ByOutcome<string> = { right: 'is_correct', error: 'is_incorrect', abstention: 'is_not_attempted' };
const TRUE = new Set(['true', '1', '1.0', 'yes']);
const FALSE = new Set(['false', '0', '0.0', 'no', '']);

export const simpleqa = {
  name: 'simpleqa',
  description: 'one row per answer, as SimpleQA has it',
  reads: 'tables',
  columns: Object.values(FLAGS).join(', '),
  needs: () => Object.values(FLAGS),
  recognises: (table) => Object.values(FLAGS).every((flag) => columnIn(table, flag) !== null),
  rows(table, options) {
    const { columns } = options;
    const flags = byOutcome((outcome) => columnIn(table, FLAGS[outcome])!);
    const question = columnIn(table, columns.question) ?? columnIn(table, 'problem') ?? columnIn(table, 'id');
    const confidence = columnIn(table, columns.confidence);
    const cells = {
      model: textIn(columnIn(table, columns.model), modelOf(table.file, options)),
      question: (row) => (question === null ? `row ${row.at}` : cellText(row.cell(question))),
      outcome: (row) => flagged(row, flags),
      confidence: (row) => (confidence === null ? null : row.cell(confidence)),
    } satisfies Parameters<typeof answersOf>[1];
    return { counts: table.counts, rows: answersOf(table.rows, cells, options) };
  },
} as const satisfies GradedTableFormat;

function flagged(row: TableRow, flags: ByOutcome<string>): GradedOutcome | Flaw {
  const texts = byOutcome((outcome) => cellText(row.cell(flags[outcome])).toLowerCase());
  const set = GRADED_OUTCOMES.filter((outcome) => TRUE.has(texts[outcome]));
  const known = GRADED_OUTCOMES.every((outcome) => TRUE.has(texts[outcome]) || FALSE.has(texts[outcome]));
  if (set.length === 1 && known) return set[0];
  return {
    kind: 'not exactly one of is_correct, is_incorrect and is_not_attempted',
    found: GRADED_OUTCOMES.map((outcome) => quotedText(texts[outcome])).join(', '),
  };
}
