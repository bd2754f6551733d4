/** Columns of a table by their meaning: under the name that the user gives, or under one of the usual names. */
import { cellText, quotedText, withoutZeros } from '../cells.js';
import { columnIn, type Table, type TableRow } from '../contents.js';
import { cellByPath } from './cellByPath.js';
import type { ColumnNames, FormatOptions } from './gradedFormat.js';

/** Names that other programs give these columns. Where the user names a column, these do not count. */
const OTHER_NAMES: Readonly<Record<keyof ColumnNames, readonly string[]>> = {
  model: ['model_name', 'model_id'],
  question: ['question_id', 'prompt_id', 'sample_id', 'example_id', 'doc_id', 'problem', 'prompt_question', 'id'],
  outcome: ['grade', 'judgement', 'judgment', 'verdict'],
  confidence: [],
  epoch: ['repetition', 'repeat'],
};

/** A column by its name, or by a path into it, such as `judge.correct`; null where there is none. */
export function columnOrPath(table: Table, name: string): string | null {
  const column = columnIn(table, name);
  if (column !== null || !name.includes('.')) return column;
  const [first, ...keys] = name.split('.');
  const outer = columnIn(table, first);
  return outer === null ? null : [outer, ...keys].join('.');
}

/** The column of a meaning; null where there is none, or where two columns could have it and one of them must be named. */
export function knownColumn(
  table: Table,
  key: keyof ColumnNames,
  { columns, named }: Pick<FormatOptions, 'columns' | 'named'>,
): string | null {
  const own = columnOrPath(table, columns[key]);
  if (own !== null || named.includes(key)) return own;
  const others = OTHER_NAMES[key].flatMap((name) => columnIn(table, name) ?? []);
  return key === 'question' || others.length === 1 ? (others[0] ?? null) : null;
}

/** The columns that a name stands for: one, or several with commas between where no column has the whole name. */
export function columnsOf(table: Table, name: string): readonly (string | null)[] {
  const whole = columnOrPath(table, name);
  return whole !== null || !name.includes(',')
    ? [whole]
    : name.split(',').map((each) => columnOrPath(table, each.trim()));
}

/** Reads a row's question: the text of its column, or of several; null where the table lacks one of them. */
export function questionIn(
  table: Table,
  options: Pick<FormatOptions, 'columns' | 'named'>,
): ((row: TableRow) => string) | null {
  const known = knownColumn(table, 'question', options);
  const columns = known !== null ? [known] : columnsOf(table, options.columns.question);
  if (columns.includes(null)) return null;
  const all = columns as readonly string[];
  if (all.length === 1) return (row) => cellText(cellByPath(row, all[0]));
  return (row) => {
    const texts = all.map((column) => withoutZeros(cellText(cellByPath(row, column))));
    return texts.every((text) => text === '') ? '' : JSON.stringify(texts);
  };
}

/** Names that may be those of outcomes, for a suggestion. */
const PERHAPS_OUTCOMES = [
  'is_correct',
  'correct',
  'exact_match',
  'acc',
  'score',
  'result',
  'label',
  'passed',
  'success',
];

/** Names of columns that may be true where the model abstained. Those of questions that have no answer say nothing about the model. */
const PERHAPS_ABSTENTIONS =
  /abst(?:ain|en)|refus|declin|hedg|idk|dont_?know|unanswered|(?:not_?|un)attempted|no_?answer/i;
const OF_QUESTIONS = /should|answerable|expected|gold|target/i;

/** Columns that may tell abstentions from errors. */
export function abstentionColumns({ columns }: Table): readonly string[] {
  return columns.filter((column) => PERHAPS_ABSTENTIONS.test(column) && !OF_QUESTIONS.test(column));
}

/** Names of columns that may hold stated confidences. */
const PERHAPS_CONFIDENCES =
  /confiden|certain|(?:^|[_ ])prob(?:ability|s)?(?:[_ ]|$)|^conf$|^p_(?:correct|true|right)$/i;

/** Names that say that numbers are per cent. */
const PER_CENT = /%|per ?cent|(?:^|[^a-z])pct(?:[^a-z]|$)/i;

/**
 * Names a column that is not read, and may hold stated confidences.
 * @param read the column whose confidences are read
 */
export function confidenceNotes({ columns }: Table, read: string | null): readonly string[] {
  const perhaps = columns.find((column) => PERHAPS_CONFIDENCES.test(column));
  if (read !== null || perhaps === undefined) return [];
  const scale = PER_CENT.test(perhaps) ? ' --confidence-scale 100' : '';
  return [
    `the column ${quotedText(perhaps)} is not read; if it holds stated confidences: ${flagFor('confidence-column', perhaps)}${scale}`,
  ];
}

/** A flag and a column, as a word of a command line. */
export function flagFor(flag: string, column: string): string {
  return `--${flag} ${/^[\w.-]+$/.test(column) ? column : `'${column.replaceAll("'", "'\\''")}'`}`;
}

/** Columns that are similar in meaning to those that a table lacks, as the flags that name them. */
export function flagsForColumns(table: Table, keys: readonly (keyof ColumnNames)[]): readonly string[] {
  return keys.flatMap((key) => {
    const names = [...OTHER_NAMES[key], ...(key === 'outcome' ? PERHAPS_OUTCOMES : [])];
    const near = names.flatMap((name) => table.columns.find((column) => holdsWord(column, name)) ?? [])[0];
    return near === undefined ? [] : [flagFor(`${key}-column`, near)];
  });
}

/** Returns whether a name holds another one as words of its own: `confidence` does not hold `id`. */
function holdsWord(column: string, name: string): boolean {
  const words = column.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  return new RegExp(`(?:^|[^a-z])${name}(?:[^a-z]|$)`).test(words);
}
