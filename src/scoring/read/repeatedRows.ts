/** Columns in which rows of one model and one question differ, found by reading the files again. */
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { NamedFile } from '../../data/findFiles.js';
import type { TableOptions } from '../../data/tableOptions.js';
import { cellText, quotedText } from './cells.js';
import type { Table, TableRow } from './contents.js';
import { type ChoiceOptions, formattedRows } from './formats/chooseFormat.js';
import type { ReadAnswer } from './formats/gradedFormat.js';
import { openContents } from './openContents.js';

/** Rows of the question that are compared. */
const COMPARED = 20;
/** Longer texts are answers and explanations, which no one chooses rows by. */
const LONGEST = 40;
const LISTED = 3;

export interface RowDifference {
  readonly column: string;
  /** Different texts, in the order of rows. */
  readonly values: readonly string[];
}

/**
 * @param wanted an answer whose model and question occur more than once
 * @returns null where the rows cannot be compared: not in a table, or in a file that can be read only once
 */
export async function differencesOf(
  files: readonly NamedFile[],
  wanted: ReadAnswer,
  options: ChoiceOptions & TableOptions,
): Promise<readonly RowDifference[] | null> {
  const rows: ReadonlyMap<string, string>[] = [];
  for (const named of files) {
    if (named.path === null || !(await stat(named.path)).isFile()) return null;
    const contents = await openContents(named, Readable.from([]), () => Promise.reject(new Error('a pipe')), options);
    if (contents.kind !== 'table') return null;
    const seen = new Map<number, TableRow>();
    for await (const read of (await formattedRows(remembered(contents, seen), options)).rows) {
      const row = seen.get(read.at)!;
      seen.delete(read.at);
      if (!('answer' in read) || read.answer.model !== wanted.model || read.answer.question !== wanted.question)
        continue;
      rows.push(textsOf(contents.columns, row));
      if (rows.length === COMPARED) return differing(rows);
    }
  }
  return rows.length < 2 ? null : differing(rows);
}

/** A table that keeps the rows which a format has read, by their place: it may look at some before it gives the first one. */
function remembered(contents: Table, seen: Map<number, TableRow>): Table {
  async function* rows(): AsyncGenerator<TableRow> {
    for await (const row of contents.rows) {
      seen.set(row.at, row);
      yield row;
    }
  }
  return { ...contents, rows: rows() };
}

/** Texts of a row by column. Lists and objects are left out: they are answers, and no one chooses rows by them. */
function textsOf(columns: readonly string[], row: TableRow): ReadonlyMap<string, string> {
  return new Map(
    columns.flatMap((column): readonly [string, string][] => {
      const value = row.cell(column);
      return typeof value === 'object' && value !== null ? [] : [[column, cellText(value)]];
    }),
  );
}

function differing(rows: readonly ReadonlyMap<string, string>[]): readonly RowDifference[] {
  const columns = new Set(rows.flatMap((row) => [...row.keys()]));
  return [...columns].flatMap((column) => {
    const values = [...new Set(rows.map((row) => row.get(column) ?? ''))];
    return values.length > 1 && values.every((value) => value.length <= LONGEST) ? [{ column, values }] : [];
  });
}

/** Names of columns that number asks of one question. Other columns tell kinds of rows apart, such as metrics, of which one counts. */
const REPETITION = /epoch|repeat|repetition|\brun|_run|seed|trial|attempt|rollout|iteration|generation|sample|draw/i;

/** Names of columns that may name models. */
const MODEL = /model|llm|system|engine|provider|agent|checkpoint/i;

/** Names of columns that belong to a question. */
const PART =
  /context|passage|paragraph|article|document|story|background|evidence|premise|choice|option|image|picture/i;

/** Remedy for rows that may be those of several runs. */
const RUNS = 'if each file is a run of the same models, --runs keeps them as repeated asks of one question';

/**
 * The remedy for rows that occur twice, in words.
 * @param outcomes the columns of outcomes and confidences
 * @param inFiles true where the rows may stand in several files
 */
export function repeatedHint(
  wanted: ReadAnswer,
  differences: readonly RowDifference[] | null,
  { outcomes, inFiles }: { readonly outcomes: readonly string[]; readonly inFiles: boolean },
): string {
  const who = `the rows of ${quotedText(wanted.model)}, ${quotedText(wanted.question)}`;
  const perhaps = inFiles ? `; ${RUNS}` : '';
  if (differences === null)
    return inFiles
      ? `${who} occur more than once: where two files hold one run, name one of them${perhaps}`
      : `${who} occur more than once: is a part of the data written twice?`;
  const useful = differences.filter(({ column }) => !outcomes.includes(column));
  if (useful.length === 0)
    return differences.length === 0
      ? `${who} are alike: is a part of the data written twice?${perhaps}`
      : `${who} differ in nothing but the outcome: which one counts?${perhaps}`;
  const listed = useful
    .slice(0, LISTED)
    .map(({ column, values }) => `${quotedText(column)} (${values.slice(0, LISTED).map(quotedText).join(', ')})`);
  const repetition = useful.find(({ column }) => REPETITION.test(column));
  const model = useful.find(({ column }) => MODEL.test(column));
  const kind = useful.find(({ column }) => !REPETITION.test(column) && column !== model?.column);
  const remedies = [
    ...(model === undefined ? [] : [`--model-column ${model.column}, if it names models`]),
    ...(kind === undefined
      ? []
      : [
          PART.test(kind.column)
            ? `name it with the question, --question-column QUESTION,${kind.column}, if the answer depends on it`
            : `--where ${kind.column}=VALUE chooses one kind of rows`,
        ]),
    ...(repetition === undefined
      ? []
      : [`--epoch-column ${repetition.column} keeps them as repeated asks of one question, if that is what they are`]),
    ...(inFiles ? [RUNS] : []),
  ];
  return `${who} differ in ${listed.join(', ')}: ${remedies.join('; ')}`;
}
