/** Training rows as a relation: the prompt, the response, whether it is an answer, and how often the row counts. */
import type { Database } from '../data/database.js';
import type { Tables } from '../data/openTables.js';
import { UserError } from '../errors/userError.js';
import type { ChosenColumns } from './columns.js';
import { fold, normalized } from './folding.js';
import { exampleRows } from './shapes/conversationFunction.js';
import { abstains, isEmpty } from './texts.js';

/** The character between the columns of a prompt of several columns; texts do not hold it. */
const JOINT = 'chr(31)';

export interface RowOptions {
  readonly abstentions: readonly string[];
  readonly normalize: boolean;
  /** Further columns that each row carries, under the names given. */
  readonly carried?: Readonly<Record<string, string>>;
}

/**
 * SQL that gives the columns `p` (the prompt, which may be empty: `isEmpty`), `r` (the response), `answered` (true where there
 * is a response and it does not abstain), and `w` (BIGINT, how often the row counts; only with a column of counts). The functions of
 * conversations must be registered (`registerConversations`).
 */
export async function trainingRows(tables: Tables, columns: ChosenColumns, options: RowOptions): Promise<string> {
  const { carried = {} } = options;
  const { prompt, response, count, conversation, numbers } = columns;
  // The conversation, where there is one, is p0.
  const asked =
    conversation === null
      ? prompt
      : [conversation.prompt, ...prompt.filter((column) => column !== conversation.prompt)];
  const named = Object.fromEntries([
    ...asked.map((column, position) => [`p${position}`, column] as const),
    ...(response === null ? [] : [['r', response] as const]),
    ...(count === null ? [] : [['w', count] as const]),
    ...Object.entries(carried),
  ]);
  const source = await tables.select(named);
  const beyond = [...(count === null ? [] : ['w']), ...Object.keys(carried)];
  const others = [...asked.slice(1).map((_, position) => `p${position + 1}`), ...beyond];
  const cells = conversation === null ? source : exampleRows(source, response !== null, others);
  const answers = response !== null || conversation !== null;
  const form = (text: string): string => {
    const one = numbers ? numberForm(text) : text;
    return options.normalize ? normalized(one) : one;
  };
  // A conversation that cannot be read is an empty prompt, whatever stands beside it.
  const whole =
    conversation === null || asked.length === 1
      ? joined(asked.length, form)
      : `CASE WHEN p0 <> '' THEN ${joined(asked.length, form)} END`;
  const pairs = `SELECT ${whole} AS p, ${answers ? form('r') : "''"} AS r${beyond.map((column) => `, ${column}`).join('')} FROM (${cells})`;
  return answeredRows(pairs, { ...options, answers: columns.answers, weighted: count !== null });
}

/**
 * SQL of training rows from pairs of texts.
 * @param pairs SQL with the columns `p`, `r`, perhaps `w`, a count as text, and those carried
 */
export function answeredRows(
  pairs: string,
  {
    abstentions,
    normalize,
    carried = {},
    answers,
    weighted,
  }: RowOptions & { readonly answers: boolean; readonly weighted: boolean },
): string {
  const weight = weighted
    ? ', CASE WHEN TRY_CAST(w AS DOUBLE) = floor(TRY_CAST(w AS DOUBLE)) THEN TRY_CAST(w AS BIGINT) END AS w'
    : '';
  const answered = answers
    ? `NOT (${isEmpty('r')} OR ${abstains('r', normalize ? abstentions.map(fold) : abstentions)})`
    : 'true';
  const beside = Object.keys(carried)
    .map((name) => `, ${name}`)
    .join('');
  const some = weighted ? ' WHERE w IS NULL OR w <> 0' : ''; // a value that is not a count stays, to be reported
  return `SELECT p, r, ${answered} AS answered${weighted ? ', w' : ''}${beside} FROM (SELECT p, r${weight}${beside} FROM (${pairs}))${some}`;
}

/** SQL of the columns p0, p1, … as one text; empty where all are. */
function joined(columns: number, form: (text: string) => string): string {
  if (columns === 1) return form('p0');
  // An empty list in one row is a missing value in another.
  const texts = Array.from(
    { length: columns },
    (_, position) => `coalesce(nullif(nullif(${form(`p${position}`)}, '[]'), '{}'), '')`,
  );
  return `nullif(concat_ws(${JOINT}, ${texts.join(', ')}), ${Array.from({ length: columns - 1 }, () => JOINT).join(' || ')})`;
}

/** SQL of a text, or of a whole number without its decimals, which programs such as pandas add: 3.0 is 3. */
function numberForm(text: string): string {
  return `CASE WHEN suffix(${text}, '0') AND regexp_full_match(${text}, '[-+]?[0-9]+\\.0+') THEN split_part(${text}, '.', 1) ELSE ${text} END`;
}

/**
 * @param keyed SQL of `keyedRows`
 * @throws UserError where a count is not an integer of at least 0, or the counts add up to more than a double holds exactly
 */
export async function checkCounts(database: Database, keyed: string, column: string): Promise<void> {
  const [{ bad, total }] = await database.rows(
    `SELECT count(*) FILTER (w IS NULL OR w < 0) AS bad, sum(w::DOUBLE) AS total FROM (${keyed})`,
  );
  if (Number(bad) > 0)
    throw new UserError({
      code: 'bad-count',
      summary: `${bad} rows have no count`,
      where: `--count ${column}`,
      allowed: 'an integer of at least 0 in every row',
    });
  if (Number(total) > Number.MAX_SAFE_INTEGER)
    throw new UserError({
      code: 'bad-count',
      summary: 'the counts add up to more than 9·10¹⁵',
      where: `--count ${column}`,
    });
}

/** SQL of a prompt of several columns as people read it: one column per line, and none for empty ones at the end. */
export function readable(prompt: string): string {
  return `replace(rtrim(${prompt}, ${JOINT}), ${JOINT}, chr(10))`;
}
