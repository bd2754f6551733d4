/** Columns of a table of questions: named by the user, or recognised by their names. */
import type { Tables } from '../../data/openTables.js';
import { pathOf, tableColumn } from '../../data/tableFile.js';
import { UserError } from '../../errors/userError.js';
import { COMPANIONS } from '../../estimate/shapes/columnNames.js';

/** The columns that the user named; several stand with commas between. */
export interface NamedQuestionColumns {
  readonly question?: string | undefined;
  readonly answers?: string | undefined;
  readonly pattern?: string | undefined;
  readonly id?: string | undefined;
  readonly group?: string | undefined;
  readonly shouldAbstain?: string | undefined;
}

/** The columns that are read. */
export interface QuestionColumns {
  /** Several columns are joined by line breaks. */
  readonly question: readonly string[];
  /** Columns of accepted answers; none where a grader model or a pattern judges alone. */
  readonly answers: readonly string[];
  readonly pattern: string | null;
  readonly id: string | null;
  readonly group: string | null;
  readonly shouldAbstain: string | null;
  /** Columns that look like a part of the question, and are not asked. */
  readonly leftOut: readonly string[];
}

/** Names in common use, the likelier ones first (SimpleQA, PopQA, TriviaQA, Natural Questions, TruthfulQA). */
const QUESTIONS = ['question', 'problem', 'prompt', 'query', 'input', 'instruction', 'user'];
const ANSWERS = [
  'accepted_answers',
  'possible_answers',
  'correct_answers',
  'answers',
  'answer',
  'correct_answer',
  'gold_answer',
  'gold',
  'ground_truth',
  'target',
  'reference',
  'output',
  'response',
];
/** Names of further answers beside `answer`. */
const ALIASES = ['aliases', 'answer_aliases', 'alternatives'];
const IDS = ['id', 'question_id', 'qid', 'uid'];
const GROUPS = ['group', 'category', 'topic', 'subject'];

/** @throws UserError where a named column is missing, or none is recognised that is needed */
export async function questionColumns(tables: Tables, named: NamedQuestionColumns): Promise<QuestionColumns> {
  const question = await listed(tables, named.question, '--question');
  const answers = await listed(tables, named.answers, '--answers');
  const single = async (name: string | undefined, flag: string): Promise<string | null> =>
    (await listed(tables, name, flag))?.[0] ?? null;
  const asked = question ?? foundIn(tables, QUESTIONS, []).slice(0, 1);
  if (asked.length === 0) throw unknownQuestion(tables);
  const taken = [...asked, ...(answers ?? [])];
  const main = foundIn(tables, ANSWERS, taken).slice(0, 1);
  const accepted = answers ?? [...main, ...foundIn(tables, ALIASES, taken)];
  return {
    question: asked,
    answers: accepted,
    pattern: await single(named.pattern, '--pattern'),
    id: (await single(named.id, '--id')) ?? foundIn(tables, IDS, [...taken, ...accepted])[0] ?? null,
    group: (await single(named.group, '--group')) ?? foundIn(tables, GROUPS, [...taken, ...accepted])[0] ?? null,
    shouldAbstain: await single(named.shouldAbstain, '--should-abstain'),
    leftOut: question === null ? foundIn(tables, COMPANIONS, [...taken, ...accepted]) : [],
  };
}

/** Columns that a flag names: one, or several with commas between where no column has the whole name. */
async function listed(tables: Tables, name: string | undefined, flag: string): Promise<readonly string[] | null> {
  if (name === undefined) return null;
  const one = tableColumn(tables, name) !== null || pathOf(name) !== null || !name.includes(',');
  const columns = one ? [name] : name.split(',').map((each) => each.trim());
  await tables.require(columns, flag);
  return columns.map((column) => tableColumn(tables, column) ?? column);
}

/** Columns of these names, in the order of the names, whatever their case and the signs between their words. */
function foundIn({ columns }: Tables, names: readonly string[], without: readonly string[]): readonly string[] {
  const plain = (name: string): string => name.toLowerCase().replace(/[\s-]+/g, '_');
  return names.flatMap((name) => {
    const alike = columns.filter((column) => plain(column) === plain(name) && !without.includes(column));
    return alike.length === 1 ? alike : [];
  });
}

function unknownQuestion({ files, columns }: Tables): UserError {
  return new UserError({
    code: 'no-column',
    summary: 'no column is known to hold questions',
    where: files[0]?.shown,
    found: columns.map((name) => JSON.stringify(name)).join(', ') || 'no columns',
    allowed: QUESTIONS.join(', '),
    hint: 'name it: --question COLUMN',
  });
}
