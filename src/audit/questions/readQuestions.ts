/** Questions in people's tables: each row is asked, or refused for a reason that is told. */
import type { Readable } from 'node:stream';
import { withDatabase } from '../../data/database.js';
import { openTables, type Tables } from '../../data/openTables.js';
import type { TableOptions } from '../../data/tableOptions.js';
import { UserError } from '../../errors/userError.js';
import { badRows, badRowsError, type Skipped } from '../../scoring/read/badRows.js';
import { quotedText } from '../../scoring/read/cells.js';
import type { Flaw } from '../../scoring/read/contents.js';
import { isAbstention } from '../grade/abstentions.js';
import type { GradingRules } from '../grade/gradeAnswer.js';
import type { Question } from '../question.js';
import { acceptedIn } from './acceptedAnswers.js';
import { type NamedQuestionColumns, type QuestionColumns, questionColumns } from './questionColumns.js';

export interface QuestionRequest extends TableOptions {
  readonly files: readonly string[];
  readonly stdin: Readable;
  readonly columns: NamedQuestionColumns;
  readonly delimiter?: string | undefined;
  readonly rules: GradingRules;
  /** True where a grader model judges answers to questions without accepted ones. */
  readonly hasGrader: boolean;
  /** Leave bad rows out instead of refusing the files. */
  readonly skipBadRows: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Questions in the order of their rows. */
export interface ReadQuestions {
  readonly questions: readonly Question[];
  readonly columns: QuestionColumns;
  readonly skipped: Skipped;
  /** Sentences that the user must know. */
  readonly notes: readonly string[];
}

/** @throws UserError for files that cannot be read, for missing columns, and for bad rows unless they are to be skipped */
export async function readQuestions(request: QuestionRequest): Promise<ReadQuestions> {
  const { files, stdin, skipBadRows, signal } = request;
  return withDatabase(
    async (database) => {
      const tables = await openTables(database, files, stdin, request);
      const columns = await questionColumns(tables, request.columns);
      const wanted = namesOf(columns);
      const sql = await tables.select(Object.fromEntries(wanted.map((column, at) => [`c${at}`, column])));
      const rows = await database.rows(sql);
      const bad = badRows();
      const questions: Question[] = [];
      const seen = new Map<string, string>();
      const shown = tables.files.map((file) => file.shown).join(', ');
      for (const [at, row] of rows.entries()) {
        const cell = (column: string | null): string =>
          column === null ? '' : String(row[`c${wanted.indexOf(column)}`] ?? '').trim();
        const place = `${shown}, row ${at + 1}`;
        const question = questionIn(cell, columns, request);
        const flaw = 'kind' in question ? question : repetition(question.text, place, seen);
        if (flaw === null) questions.push(question as Question);
        else bad.add(place, flaw);
      }
      const skipped = bad.skipped();
      if (skipped.rows > 0 && (!skipBadRows || questions.length === 0))
        throw badRowsError(
          skipped,
          rows.length,
          [...bad.hints(), ...(questions.length > 0 ? ['--skip-bad-rows leaves them out, and lists them'] : [])].join(
            '; ',
          ),
        );
      if (questions.length === 0)
        throw new UserError({ code: 'no-rows', summary: 'no questions', where: shown, found: 'no rows' });
      return { questions, columns, skipped, notes: notesOf(questions, columns, tables, request) };
    },
    { signal },
  );
}

function namesOf(columns: QuestionColumns): readonly string[] {
  const { question, answers, pattern, id, group, shouldAbstain } = columns;
  return [
    ...new Set([...question, ...answers, ...[pattern, id, group, shouldAbstain].filter((each) => each !== null)]),
  ];
}

const [YES, NO] = [new Set(['true', '1', '1.0', 'yes', 'y']), new Set(['false', '0', '0.0', 'no', 'n', ''])];

function questionIn(
  cell: (column: string | null) => string,
  columns: QuestionColumns,
  { delimiter, rules, hasGrader }: QuestionRequest,
): Question | Flaw {
  const text = columns.question
    .map(cell)
    .filter((part) => part !== '')
    .join('\n');
  if (text === '') return { kind: 'no question', found: '' };
  const told = cell(columns.shouldAbstain).toLowerCase();
  if (!YES.has(told) && !NO.has(told))
    return {
      kind: 'neither yes nor no (--should-abstain)',
      found: quotedText(told),
      hint: 'yes, no, true, false, 1, 0',
    };
  const shouldAbstain = YES.has(told);
  const read = columns.answers.map((column) => acceptedIn(cell(column), delimiter));
  const flawed = read.find((each) => 'flaw' in each);
  if (flawed !== undefined && 'flaw' in flawed)
    return {
      kind: `accepted answers that cannot be read: ${flawed.flaw}`,
      found: quotedText(cell(columns.answers[read.indexOf(flawed)])),
      hint: 'a list is JSON: ["Paris", "City of Paris"]; --answers names a path such as answer.aliases',
    };
  const accepted = [...new Set(read.flatMap((each) => ('answers' in each ? each.answers : [])))];
  const abstention = accepted.find((answer) => isAbstention(answer, rules.abstentions));
  if (abstention !== undefined)
    return {
      kind: 'an accepted answer is an abstention',
      found: quotedText(abstention),
      hint: 'where a question has no answer, leave its answers empty and mark it in a column: --should-abstain COLUMN',
    };
  const source = cell(columns.pattern);
  const pattern = source === '' ? null : patternOf(source);
  if (pattern !== null && 'kind' in pattern) return pattern;
  if (accepted.length === 0 && pattern === null && !shouldAbstain && !hasGrader)
    return {
      kind: 'no accepted answer',
      found: quotedText(text),
      hint: 'name its column: --answers COLUMN; or let a model judge: --grader-model NAME; or mark questions without an answer: --should-abstain COLUMN',
    };
  const named = (column: string | null): string | null => cell(column) || null;
  return { text, id: named(columns.id), group: named(columns.group), accepted, pattern, shouldAbstain };
}

function patternOf(source: string): RegExp | Flaw {
  try {
    return new RegExp(source, 'iu');
  } catch (error) {
    return { kind: 'not a regular expression', found: `${quotedText(source)}: ${(error as Error).message}` };
  }
}

function repetition(text: string, place: string, seen: Map<string, string>): Flaw | null {
  const first = seen.get(text);
  if (first === undefined) {
    seen.set(text, place);
    return null;
  }
  return {
    kind: 'a question that stands above already',
    found: `${quotedText(text)}, as in ${first}`,
    hint: 'put all accepted answers of a question into one row',
  };
}

/** Signs that often stand between answers. */
const DELIMITERS = ['|', ';'];

function notesOf(
  questions: readonly Question[],
  { leftOut, answers }: QuestionColumns,
  tables: Tables,
  { delimiter, columns }: QuestionRequest,
): readonly string[] {
  const split = DELIMITERS.find((sign) =>
    questions.some(({ accepted }) => accepted.some((answer) => answer.includes(sign))),
  );
  return [
    ...(leftOut.length > 0
      ? [
          `not asked, though it may be a part of the question: ${leftOut.join(', ')}. --question with all columns, commas between, asks it, too`,
        ]
      : []),
    ...(split !== undefined && delimiter === undefined
      ? [`accepted answers hold ${split}: if it stands between several, say --delimiter '${split}'`]
      : []),
    ...(answers.length === 0 && columns.answers === undefined && columns.pattern === undefined
      ? [`no column of accepted answers among ${tables.columns.join(', ')}: the grader model judges alone`]
      : []),
  ];
}
