/** The power of a claim, from the runs of many worlds. */
import { shuffle } from '../random/shuffle.js';
import { stream } from '../random/stream.js';
import { type ReportTables, rowsOf } from '../results/reportTables.js';
import { levelsOf } from '../results/select.js';
import { someRuns } from '../results/someRuns.js';
import type { StoredTable } from '../store/tables.js';
import type { CheckResult, Claim, Power, Verdict } from './claim.js';

/** The tables of several reproductions of one experiment as one, in the order given. */
export function pooledTables(parts: readonly ReportTables[]): ReportTables {
  return { runs: joined(parts.map(({ runs }) => runs)), curves: joined(parts.map(({ curves }) => curves)) };
}

function joined(tables: readonly StoredTable[]): StoredTable {
  const names = [...new Set(tables.flatMap(({ columns }) => Object.keys(columns)))];
  return {
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    metadata: tables[0].metadata,
    columns: Object.fromEntries(
      names.map((name) => [name, tables.flatMap(({ columns, rows }) => columns[name] ?? nulls(rows))]),
    ),
  };
}

function nulls(rows: number): readonly null[] {
  return Array.from({ length: rows }, () => null);
}

/** The worlds of a table, by the seeds of their runs, ascending. */
export function worldsOf({ runs }: ReportTables): readonly number[] {
  return levelsOf(runs, 'seed');
}

/** The tables as if these worlds alone had been run. */
export function tablesOfWorlds(tables: ReportTables, worlds: ReadonlySet<number>): ReportTables {
  const { runs } = tables;
  return someRuns(
    tables,
    rowsOf(runs).filter((row) => worlds.has(runs.columns.seed[row] as number)),
  );
}

/**
 * The verdict of a claim on all worlds together, and the share of random sets of `seeds` worlds that give the same. Where all worlds
 * together leave the claim open, it is the share that confirm it.
 * @param trials number of random sets
 */
export function resampledPower(
  claim: Pick<Claim, 'id' | 'check'>,
  pool: ReportTables,
  { seeds, trials }: { readonly seeds: number; readonly trials: number },
): Power & { readonly verdict: Verdict } {
  const worlds = worldsOf(pool);
  if (worlds.length < seeds)
    throw new RangeError(`${claim.id}: sets of ${seeds} worlds cannot be drawn from ${worlds.length}`);
  const { verdict } = claim.check(pool);
  const wanted = verdict === 'inconclusive' ? 'confirmed' : verdict;
  const source = stream(1, `power/${claim.id}`);
  let met = 0;
  for (let trial = 0; trial < trials; trial++) {
    const drawn = shuffle(
      source,
      Int32Array.from(worlds, (_, at) => at),
    ).slice(0, seeds);
    const set = new Set(Array.from(drawn, (at) => worlds[at]));
    if (verdictOn(claim, tablesOfWorlds(pool, set)) === wanted) met++;
  }
  return { power: met / trials, worlds: worlds.length, seeds, verdict };
}

/** A check that trips over a set of worlds decides nothing there. */
function verdictOn({ check }: Pick<Claim, 'check'>, tables: ReportTables): CheckResult['verdict'] {
  try {
    return check(tables).verdict;
  } catch {
    return 'inconclusive';
  }
}
