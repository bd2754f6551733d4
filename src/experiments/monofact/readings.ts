/** Reading the runs of the study of monofacts: what upweighting changes, on one and the same data. */
import type { ReportTables } from '../../results/reportTables.js';
import { cellAt, numberAt, rowsOf, textAt } from '../../results/reportTables.js';

export const UPWEIGHTING_WORDS = {
  none: 'none',
  x1: 'repeated once',
  x10: 'repeated ten times',
  code: 'rule of the published code',
} as const;
export type Upweighting = keyof typeof UPWEIGHTING_WORDS;

function column(path: string): string {
  return `study.${path}`;
}

export interface MonofactRun {
  readonly seed: number;
  /** γ of the Pareto law. */
  readonly shape: number;
  readonly replacement: boolean;
  readonly upweighting: string;
  /** A figure; NaN where there is none. */
  at(path: string): number;
}

/** All runs; those that were drawn i.i.d. by default. */
export function runsOf(
  { runs }: ReportTables,
  { replacement = true, upweighting }: { replacement?: boolean; upweighting?: Upweighting } = {},
): readonly MonofactRun[] {
  return rowsOf(runs)
    .map(
      (row): MonofactRun => ({
        seed: numberAt(runs, 'seed', row) ?? NaN,
        shape: numberAt(runs, 'parameters.study.shape', row) ?? NaN,
        replacement: cellAt(runs, 'parameters.study.replacement', row) !== false,
        upweighting: textAt(runs, 'parameters.study.upweighting', row) || 'none',
        at: (path) => numberAt(runs, column(path), row) ?? NaN,
      }),
    )
    .filter((run) => run.replacement === replacement && (upweighting === undefined || run.upweighting === upweighting));
}

/** One value a seed: the mean over its runs, which differ in their shape. */
export function bySeed(runs: readonly MonofactRun[], value: (run: MonofactRun) => number): readonly number[] {
  const values = new Map<number, number[]>();
  for (const run of runs) values.set(run.seed, [...(values.get(run.seed) ?? []), value(run)]);
  return [...values.values()]
    .map((each) => each.reduce((sum, one) => sum + one, 0) / each.length)
    .filter(Number.isFinite);
}

/** What an upweighting makes of a figure, in each seed: compared with the same data not upweighted, then averaged over shapes. */
export function changes(
  tables: ReportTables,
  upweighting: Upweighting,
  path: string,
  compare: (after: number, before: number) => number,
): readonly number[] {
  const base = runsOf(tables, { upweighting: 'none' });
  return bySeed(runsOf(tables, { upweighting }), (run) => {
    const before = base.find(({ seed, shape }) => seed === run.seed && shape === run.shape);
    return before === undefined ? NaN : compare(run.at(path), before.at(path));
  });
}

export function relative(after: number, before: number): number {
  return after / before - 1;
}
export function difference(after: number, before: number): number {
  return after - before;
}
