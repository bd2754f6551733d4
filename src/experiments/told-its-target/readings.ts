/** Reading the runs of `told-its-target`: what a network does with each kind of questions at each target that it is told. */

import { baseRow, gradedSteps } from '../../results/posttrained.js';
import { numberAt, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { confidenceTarget, expectedScore, type OutcomeShares } from '../../scoring/grader.js';

/** Kinds of questions, and how often the usual answer is right: the confidence of whoever knows the kind and not the person. */
export const LEVELS = { sure: 0.97, likely: 0.82, doubtful: 0.63, unlikely: 0.3 } as const;
export type Level = keyof typeof LEVELS;
export const LEVEL_NAMES = Object.keys(LEVELS) as Level[];
export const TARGETS = [0, 0.5, 0.75, 0.9] as const;
export type Target = (typeof TARGETS)[number];

/** What a network was graded under: the target that each prompt tells, or one target always. */
export type Graded = 'told' | 'accuracy' | 'fixed';
export const GRADED: Readonly<Record<Graded, string>> = {
  told: 'told its target',
  accuracy: 'always at t = 0',
  fixed: 'always at t = 0.75',
};

const GRADER = 'parameters.posttraining.grader';
const GRADERS: Readonly<Record<Graded, string>> = {
  told: 'told-target',
  accuracy: 'accuracy',
  fixed: 'confidence-target',
};

export function runsGraded({ runs }: ReportTables, graded: Graded): readonly number[] {
  return rowsOf(runs).filter((row) => textAt(runs, GRADER, row).includes(GRADERS[graded]));
}

type Read = (column: string) => number;

export function atEnd({ runs }: ReportTables, row: number): Read {
  return (column) => numberAt(runs, column, row) ?? NaN;
}

/** Of the base model of a run, before any grade. */
export function atBase(tables: ReportTables, row: number): Read {
  const base = baseRow(tables, row);
  return (column) => (base === null ? NaN : (numberAt(tables.curves, column, base) ?? NaN));
}

/** Right, wrong (strings that are no response included) and abstained, of one kind of questions at one target told. */
export function sharesAt(read: Read, level: Level, t: Target): OutcomeShares {
  const of = (rate: string): number => read(`families.${level}.told.${TARGETS.indexOf(t)}.${rate}`);
  return { right: of('accuracy'), error: of('errorRate') + of('invalidMass'), abstention: of('abstentionRate') };
}

/** The same over all kinds, each asked as often. */
export function overall(read: Read, t: Target): OutcomeShares {
  const shares = LEVEL_NAMES.map((level) => sharesAt(read, level, t));
  const mean = (of: (each: OutcomeShares) => number): number =>
    shares.reduce((sum, each) => sum + of(each) / shares.length, 0);
  return {
    right: mean(({ right }) => right),
    error: mean(({ error }) => error),
    abstention: mean(({ abstention }) => abstention),
  };
}

/** Points a question at target t, on the scale where a right answer earns 1 more than an error and abstaining 0. */
export function scoreAt(t: Target, shares: OutcomeShares): number {
  return (1 - t) * expectedScore(confidenceTarget(t), shares);
}

/** What can be earned at t without knowing the person: Σ max(c − t, 0) / 4. */
export function bestScore(t: Target): number {
  return LEVEL_NAMES.reduce((sum, level) => sum + Math.max(LEVELS[level] - t, 0) / LEVEL_NAMES.length, 0);
}

export function regretAt(read: Read, t: Target): number {
  return bestScore(t) - scoreAt(t, overall(read, t));
}

/** Regret at t by steps under the grader, the base model at 0. */
export function regretBySteps(
  tables: ReportTables,
  row: number,
  t: Target,
): readonly { readonly step: number; readonly regret: number }[] {
  return gradedSteps(tables, row).map(({ step, curveRow }) => ({
    step,
    regret: regretAt((column) => numberAt(tables.curves, column, curveRow) ?? NaN, t),
  }));
}
