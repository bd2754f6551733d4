/** What a developer chooses, and what it does to the outcomes of questions, in closed form. */
import { accuracy, expectedScore, type OutcomeShares, penaltyGrader } from '../../scoring/grader.js';

/** How sure models are where they do not know: always q, or of every degree between 0 and 1 alike. They are right as often as they are sure. */
export type Guess = number | 'spread';

export interface Policy {
  /** Where it does not know, it answers iff its confidence is above this. */
  readonly threshold: number;
  /** Whether it pays for a technique that turns some of its errors, and a few of its right answers, into abstentions. */
  readonly mitigated: boolean;
}

/** Of a mitigation: the shares of right answers and of errors that become abstentions. */
export interface Mitigation {
  readonly cost: number;
  readonly saving: number;
}

/** A leaderboard of equally weighted benchmarks: a share w of them charges λ for an error, the others grade by accuracy. */
export interface Leaderboard {
  readonly share: number;
  readonly penalty: number;
}

/**
 * Outcomes of a question, the answer known with probability k.
 * Unknown answers of spread confidence: above the threshold τ lie 1 − τ of them, of which (1 − τ²)/2 are right.
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

/** Mean score over all benchmarks. The honest ones may ask other questions than the rest. */
export function leaderboardScore(
  { share, penalty: lambda }: Leaderboard,
  elsewhere: OutcomeShares,
  onHonest: OutcomeShares = elsewhere,
): number {
  return (1 - share) * expectedScore(accuracy, elsewhere) + share * expectedScore(penaltyGrader(lambda), onHonest);
}

/**
 * The threshold with the highest expected score: answering pays iff c (1 − cost) > (1 − c)(1 − saving) wλ, cost and saving being 0
 * without mitigation.
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
 * What a mitigation brings, in points a question: to a model with the best threshold of those without it, which it keeps
 * (`alone`: wλ·c_e − c_a), and between the best with it and the best without it (`jointly`). The latter is never less.
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
