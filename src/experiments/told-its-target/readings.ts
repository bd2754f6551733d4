/** Reading the runs of `told-its-target`: the answers of a network to each kind of questions, at each target told. */

import { type MeasuredFamily, measured } from '../../results/measured.js';
import { after, before, gradedMeans } from '../../results/posttrained.js';
import { type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import type { SeedMean } from '../../results/seedMeans.js';
import { confidenceTarget, expectedScore, type OutcomeShares } from '../../scoring/grader.js';

/** Kinds of questions, with the share of people for whom the usual answer is right: the confidence to act on. */
export const LEVELS = { sure: 0.99, likely: 0.82, doubtful: 0.63, unlikely: 0.3 } as const;
export type Level = keyof typeof LEVELS;
export const LEVEL_NAMES = Object.keys(LEVELS) as Level[];
export const TOLD_TARGETS = [0, 0.5, 0.75, 0.9] as const;
export type Target = (typeof TOLD_TARGETS)[number];

/** Grading of a network: at the target that each prompt tells, or always at one target. */
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

/** A network at one moment: reads its measurement on a kind of questions; null where it was not measured. */
export type ToldNetwork = (level: Level) => MeasuredFamily | null;

/** The network of a run at its end, after grading. */
export function gradedNetwork(tables: ReportTables, row: number): ToldNetwork {
  return (level) => after(tables, row, level);
}

/** The base model of a run, before any grade. */
export function baseNetwork(tables: ReportTables, row: number): ToldNetwork {
  return (level) => before(tables, row, level);
}

/**
 * Shares right, wrong (strings that are not a response included) and abstained, on one kind of questions at one target
 * told; null where one of them is missing.
 */
export function sharesAt(network: ToldNetwork, level: Level, t: Target): OutcomeShares | null {
  const { accuracy, wrong, abstentionRate } = network(level)?.told[TOLD_TARGETS.indexOf(t)] ?? NOT_MEASURED;
  if (accuracy === null || wrong === null || abstentionRate === null) return null;
  return { right: accuracy, error: wrong, abstention: abstentionRate };
}

const NOT_MEASURED = { accuracy: null, wrong: null, abstentionRate: null } as const;

/** Share of the prompts that are answered. */
export function answeredShare(shares: OutcomeShares | null): number | null {
  return shares === null ? null : 1 - shares.abstention;
}

/** Shares of the outcomes over all kinds, each asked as often. */
export function overall(network: ToldNetwork, t: Target): OutcomeShares | null {
  const shares = LEVEL_NAMES.map((level) => sharesAt(network, level, t));
  const complete = shares.filter((each) => each !== null);
  if (complete.length < shares.length) return null;
  const mean = (of: (each: OutcomeShares) => number): number =>
    complete.reduce((sum, each) => sum + of(each) / complete.length, 0);
  return {
    right: mean(({ right }) => right),
    error: mean(({ error }) => error),
    abstention: mean(({ abstention }) => abstention),
  };
}

/** Points a question at target t, on the scale where a right answer earns 1 more than an error and abstaining 0. */
function scoreAt(t: Target, shares: OutcomeShares): number {
  return (1 - t) * expectedScore(confidenceTarget(t), shares);
}

/** The most points that can be earned at t without knowing the person: Σ max(c − t, 0) / 4. */
export function bestScore(t: Target): number {
  return LEVEL_NAMES.reduce((sum, level) => sum + Math.max(LEVELS[level] - t, 0) / LEVEL_NAMES.length, 0);
}

/** Points a question below the best at t; null where the network was not measured. */
export function regretAt(network: ToldNetwork, t: Target): number | null {
  const shares = overall(network, t);
  return shares === null ? null : bestScore(t) - scoreAt(t, shares);
}

/** Mean regret at t of runs by steps under the grader, the base model at 0. */
export function regretBySteps(
  tables: ReportTables,
  rows: readonly number[],
  t: Target,
): readonly (SeedMean & { readonly step: number })[] {
  return gradedMeans(tables, rows, (curveRow) => regretAt((level) => measured(tables.curves, curveRow, level), t));
}
