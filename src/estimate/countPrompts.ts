/** Counting: rows → how many prompts were answered how often. The database does it, out of core. */
import type { Database } from '../data/database.js';
import { frequencyCounts, type FrequencyCounts } from '../theory/frequencyCounts.js';

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
  /** Different answers over all rows; null where they are not known. From a million on it is an estimate. */
  readonly distinctAnswers: number | null;
}

/** Up to so many different answers are counted exactly. */
const FEW_ANSWERS = 1_000_000;

/** `p`, `n` times answered, `a` rows, and whether answers `differ`. */
export function grouped(rows: string, { weighted, answers }: RowKind): string {
  const total = weighted ? 'sum(w)::BIGINT' : 'count(*)';
  if (!answers) return `SELECT p, ${total} AS n, ${total} AS a, false AS differ FROM (${rows}) GROUP BY p`;
  const answered = weighted ? 'coalesce(sum(w) FILTER (h IS NOT NULL), 0)::BIGINT' : 'count(h)';
  // Hashes in place of the answers themselves: 8 bytes a prompt, and a conflict is overlooked once in 2⁶⁴.
  return `SELECT p, ${answered} AS n, ${total} AS a, min(h) <> max(h) AS differ FROM (SELECT p, CASE WHEN r IS NULL THEN NULL ELSE hash(r) END AS h${weighted ? ', w' : ''} FROM (${rows})) GROUP BY p`;
}

export interface RowKind {
  /** Rows have a count `w`. */
  readonly weighted: boolean;
  /** Rows have answers `r`. */
  readonly answers: boolean;
}

/** @param rows SQL of `trainingRows` */
export async function countPrompts(database: Database, rows: string, kind: RowKind): Promise<PromptCounts> {
  const tally = await database.rows(`SELECT p IS NULL AS empty, n, count(*) AS prompts, sum(a)::BIGINT AS rows, count(*) FILTER (differ) AS conflicts FROM (${grouped(rows, kind)}) WHERE a > 0 GROUP BY ALL`);
  const full = tally.filter(({ empty }) => empty === false);
  const sum = (name: string, of = full): number => of.reduce((total, row) => total + Number(row[name]), 0);
  const answered = full.filter(({ n }) => Number(n) > 0);
  const frequencies = frequencyCounts(answered.map(({ n, prompts }) => [Number(n), Number(prompts)]));
  return {
    rows: sum('rows'),
    answeredRows: answered.reduce((total, { n, prompts }) => total + Number(n) * Number(prompts), 0),
    emptyPrompts: sum('rows', tally.filter(({ empty }) => empty === true)),
    prompts: sum('prompts'),
    frequencies,
    conflictingPrompts: kind.answers ? sum('conflicts') : null,
    distinctAnswers: kind.answers ? await countAnswers(database, rows) : null,
  };
}

async function countAnswers(database: Database, rows: string): Promise<number> {
  const answers = `SELECT r FROM (${rows}) WHERE p IS NOT NULL AND r IS NOT NULL`;
  const [{ about }] = await database.rows(`SELECT approx_count_distinct(r) AS about FROM (${answers})`);
  if (Number(about) > FEW_ANSWERS) return Number(about);
  const [{ exactly }] = await database.rows(`SELECT count(DISTINCT r) AS exactly FROM (${answers})`);
  return Number(exactly);
}
