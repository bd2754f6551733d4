/** Training rows as a relation: the prompt, the response, whether it is an answer, and how often the row counts. */
import type { Database } from '../data/database.js';
import type { Tables } from '../data/openTables.js';
import { UserError } from '../errors/userError.js';
import type { ChosenColumns } from './columns.js';
import { fold, normalized } from './folding.js';
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
 * is a response and it does not abstain), and `w` (BIGINT, how often the row counts; only with a column of counts).
 */
export async function trainingRows(
  tables: Tables,
  { prompt, response, count, chat }: ChosenColumns,
  { abstentions, normalize, carried = {} }: RowOptions,
): Promise<string> {
  const named = Object.fromEntries([
    ...prompt.map((column, position) => [`p${position}`, column] as const),
    ...(response === null ? [] : [['r', response] as const]),
    ...(count === null ? [] : [['w', count] as const]),
    ...Object.entries(carried),
  ]);
  const beside = Object.keys(carried)
    .map((name) => `, ${name}`)
    .join('');
  const source = await tables.select(named);
  const form = (text: string): string => (normalize ? normalized(text) : text);
  const asked =
    prompt.length === 1
      ? form('p0')
      : `nullif(concat_ws(${JOINT}, ${prompt.map((_, position) => `coalesce(${form(`p${position}`)}, '')`).join(', ')}), ${Array.from({ length: prompt.length - 1 }, () => JOINT).join(' || ')})`;
  const weight =
    count === null
      ? ''
      : ', CASE WHEN TRY_CAST(w AS DOUBLE) = floor(TRY_CAST(w AS DOUBLE)) THEN TRY_CAST(w AS BIGINT) END AS w';
  const pairs = chat
    ? `SELECT ${form('p')} AS p, ${form('r')} AS r${count === null ? '' : ', w'}${beside} FROM (${chatRows(source, `${count === null ? '' : ', w'}${beside}`)})`
    : `SELECT ${asked} AS p, ${response === null ? "''" : form('r')} AS r${count === null ? '' : ', w'}${beside} FROM (${source})`;
  const answers = response !== null || chat;
  const answered = answers
    ? `NOT (${isEmpty('r')} OR ${abstains('r', normalize ? abstentions.map(fold) : abstentions)})`
    : 'true';
  const some = count === null ? '' : ' WHERE w IS NULL OR w <> 0'; // a value that is not a count stays, to be reported
  return `SELECT p, r, ${answered} AS answered${count === null ? '' : ', w'}${beside} FROM (SELECT p, r${weight}${beside} FROM (${pairs}))${some}`;
}

/** The conversation before the assistant's last message, and that message. A single message comes without its role. */
function chatRows(source: string, weight: string): string {
  const text = (content: string): string =>
    `CASE json_type(${content}) WHEN 'ARRAY' THEN array_to_string(list_transform(json_extract_string(${content}, '$[*].text'), lambda t: coalesce(t, '')), '') ELSE ${content} ->> '$' END`;
  const messages = `SELECT from_json(CASE WHEN json_valid(p0) AND json_type(p0) = 'ARRAY' THEN p0 END, '[{"role":"VARCHAR","content":"JSON"}]') AS m${weight} FROM (${source})`;
  const last = `SELECT m, len(m) - list_position(list_reverse(list_transform(m, lambda x: x.role)), 'assistant') + 1 AS place${weight} FROM (${messages})`;
  const before = `SELECT CASE WHEN place IS NULL THEN m ELSE m[1:place - 1] END AS b, m[place].content AS c${weight} FROM (${last})`;
  const whole = `array_to_string(list_transform(b, lambda x: coalesce(x.role, '') || ': ' || coalesce(${text('x.content')}, '')), chr(10))`;
  return `SELECT CASE WHEN len(b) = 1 THEN ${text('b[1].content')} ELSE ${whole} END AS p, ${text('c')} AS r${weight} FROM (${before})`;
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

/** SQL of a prompt of several columns as people read it: one column per line. */
export function readable(prompt: string): string {
  return `replace(${prompt}, ${JOINT}, chr(10))`;
}
