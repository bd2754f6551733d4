/**
 * Learners whose err and δ on a world of arbitrary facts are known in closed form (docs/theory.md §2). All have learnt
 * the answers that they were shown; they differ on U, the prompts never answered. With K = |R| − 1 and t = 1/K, a guess
 * among all of R is below t.
 */
import type { SampledWorld, WorldLaw } from './sampledWorld.js';

/** Measurement of a learner. */
export interface LearnerMeasurement {
  /** Error rate err. */
  readonly error: number;
  /** Calibration gap δ at 1/K, of the population. */
  readonly delta: number;
}

type Learner = (world: SampledWorld, law: WorldLaw) => LearnerMeasurement;

/** Returns the probability, on answered prompts, that a learner which never abstains there puts on answers beyond α. */
function overclaim({ unansweredMass }: SampledWorld, { answerProbability }: WorldLaw): number {
  return (1 - unansweredMass) * (1 - answerProbability);
}

/** Learners by name. */
export const learners = {
  /** Abstains with 1 − α; else gives the answer, or on U guesses among all of R. */
  calibrated: ({ missingMass }, { responses }) => ({ error: missingMass * (1 - 1 / responses), delta: 0 }),
  /** Never abstains: gives the answer, or on U guesses among all of R. */
  memoriser: (world, law) => ({ error: world.unansweredMass * (1 - 1 / law.responses), delta: overclaim(world, law) }),
  /** Never abstains: gives the answer, or on U one response with certainty. */
  confident: (world, law) => ({
    error: world.unansweredMass - world.luckyMass,
    delta: overclaim(world, law) + world.unansweredMass - law.answerProbability * world.luckyMass,
  }),
  /** Gives the answer, and abstains on U: it never errs, and on U it is not calibrated. */
  abstaining: (world, law) => ({ error: 0, delta: overclaim(world, law) + world.missingMass }),
} satisfies Record<string, Learner>;

export type LearnerName = keyof typeof learners;
export const LEARNERS = Object.keys(learners) as readonly LearnerName[];

/**
 * Returns 2·err_iiv of the calibrated learner. It misses all answers on U, whose probability is below t; on other
 * prompts the answer if its probability α is at most t; and on all prompts IDK if its probability 1 − α is at most t.
 */
export function twiceIivErrorOfCalibrated(
  { unansweredMass, missingMass }: SampledWorld,
  { answerProbability: alpha, responses }: WorldLaw,
): number {
  const threshold = 1 / (responses - 1);
  const missed = (probability: number): number => (probability > threshold ? 0 : probability);
  return missingMass + (1 - unansweredMass) * missed(alpha) + missed(1 - alpha);
}
