/** Outcomes in columns of flags: right, wrong and abstained, each true or false. */
import { GRADED_OUTCOMES, type GradedOutcome } from '../../grader.js';
import { cellText, quotedText } from '../cells.js';
import { columnIn, type Flaw, type Table, type TableRow } from '../contents.js';
import type { AnswerCells } from './answersOf.js';
import { epochIn, modelOf, textIn } from './answersOf.js';
import { cellByPath } from './cellByPath.js';
import type { FormatOptions } from './gradedFormat.js';
import { columnOrPath, knownColumn, questionIn } from './knownColumns.js';
import type { ByOutcome } from './outcomes.js';

const TRUE = new Set(['true', '1', '1.0', 'yes']);
const FALSE = new Set(['false', '0', '0.0', 'no', '']);

/** Names of the flags, and for each outcome the column; null where the table has none of the names. */
export function flagColumns(table: Table, names: ByOutcome<readonly string[]>): Record<GradedOutcome, string | null> {
  const find = (outcome: GradedOutcome): string | null =>
    names[outcome].map((name) => columnIn(table, name)).find((column) => column !== null) ?? null;
  return { right: find('right'), error: find('error'), abstention: find('abstention') };
}

/** Returns whether the outcome stands in these flags: no other column holds it, and the user names none but one of them. */
export function standsInFlags(
  table: Table,
  flags: ByOutcome<string | null>,
  { columns }: Pick<FormatOptions, 'columns'>,
): boolean {
  const own = columnOrPath(table, columns.outcome);
  return own === null || Object.values(flags).includes(own);
}

/**
 * Reads rows of flags. An abstention counts as one whatever the flag of right answers says; where there is a flag of errors, exactly
 * one of the three must be true.
 */
export function flagCells(table: Table, flags: ByOutcome<string | null>, options: FormatOptions): AnswerCells {
  const question = questionIn(table, options);
  const confidence = knownColumn(table, 'confidence', options);
  return {
    model: textIn(knownColumn(table, 'model', options), modelOf(table.file, options)),
    question: question ?? ((row) => `row ${row.at}`),
    outcome: (row) => flagged(row, flags),
    confidence: (row) => (confidence === null ? null : cellByPath(row, confidence)),
    epoch: epochIn(knownColumn(table, 'epoch', options)),
  };
}

function flagged(row: TableRow, flags: ByOutcome<string | null>): GradedOutcome | Flaw {
  const columns = GRADED_OUTCOMES.flatMap((outcome) =>
    flags[outcome] === null ? [] : [{ outcome, column: flags[outcome] }],
  );
  const read = columns.map(({ outcome, column }) => ({ outcome, text: cellText(row.cell(column)).toLowerCase() }));
  const set = read.filter(({ text }) => TRUE.has(text)).map(({ outcome }) => outcome);
  const known = read.every(({ text }) => TRUE.has(text) || FALSE.has(text));
  if (known && flags.error !== null && set.length === 1) return set[0];
  if (known && flags.error === null) return set.includes('abstention') ? 'abstention' : (set[0] ?? 'error');
  const names = columns.map(({ column }) => column);
  return {
    kind:
      flags.error === null
        ? `no flag: ${names.join(' or ')}`
        : `not exactly one of ${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`,
    found: read.map(({ text }) => quotedText(text)).join(', '),
  };
}
