/** Groups of rows, such as relations or topics: the estimate of each by itself, and drawn towards that of all. */
import type { Database } from '../data/database.js';
import { frequencyCounts, promptsOf, seenTimes } from '../theory/frequencyCounts.js';
import { missingMassInterval } from '../theory/missingMassInterval.js';
import { grouped, type RowKind } from './countPrompts.js';
import { type CountedGroup, shrink } from './shrinkage.js';

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
  /** The same drawn towards what groups of its size have, the more the fewer rows the group has (`shrink`). */
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
  /** Standard deviation of the groups' true missing masses around what groups of their sizes have; 0 where chance explains the differences. */
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
  return { column, ...groupEstimates(counted, level) };
}

/** @param counted groups; those without rows are left out */
export function groupEstimates(counted: readonly CountedGroup[], level: number): Omit<GroupEstimates, 'column'> {
  const some = counted.filter(({ rows }) => rows > 0);
  const sum = (of: (group: CountedGroup) => number): number => some.reduce((total, group) => total + of(group), 0);
  const { shrunk, spread } = shrink(some);
  const groups = some
    .map((group, at): GroupEstimate => {
      const { singletons, doubletons, rows } = group;
      return {
        ...group,
        missingMass: singletons / rows,
        ...missingMassInterval(singletons, doubletons, rows, level),
        ...shrunk[at],
      };
    })
    .sort((a, b) => b.shrunk - a.shrunk || b.rows - a.rows || (String(a.group) < String(b.group) ? -1 : 1));
  return {
    groups,
    pooled:
      sum(({ singletons }) => singletons) /
      Math.max(
        1,
        sum(({ rows }) => rows),
      ),
    spread,
  };
}
