/** Groups of rows, such as relations or topics: the estimate of each by itself, and drawn towards that of all. */
import type { Database } from '../data/database.js';
import { frequencyCounts, promptsOf, seenTimes } from '../theory/frequencyCounts.js';
import { missingMassInterval } from '../theory/missingMassInterval.js';
import { grouped, type RowKind } from './countPrompts.js';

/** A group's counts, and its missing mass. */
export interface GroupEstimate {
  /** Value of the column; null for rows that have none. */
  readonly group: string | null;
  readonly rows: number;
  /** Prompts answered in the group. */
  readonly answeredPrompts: number;
  readonly singletons: number;
  readonly doubletons: number;
  /** n_1/N of the group alone: its singleton rate, which estimates its missing mass. */
  readonly missingMass: number;
  readonly lower: number;
  readonly upper: number;
  /** The same drawn towards the rate of all groups, the more the fewer rows the group has. */
  readonly shrunk: number;
  /** Share of the group's own figure in `shrunk`, in [0, 1]. */
  readonly ownWeight: number;
}

/** Estimates by groups. A prompt that stands in several groups counts in each. */
export interface GroupEstimates {
  readonly column: string;
  /** Groups, those with the largest `shrunk` first. */
  readonly groups: readonly GroupEstimate[];
  /** Σ n_1/Σ N over groups: the mean of the groups' missing masses, weighted by rows. */
  readonly pooled: number;
  /** Standard deviation of the groups' true missing masses around the pooled one, estimated; 0 where chance explains the differences. */
  readonly spread: number;
}

/** @param keyed SQL of `keyedRows` by `PROMPT_HASH` with the column `g` */
export async function estimateGroups(
  database: Database,
  keyed: string,
  kind: RowKind,
  column: string,
  level: number,
): Promise<GroupEstimates> {
  const total = kind.weighted ? 'sum(w)::BIGINT' : 'count(*)';
  const sizes = await database.rows(`SELECT g, ${total} AS n FROM (${keyed}) WHERE key IS NOT NULL GROUP BY g`);
  const pairs = `SELECT {'g': g, 'key': key} AS key, h${kind.weighted ? ', w' : ''} FROM (${keyed}) WHERE key IS NOT NULL`;
  const tally = await database.rows(
    `SELECT key.g AS g, n, count(*) AS prompts FROM (${grouped(pairs, { ...kind, answers: true })}) WHERE n > 0 GROUP BY ALL`,
  );
  const byGroup = new Map<string | null, (readonly [number, number])[]>();
  for (const { g, n, prompts } of tally) {
    const of = byGroup.get(g as string | null) ?? [];
    byGroup.set(g as string | null, of);
    of.push([Number(n), Number(prompts)]);
  }
  const counted = sizes.map(({ g, n }) => {
    const frequencies = frequencyCounts(byGroup.get(g as string | null) ?? []);
    return {
      group: g as string | null,
      rows: Number(n),
      answeredPrompts: promptsOf(frequencies),
      singletons: seenTimes(frequencies, 1),
      doubletons: seenTimes(frequencies, 2),
    };
  });
  return { column, ...shrunkGroups(counted, level) };
}

type Counted = Omit<GroupEstimate, 'missingMass' | 'lower' | 'upper' | 'shrunk' | 'ownWeight'>;

/**
 * Draws the rate of each group towards the pooled rate by `τ²/(τ² + σ²/N_g)`. σ² = (n_1 + 2 n_2 − n_1²/N)/N is the variance of a row, from
 * all groups together, because a small group without singletons would seem certain of 0. τ² is the variance between groups, by moments (DerSimonian and Laird 1986).
 */
export function shrunkGroups(
  counted: readonly Counted[],
  level: number,
): Pick<GroupEstimates, 'groups' | 'pooled' | 'spread'> {
  const some = counted.filter(({ rows }) => rows > 0);
  const sum = (of: (group: Counted) => number): number => some.reduce((total, group) => total + of(group), 0);
  const rows = sum((group) => group.rows);
  const pooled = rows === 0 ? 0 : sum(({ singletons }) => singletons) / rows;
  const variance = Math.max(0, pooled + (2 * sum(({ doubletons }) => doubletons)) / Math.max(1, rows) - pooled ** 2);
  const misfit = sum((group) => group.rows * (group.singletons / group.rows - pooled) ** 2) / (variance || 1);
  // Weights are N_g/σ², so that τ² = (Q − (k − 1)) / (Σ w − Σ w²/Σ w).
  const scale = (rows - sum((group) => group.rows ** 2) / Math.max(1, rows)) / (variance || 1);
  const between = scale > 0 ? Math.max(0, (misfit - (some.length - 1)) / scale) : 0;
  const groups = some
    .map((group): GroupEstimate => {
      const missingMass = group.singletons / group.rows;
      const { lower, upper } = missingMassInterval(group.singletons, group.doubletons, group.rows, level);
      const ownWeight = between === 0 ? 0 : between / (between + variance / group.rows);
      return { ...group, missingMass, lower, upper, shrunk: pooled + ownWeight * (missingMass - pooled), ownWeight };
    })
    .sort((a, b) => b.shrunk - a.shrunk || b.rows - a.rows || (String(a.group) < String(b.group) ? -1 : 1));
  return { groups, pooled, spread: Math.sqrt(between) };
}
