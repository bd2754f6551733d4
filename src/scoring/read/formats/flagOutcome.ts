/** Outcomes in columns of flags: right, wrong and abstained, each true or false. */
import { GRADED_OUTCOMES, type GradedOutcome } from '../../grader.js';
import { cellText, quotedText } from '../cells.js';
import { columnIn, type Flaw, type Table, type TableRow } from '../contents.js';
import type { AnswerCells } from './answersOf.js';
import { epochIn, modelOf, textIn } from './answersOf.js';
import { cellByPath } from './cellByPath.js';
import type { FormatOptions } from './gradedFormat.js';
import { columnOrPath, knownColumn, questionIn } from './knownColumns.js';
import { type ByOutcome, byOutcome } from './outcomes.js';

const TRUE = new Set(['true', '1', '1.0', 'yes']);
const FALSE = new Set(['false', '0', '0.0', 'no', '']);

/** The column of a flag. */
interface FlagColumn {
  readonly column: string;
  /** True for a flag of answers, such as `attempted`, which is false for abstentions. */
  readonly negated: boolean;
}

type FlagColumns = ByOutcome<FlagColumn | null>;

/** For each outcome the column of its flag; null where the table has none of the names. A name after `!` is that of a negated flag. */
export function flagColumns(table: Table, names: ByOutcome<readonly string[]>): FlagColumns {
  return byOutcome((outcome) => {
    for (const name of names[outcome]) {
      const column = columnIn(table, name.replace('!', ''));
      if (column !== null) return { column, negated: name.startsWith('!') };
    }
    return null;
  });
}

/** Returns whether the outcome stands in these flags: no other column holds it, and the user names none but one of them. */
export function standsInFlags(table: Table, flags: FlagColumns, { columns }: Pick<FormatOptions, 'columns'>): boolean {
  const own = columnOrPath(table, columns.outcome);
  return own === null || Object.values(flags).some((flag) => flag?.column === own);
}

/**
 * Reads rows of flags. An abstention counts as one whatever the flag of right answers says. Where there is a flag of errors, exactly
 * one of the flags must be true; without a flag of abstentions, the user is asked about rows with none.
 */
export function flagCells(table: Table, flags: FlagColumns, options: FormatOptions): AnswerCells {
  const question = questionIn(table, options);
  const confidence = knownColumn(table, 'confidence', options);
  return {
    model: textIn(knownColumn(table, 'model', options), modelOf(table.file, options)),
    question: question ?? ((row) => `row ${row.at}`),
    outcome: (row) => flagged(row, flags, options.words.abstention.includes('')),
    confidence: (row) => (confidence === null ? null : cellByPath(row, confidence)),
    confidenceColumn: confidence,
    epoch: epochIn(knownColumn(table, 'epoch', options)),
  };
}

/** @param neither true where the user says that a row without a flag is an abstention */
function flagged(row: TableRow, flags: FlagColumns, neither: boolean): GradedOutcome | Flaw {
  const read = GRADED_OUTCOMES.flatMap((outcome) => {
    const flag = flags[outcome];
    return flag === null ? [] : [{ outcome, ...flag, text: cellText(row.cell(flag.column)).toLowerCase() }];
  });
  const set = read.filter(({ text, negated }) => (negated ? FALSE : TRUE).has(text)).map(({ outcome }) => outcome);
  const known = read.every(({ text }) => TRUE.has(text) || FALSE.has(text));
  if (known && flags.error !== null && set.length === 1) return set[0];
  if (known && flags.error === null) return set.includes('abstention') ? 'abstention' : (set[0] ?? 'error');
  const names = read.map(({ column }) => column);
  if (known && flags.abstention === null && set.length === 0)
    return neither
      ? 'abstention'
      : {
          kind: `neither ${names.join(' nor ')}`,
          found: read.map(({ text }) => quotedText(text)).join(', '),
          hint: `if rows that are neither are abstentions: --abstained ''`,
          asks: true,
        };
  return {
    kind:
      flags.error === null
        ? `not a flag: ${names.join(' or ')}`
        : `not exactly one of ${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`,
    found: read.map(({ text }) => quotedText(text)).join(', '),
  };
}
