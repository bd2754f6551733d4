/** Counting: rows → how many prompts were answered how often. The database does it, out of core. */
import type { Database } from '../data/database.js';
import { type FrequencyCounts, frequencyCounts } from '../theory/frequencyCounts.js';
import { isEmpty } from './texts.js';

/** What rows say of the prompts that they do not show. */
export interface PromptCounts {
  /** N: rows with a prompt, abstentions included. */
  readonly rows: number;
  /** Rows with an answer. */
  readonly answeredRows: number;
  /** Rows left out because their prompt is empty. */
  readonly emptyPrompts: number;
  /** Different prompts, answered or not. */
  readonly prompts: number;
  /** f_r: prompts answered r times. */
  readonly frequencies: FrequencyCounts;
  /** Prompts with two different answers or more; null where answers are not known. */
  readonly conflictingPrompts: number | null;
  /** Different answers over all rows; null where they are not known. An estimate where 100,000 rows hold 20,000 and more. */
  readonly distinctAnswers: number | null;
}

/** Where fewer of the first rows' answers differ, all are counted exactly. */
const SAMPLE = 100_000;
const FEW_IN_SAMPLE = 20_000;

/**
 * SQL: a row a prompt with its `key`, `n` times answered, and whether answers `differ`.
 * @param keyed SQL of `keyedRows`
 */
export function grouped(keyed: string, { weighted, answers }: RowKind): string {
  if (!answers)
    return `SELECT key, ${weighted ? 'sum(w)::BIGINT' : 'count(*)'} AS n, false AS differ FROM (${keyed}) GROUP BY key`;
  const answered = weighted ? 'coalesce(sum(w) FILTER (h IS NOT NULL), 0)::BIGINT' : 'count(h)';
  // Half of each hash beside its complement: 32 bits are set, and more where different ones are joined by "or". One aggregate in
  // place of two, and a conflict is overlooked once in 2³².
  const halved = `SELECT key, (h & ${0xffffffff00000000n}::UBIGINT) | (${0xffffffffn}::UBIGINT - (h >> 32)) AS h${weighted ? ', w' : ''} FROM (${keyed})`;
  return `SELECT key, ${answered} AS n, coalesce(bit_count(bit_or(h)) > 32, false) AS differ FROM (${halved}) GROUP BY key`;
}

/**
 * SQL: `key` of the prompt, `h` the hash of its answer (NULL where there is none), `w`.
 * @param rows SQL of `trainingRows`
 * @param key the prompt `p` itself, or `PROMPT_HASH`
 */
export function keyedRows(rows: string, key: string, { weighted }: RowKind): string {
  return `SELECT ${key} AS key, CASE WHEN answered THEN hash(r) END AS h${weighted ? ', w' : ''} FROM (${rows})`;
}

/**
 * Prompts are told apart by 64 bits, which are a fraction of their texts and make counting as fast as counting the texts alone.
 * Among 10⁸ prompts two share theirs with probability 3·10⁻⁴. NULL for no prompt.
 */
export const PROMPT_HASH = `CASE WHEN ${isEmpty('p')} THEN NULL ELSE hash(p) END`;

export interface RowKind {
  /** Rows have a count `w`. */
  readonly weighted: boolean;
  /** Rows have answers `r`. */
  readonly answers: boolean;
}

/** SQL: a row an answer, those to empty prompts left out if asked; told apart by `r`. */
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
  // Rows are counted apart: a count that every prompt carries along would cost more than that.
  const rowsIn = async (where: string): Promise<number> =>
    Number(
      (
        await database.rows(
          `SELECT ${kind.weighted ? 'coalesce(sum(w), 0)::BIGINT' : 'count(*)'} AS total FROM (${keyed})${where}`,
        )
      )[0].total,
    );
  const emptyPrompts = full.length < tally.length ? await rowsIn(' WHERE key IS NULL') : 0;
  return {
    rows: (await rowsIn('')) - emptyPrompts,
    answeredRows: answered.reduce((total, { n, prompts }) => total + Number(n) * Number(prompts), 0),
    emptyPrompts,
    prompts: sum('prompts'),
    frequencies,
    conflictingPrompts: kind.answers ? sum('conflicts') : null,
    distinctAnswers: kind.answers ? await countAnswers(database, answers(emptyPrompts > 0)) : null,
  };
}

async function countAnswers(database: Database, answers: string): Promise<number> {
  const [{ few }] = await database.rows(
    `SELECT count(DISTINCT r) < ${FEW_IN_SAMPLE} AS few FROM (SELECT r FROM (${answers}) LIMIT ${SAMPLE})`,
  );
  // Many different answers would take as much memory as the prompts; then 1/R is next to nothing, and an estimate of R does.
  const [{ number }] = await database.rows(
    `SELECT ${few === true ? 'count(DISTINCT r)' : 'approx_count_distinct(r)'} AS number FROM (${answers})`,
  );
  return Number(number);
}
