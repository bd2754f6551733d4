/** Counts how many prompts were answered how often. The database counts, so rows need not fit into memory. */
import type { Database } from '../data/database.js';
import { type FrequencyCounts, frequencyCounts } from '../theory/frequencyCounts.js';
import { isEmpty } from './texts.js';

/** Counts of rows and prompts, from which an estimate is made. */
export interface PromptCounts {
  /** N: rows with a prompt, abstentions included. */
  readonly rows: number;
  /** Rows with an answer. */
  readonly answeredRows: number;
  /** Rows that are left out because their prompt is empty. */
  readonly emptyPrompts: number;
  /** Different prompts, answered or not. */
  readonly prompts: number;
  /** f_r: prompts answered r times. */
  readonly frequencies: FrequencyCounts;
  /** Prompts by their rows, abstentions included; left out where all rows are answers, where it is not known, and above a million prompts. */
  readonly rowFrequencies?: FrequencyCounts | undefined;
  /** Prompts with two or more different answers; null if answers are not known. */
  readonly conflictingPrompts: number | null;
  /** Different answers over all rows; null if answers are not known. */
  readonly distinctAnswers: number | null;
  /** True where `distinctAnswers` is an estimate: where 100,000 rows have 20,000 different answers or more. */
  readonly aboutAnswers?: boolean;
}

/** All different answers are counted exactly if the first `SAMPLE` answers have fewer than `FEW_IN_SAMPLE`. */
const SAMPLE = 100_000;
const FEW_IN_SAMPLE = 20_000;
/** Prompts up to which the rows of each are counted a second time, abstentions included. */
const FEW_PROMPTS = 1e6;

/**
 * SQL of one row per prompt: its `key`, how often it was answered (`n`), and whether its answers `differ`.
 * @param keyed SQL of `keyedRows`
 */
export function grouped(keyed: string, { weighted, answers }: RowKind): string {
  if (!answers)
    return `SELECT key, ${weighted ? 'sum(w)::BIGINT' : 'count(*)'} AS n, false AS differ FROM (${keyed}) GROUP BY key`;
  const answered = weighted ? 'coalesce(sum(w) FILTER (h IS NOT NULL), 0)::BIGINT' : 'count(h)';
  // Half of each hash beside its complement has 32 bits set. Joining different hashes by "or" sets more. This takes one aggregate
  // instead of two, and overlooks a conflict with probability 2⁻³².
  const halved = `SELECT key, (h & ${0xffffffff00000000n}::UBIGINT) | (${0xffffffffn}::UBIGINT - (h >> 32)) AS h${weighted ? ', w' : ''} FROM (${keyed})`;
  return `SELECT key, ${answered} AS n, coalesce(bit_count(bit_or(h)) > 32, false) AS differ FROM (${halved}) GROUP BY key`;
}

/**
 * SQL of one row per training row: the prompt's `key`, the hash `h` of its answer (NULL without an answer), and its count `w`.
 * @param rows SQL of `trainingRows`
 * @param key the prompt `p` itself, or `PROMPT_HASH`
 */
export function keyedRows(rows: string, key: string, { weighted, carried = [] }: RowKind): string {
  return `SELECT ${[`${key} AS key`, 'CASE WHEN answered THEN hash(r) END AS h', ...(weighted ? ['w'] : []), ...carried].join(', ')} FROM (${rows})`;
}

/**
 * SQL of the 64-bit hash by which prompts are distinguished; NULL for an empty prompt. Hashes are much smaller than the texts,
 * which keeps counting fast. Among 10⁸ prompts two share a hash with probability 3·10⁻⁴.
 */
export const PROMPT_HASH = `CASE WHEN ${isEmpty('p')} THEN NULL ELSE hash(p) END`;

export interface RowKind {
  /** Rows have a count `w`. */
  readonly weighted: boolean;
  /** Rows have answers `r`. */
  readonly answers: boolean;
  /** Further columns that rows carry: `g` for groups, `d` for documents. */
  readonly carried?: readonly string[];
}

/** SQL of one row per answer, which `r` identifies. @param withPrompt leaves out answers to empty prompts */
export type Answers = (withPrompt: boolean) => string;

export function answersOfRows(rows: string): Answers {
  return (withPrompt) => `SELECT r FROM (${rows}) WHERE answered${withPrompt ? ` AND NOT ${isEmpty('p')}` : ''}`;
}

export function answersOfKeyed(keyed: string): Answers {
  return (withPrompt) => `SELECT h AS r FROM (${keyed}) WHERE h IS NOT NULL${withPrompt ? ' AND key IS NOT NULL' : ''}`;
}

/** @param keyed SQL of `keyedRows` by `PROMPT_HASH` */
export async function countPrompts(
  database: Database,
  keyed: string,
  answers: Answers,
  kind: RowKind,
): Promise<PromptCounts> {
  const tally = await database.rows(
    `SELECT key IS NULL AS empty, n, count(*) AS prompts, count(*) FILTER (differ) AS conflicts FROM (${grouped(keyed, kind)}) GROUP BY ALL`,
  );
  const full = tally.filter(({ empty }) => empty === false);
  const sum = (name: string): number => full.reduce((total, row) => total + Number(row[name]), 0);
  const answered = full.filter(({ n }) => Number(n) > 0);
  const frequencies = frequencyCounts(answered.map(({ n, prompts }) => [Number(n), Number(prompts)]));
  // Rows are counted in a query of their own, which is cheaper than a count that every prompt carries along.
  const rowsIn = async (where: string): Promise<number> =>
    Number(
      (
        await database.rows(
          `SELECT ${kind.weighted ? 'coalesce(sum(w), 0)::BIGINT' : 'count(*)'} AS total FROM (${keyed})${where}`,
        )
      )[0].total,
    );
  const emptyPrompts = full.length < tally.length ? await rowsIn(' WHERE key IS NULL') : 0;
  const rows = (await rowsIn('')) - emptyPrompts;
  const answeredRows = answered.reduce((total, { n, prompts }) => total + Number(n) * Number(prompts), 0);
  const prompts = sum('prompts');
  return {
    rows,
    answeredRows,
    emptyPrompts,
    prompts,
    frequencies,
    ...(answeredRows < rows &&
      prompts <= FEW_PROMPTS && { rowFrequencies: await frequenciesOfRows(database, keyed, kind) }),
    conflictingPrompts: kind.answers ? sum('conflicts') : null,
    ...(kind.answers ? await countAnswers(database, answers(emptyPrompts > 0)) : { distinctAnswers: null }),
  };
}

async function frequenciesOfRows(database: Database, keyed: string, { weighted }: RowKind): Promise<FrequencyCounts> {
  const total = weighted ? 'sum(w)::BIGINT' : 'count(*)';
  const tally = await database.rows(
    `SELECT n, count(*) AS prompts FROM (SELECT ${total} AS n FROM (${keyed}) WHERE key IS NOT NULL GROUP BY key) GROUP BY n`,
  );
  return frequencyCounts(tally.map(({ n, prompts }) => [Number(n), Number(prompts)]));
}

async function countAnswers(
  database: Database,
  answers: string,
): Promise<Pick<PromptCounts, 'distinctAnswers' | 'aboutAnswers'>> {
  const [{ few }] = await database.rows(
    `SELECT count(DISTINCT r) < ${FEW_IN_SAMPLE} AS few FROM (SELECT r FROM (${answers}) LIMIT ${SAMPLE})`,
  );
  // Many different answers would take as much memory as the prompts. 1/R is tiny then, so an estimate of R is enough.
  const [{ number }] = await database.rows(
    `SELECT ${few === true ? 'count(DISTINCT r)' : 'approx_count_distinct(r)'} AS number FROM (${answers})`,
  );
  return { distinctAnswers: Number(number), ...(few !== true && { aboutAnswers: true }) };
}
