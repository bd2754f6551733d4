/**
 * Graders: the points of an answer by its outcome. Pure; everything that scores, in experiments and on real answers,
 * uses them.
 */
import { penalty as penaltyOf } from '../theory/confidenceTarget.js';
import type { Outcome } from '../theory/outcome.js';

/** The outcomes that a grader distinguishes; their shares sum to 1. An invalid response counts as an error. */
export const GRADED_OUTCOMES = ['right', 'error', 'abstention'] as const satisfies readonly Outcome[];

/** The outcome of an answer for a grader: right, an error, or an abstention. */
export type GradedOutcome = (typeof GRADED_OUTCOMES)[number];

/** Points a question that each outcome earns. */
export type Grader = { readonly name: string } & Readonly<Record<GradedOutcome, number>>;

/** Share of each outcome; they sum to 1. */
export type OutcomeShares = Readonly<Record<GradedOutcome, number>>;

/** Binary grading: 1 for a right answer, nothing for anything else [K25 §4.1]. */
export const accuracy: Grader = { name: 'accuracy', right: 1, error: 0, abstention: 0 };

/**
 * Charges λ for an error: right 1, error −λ, IDK 0.
 * @throws RangeError unless 0 ≤ λ < ∞
 */
export function penaltyGrader(lambda: number): Grader {
  if (!(lambda >= 0 && lambda < Infinity))
    throw new RangeError(`a penalty must be at least 0 and finite, got ${lambda}`);
  return { name: `penalty ${lambda}`, right: 1, error: lambda === 0 ? 0 : -lambda, abstention: 0 };
}

/**
 * Confidence target t: an error costs t/(1 − t), so that answering pays iff it is right with probability > t [K25
 * §4.2].
 * @throws RangeError unless 0 ≤ t < 1
 */
export function confidenceTarget(t: number): Grader {
  return { ...penaltyGrader(penaltyOf(t)), name: `t = ${t}` };
}

/**
 * Partial credit: an abstention earns s, an error nothing.
 * @throws RangeError unless 0 ≤ s ≤ 1
 */
export function partialCredit(s: number): Grader {
  if (!(s >= 0 && s <= 1)) throw new RangeError(`partial credit must lie in [0, 1], got ${s}`);
  return { name: `partial credit ${s}`, right: 1, error: 0, abstention: s };
}

/** Expected points a question: Σ share · points. */
export function expectedScore(grader: Grader, shares: OutcomeShares): number {
  return grader.right * shares.right + grader.error * shares.error + grader.abstention * shares.abstention;
}

/**
 * The least probability of being right above which answering earns more than IDK under a grader:
 * (abstention − error)/(right − error). At a confidence target t it is t. 0 for accuracy: a guess always pays.
 * @throws RangeError where a right answer earns no more than an error
 */
export function answeringThreshold({ name, right, error, abstention }: Grader): number {
  if (!(right > error)) throw new RangeError(`under the grader "${name}" a right answer earns no more than an error`);
  return (abstention - error) / (right - error);
}
