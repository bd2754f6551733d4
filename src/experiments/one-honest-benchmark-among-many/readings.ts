/** Reading the tables of the leaderboards: a league is a population of models of equal knowledge. */

import { cellAt, numberAt, rowsOf } from '../../results/reportTables.js';
import type { StoredTable } from '../../store/tables.js';

export const HONEST = 'study.honestBenchmarks';
export const GUESS = 'study.guessAccuracy';
export const BIRTHDAY_GUESS = 0.00274;

export interface League {
  readonly seed: number;
  readonly honest: number;
  /** q; null where confidences are of every degree. */
  readonly guess: number | null;
  readonly knowledge: number;
  /** A figure of the run; NaN where there is none. */
  run(path: string): number;
  /** A figure of the league. */
  at(path: string): number;
}

export function leaguesOf(runs: StoredTable, honest?: number): readonly League[] {
  return rowsOf(runs)
    .flatMap((row): League[] => {
      const leagues: League[] = [];
      for (let place = 0; numberAt(runs, `study.leagues.${place}.knowledge`, row) !== null; place++) {
        const run = (path: string): number => numberAt(runs, `study.${path}`, row) ?? NaN;
        const at = (path: string): number => run(`leagues.${place}.${path}`);
        leagues.push({
          seed: Number(cellAt(runs, 'seed', row)),
          honest: run('honestBenchmarks'),
          guess: numberAt(runs, GUESS, row),
          knowledge: at('knowledge'),
          run,
          at,
        });
      }
      return leagues;
    })
    .filter((league) => honest === undefined || league.honest === honest);
}

/** One value a seed: the mean over its leagues. */
export function seedMeansOf(leagues: readonly League[], value: (league: League) => number): readonly number[] {
  return [...new Set(leagues.map(({ seed }) => seed))].map((seed) => {
    const values = leagues.filter((league) => league.seed === seed).map(value);
    return values.reduce((sum, each) => sum + each, 0) / values.length;
  });
}

/** Different numbers, rising. */
export function levels(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
