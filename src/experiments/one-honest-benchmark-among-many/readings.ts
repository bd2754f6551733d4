/** Reading the runs of the study of leaderboards: a league is a population of models of equal knowledge. */
import { type Measured, runAt, studyAt } from '../../results/measured.js';
import { rowsOf } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';
import type { StoredTable } from '../../store/tables.js';

/** Probability that a guess of a birthday is right, as the runs were given it. */
export const BIRTHDAY_GUESS = 0.00274;

/** The values of a population that the claims and figures read. */
interface LeagueValues {
  readonly knowledge: number;
  readonly plain: {
    readonly guessers: number;
    readonly threshold: number;
    readonly winner: { readonly error: number };
    readonly expected: { readonly error: number };
  };
  readonly mitigable: {
    readonly mitigated: number;
    readonly gain: { readonly alone: number; readonly jointly: number };
  };
}

/** The values of a run. */
interface LeaderboardsValues {
  readonly honestBenchmarks: number;
  /** q: the probability that a guess is right; null where confidences are of every degree. */
  readonly guessAccuracy: number | null;
  /** m*: honest benchmarks that are needed for abstaining to beat guessing. */
  readonly needed: number | null;
  readonly expectedThreshold: number;
  readonly leagues: readonly LeagueValues[];
  readonly rankings: readonly { readonly penalty: number; readonly kendall: number }[];
}

type LeaderboardsRun = Measured<LeaderboardsValues>;

export interface League extends Measured<LeagueValues> {
  readonly seed: number | null;
  readonly run: LeaderboardsRun;
}

/** All runs, in the order of the table. */
export function leaderboardsRuns(runs: StoredTable): readonly LeaderboardsRun[] {
  return rowsOf(runs).map((row) => studyAt<LeaderboardsValues>(runs, row));
}

/** Populations of all runs. @param honest honest benchmarks of the runs; any number where it is left out */
export function leaguesOf(runs: StoredTable, honest?: number): readonly League[] {
  return leaderboardsRuns(runs)
    .flatMap((run, row) => run.leagues.map((league): League => ({ ...league, seed: runAt(runs, row).seed, run })))
    .filter(({ run }) => honest === undefined || run.honestBenchmarks === honest);
}

/** One value for each seed: the mean over its leagues; null where one of them lacks it. */
export function leagueMeans(
  leagues: readonly League[],
  value: (league: League) => number | null,
): readonly (number | null)[] {
  return [...new Set(leagues.map(({ seed }) => seed))].map((seed) =>
    completeMean(leagues.filter((league) => league.seed === seed).map(value)),
  );
}

/** The different numbers among the values, ascending. */
export function levels(values: readonly (number | null)[]): readonly number[] {
  return [...new Set(values.filter((value) => value !== null))].sort((a, b) => a - b);
}
