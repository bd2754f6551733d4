/** Policies that a developer chooses, and the outcomes of questions under them, in closed form. */
import { accuracy, expectedScore, type OutcomeShares, penaltyGrader } from '../../scoring/grader.js';

/**
 * Confidence of models where they do not know the answer: always q, or `spread` evenly between 0 and 1. A guess is
 * right with a probability equal to the confidence.
 */
export type Guess = number | 'spread';

/** A policy of a model. */
export interface Policy {
  /** Confidence above which the model answers a question whose answer it does not know. */
  readonly threshold: number;
  /** True if the model uses a technique that turns some errors, and a few right answers, into abstentions. */
  readonly mitigated: boolean;
}

/** A technique that turns answers into abstentions. */
export interface Mitigation {
  /** Share of the right answers that become abstentions. */
  readonly cost: number;
  /** Share of the errors that become abstentions. */
  readonly saving: number;
}

/** Equally weighted benchmarks: a share w of them charges λ for an error, the others grade by accuracy. */
export interface Leaderboard {
  readonly share: number;
  readonly penalty: number;
}

/**
 * Returns the outcomes of a question whose answer is known with probability `knowledge`.
 * If confidence is spread, a share 1 − τ of the questions not known is above the threshold τ and answered, and a share
 * (1 − τ²)/2 is answered right.
 */
export function outcomesOf(
  knowledge: number,
  { threshold, mitigated }: Policy,
  guess: Guess,
  { cost, saving }: Mitigation,
): OutcomeShares {
  const unknown = 1 - knowledge;
  const answers = guess === 'spread' ? 1 - threshold : Number(guess > threshold);
  const lucky = guess === 'spread' ? (1 - threshold ** 2) / 2 : answers * guess;
  const right = (knowledge + unknown * lucky) * (mitigated ? 1 - cost : 1);
  const error = unknown * (answers - lucky) * (mitigated ? 1 - saving : 1);
  return { right, error, abstention: 1 - right - error };
}

/**
 * Returns the mean score over all benchmarks.
 * @param elsewhere outcomes on the benchmarks graded by accuracy
 * @param onHonest outcomes on the honest ones, which may ask other questions
 */
export function leaderboardScore(
  { share, penalty: lambda }: Leaderboard,
  elsewhere: OutcomeShares,
  onHonest: OutcomeShares = elsewhere,
): number {
  return (1 - share) * expectedScore(accuracy, elsewhere) + share * expectedScore(penaltyGrader(lambda), onHonest);
}

/**
 * Returns the policy with the highest expected score: answering pays iff c (1 − cost) > (1 − c)(1 − saving) wλ, where
 * cost and saving are 0 without mitigation.
 */
export function bestPolicy(
  { share, penalty: lambda }: Leaderboard,
  mitigated: boolean,
  { cost, saving }: Mitigation,
): Policy {
  const [kept, charged] = mitigated ? [1 - cost, (1 - saving) * share * lambda] : [1, share * lambda];
  return { threshold: charged / (kept + charged), mitigated };
}

/**
 * Returns the gain from a mitigation, in points per question: for a model that keeps the threshold that is best without
 * it (`alone`: wλ·c_e − c_a), and between the best models with and without it (`jointly`), which is never less.
 */
export function mitigationGain(
  knowledge: number,
  board: Leaderboard,
  guess: Guess,
  mitigation: Mitigation,
): { readonly alone: number; readonly jointly: number } {
  const score = (policy: Policy): number => leaderboardScore(board, outcomesOf(knowledge, policy, guess, mitigation));
  const without = bestPolicy(board, false, mitigation);
  return {
    alone: score({ ...without, mitigated: true }) - score(without),
    jointly: score(bestPolicy(board, true, mitigation)) - score(without),
  };
}
