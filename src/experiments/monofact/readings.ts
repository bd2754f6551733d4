/** Reading the runs of the study of monofacts, and what upweighting changes on one and the same data. */
import { combine, type Measured, present, runAt, studyAt } from '../../results/measured.js';
import { cellAt, numberAt, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';

export const UPWEIGHTING_WORDS = {
  none: 'none',
  x1: 'repeated once',
  x10: 'repeated ten times',
  code: 'rule of the published code',
} as const;
export type Upweighting = keyof typeof UPWEIGHTING_WORDS;

/** The values of the study that the claims and figures read. */
interface MonofactValues {
  /** sr: the share of training statements that occur once. */
  readonly monofactRate: number;
  readonly missingMass: number;
  /** Probability of true statements that p̂ gives mass to without having seen them. */
  readonly reachedUnseen: number;
  /** Exact probability of a false statement. */
  readonly falseRate: number;
  readonly coverage: number;
  readonly generated: {
    readonly statements: number;
    readonly falseRate: number;
    readonly distinctFalseShare: number;
    readonly distinct: number;
  };
  readonly miscalibration: {
    readonly totalVariation: number;
    readonly asCoded: number;
    readonly levelSets: number;
  };
  readonly kalaiVempala: { readonly lower: number };
}

export interface MonofactRun {
  readonly seed: number | null;
  /** γ of the Pareto law. */
  readonly shape: number | null;
  readonly replacement: boolean;
  readonly upweighting: string;
  readonly values: Measured<MonofactValues>;
}

/** Reads one value of a run. */
export type MonofactReader = (values: MonofactRun['values']) => number | null;

/** Both metrics of false statements: their exact probability, and the one of the published code. */
export const falseRate: MonofactReader = (values) => values.falseRate;
export const distinctFalseShare: MonofactReader = ({ generated }) => generated.distinctFalseShare;

/** All runs of an upweighting; by default those of every upweighting whose data were drawn i.i.d. */
export function monofactRuns(
  { runs }: ReportTables,
  { replacement = true, upweighting }: { replacement?: boolean; upweighting?: Upweighting } = {},
): readonly MonofactRun[] {
  return rowsOf(runs)
    .map(
      (row): MonofactRun => ({
        seed: runAt(runs, row).seed,
        shape: numberAt(runs, 'parameters.study.shape', row),
        replacement: cellAt(runs, 'parameters.study.replacement', row) !== false,
        upweighting: textAt(runs, 'parameters.study.upweighting', row) || 'none',
        values: studyAt<MonofactValues>(runs, row),
      }),
    )
    .filter((run) => run.replacement === replacement && (upweighting === undefined || run.upweighting === upweighting));
}

/** One value for each seed: the mean over its runs, which differ in their shape; null where one of them lacks it. */
export function shapeMeans(
  runs: readonly MonofactRun[],
  value: (run: MonofactRun) => number | null,
): readonly (number | null)[] {
  const values = new Map<number | null, (number | null)[]>();
  for (const run of runs) values.set(run.seed, [...(values.get(run.seed) ?? []), value(run)]);
  return [...values.values()].map(completeMean);
}

/** A comparison of a value after upweighting with the same value before. */
type Comparison = (after: number, before: number) => number;

/** Change of a value by an upweighting, for each seed: compared on the same data, then averaged over shapes. */
export function changesBySeed(
  tables: ReportTables,
  upweighting: Upweighting,
  read: MonofactReader,
  compare: Comparison,
): readonly (number | null)[] {
  const base = monofactRuns(tables, { upweighting: 'none' });
  return shapeMeans(monofactRuns(tables, { upweighting }), (run) => {
    const before = base.find(({ seed, shape }) => seed === run.seed && shape === run.shape);
    return before === undefined ? null : combine([read(run.values), read(before.values)], compare);
  });
}

/** The same without seeds that lack it. */
export function changes(
  tables: ReportTables,
  upweighting: Upweighting,
  read: MonofactReader,
  compare: Comparison,
): readonly number[] {
  return present(changesBySeed(tables, upweighting, read, compare));
}

export const relative: Comparison = (after, before) => after / before - 1;
export const difference: Comparison = (after, before) => after - before;
