/** Counting: rows → how many prompts were answered how often. The database does it, out of core. */
import type { Database } from '../data/database.js';
import { frequencyCounts, type FrequencyCounts } from '../theory/frequencyCounts.js';
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
  /** Different answers over all rows; null where they are not known. An estimate where a million rows hold 200,000 and more. */
  readonly distinctAnswers: number | null;
}

/** Where fewer of the first rows' answers differ, all are counted exactly. */
const SAMPLE = 1_000_000;
const FEW_IN_SAMPLE = 200_000;

/**
 * SQL: a row a prompt with its `key`, `n` times answered, `a` rows, and whether answers `differ`.
 * @param key of a prompt `p`: the text itself, or a hash of it
 */
export function grouped(rows: string, key: string, { weighted, answers }: RowKind): string {
  const total = weighted ? 'sum(w)::BIGINT' : 'count(*)';
  if (!answers) return `SELECT key, ${total} AS n, ${total} AS a, false AS differ FROM (SELECT ${key} AS key${weighted ? ', w' : ''} FROM (${rows})) GROUP BY key`;
  const answered = weighted ? 'coalesce(sum(w) FILTER (h IS NOT NULL), 0)::BIGINT' : 'count(h)';
  // Hashes in place of the answers themselves: 4 bytes each, and a conflict is overlooked once in 2³².
  const hashed = `SELECT ${key} AS key, CASE WHEN answered THEN (hash(r) >> 32)::UINTEGER END AS h${weighted ? ', w' : ''} FROM (${rows})`;
  return `SELECT key, ${answered} AS n, ${total} AS a, min(h) <> max(h) AS differ FROM (${hashed}) GROUP BY key`;
}

/**
 * Prompts are told apart by 64 bits, which are a fraction of their texts and make counting as fast as counting the texts alone.
 * Among 10⁸ prompts two share theirs with probability 3·10⁻⁴. NULL for no prompt.
 */
const KEY = `CASE WHEN ${isEmpty('p')} THEN NULL ELSE hash(p) END`;

export interface RowKind {
  /** Rows have a count `w`. */
  readonly weighted: boolean;
  /** Rows have answers `r`. */
  readonly answers: boolean;
}

/** @param rows SQL of `trainingRows` */
export async function countPrompts(database: Database, rows: string, kind: RowKind): Promise<PromptCounts> {
  const tally = await database.rows(`SELECT key IS NULL AS empty, n, count(*) AS prompts, sum(a)::BIGINT AS rows, count(*) FILTER (differ) AS conflicts FROM (${grouped(rows, KEY, kind)}) WHERE a > 0 GROUP BY ALL`);
  const full = tally.filter(({ empty }) => empty === false);
  const sum = (name: string, of = full): number => of.reduce((total, row) => total + Number(row[name]), 0);
  const answered = full.filter(({ n }) => Number(n) > 0);
  const frequencies = frequencyCounts(answered.map(({ n, prompts }) => [Number(n), Number(prompts)]));
  const emptyPrompts = sum('rows', tally.filter(({ empty }) => empty === true));
  return {
    rows: sum('rows'),
    answeredRows: answered.reduce((total, { n, prompts }) => total + Number(n) * Number(prompts), 0),
    emptyPrompts,
    prompts: sum('prompts'),
    frequencies,
    conflictingPrompts: kind.answers ? sum('conflicts') : null,
    distinctAnswers: kind.answers ? await countAnswers(database, rows, emptyPrompts > 0) : null,
  };
}

/** @param someEmpty whether rows without a prompt are to be left out, for which prompts have to be read again */
async function countAnswers(database: Database, rows: string, someEmpty: boolean): Promise<number> {
  const answers = `SELECT r FROM (${rows}) WHERE answered${someEmpty ? ` AND NOT ${isEmpty('p')}` : ''}`;
  const [{ few }] = await database.rows(`SELECT count(DISTINCT r) < ${FEW_IN_SAMPLE} AS few FROM (SELECT r FROM (${answers}) LIMIT ${SAMPLE})`);
  // Many different answers would take as much memory as the prompts; then 1/R is next to nothing, and an estimate of R does.
  const [{ number }] = await database.rows(`SELECT ${few === true ? 'count(DISTINCT r)' : 'approx_count_distinct(r)'} AS number FROM (${answers})`);
  return Number(number);
}
