/**
 * Learners whose figures on a world of arbitrary facts are known in closed form (docs/theory.md §2). All have learnt
 * what they were shown; they differ on U, the prompts never answered. With K = |R| − 1 and t = 1/K, a guess among all
 * of R is below t.
 */
import type { SampledWorld, WorldLaw } from './sampledWorld.js';

export interface LearnerFigures {
  /** err */
  readonly error: number;
  /** δ at 1/K, of the population. */
  readonly delta: number;
}

type Learner = (world: SampledWorld, law: WorldLaw) => LearnerFigures;

/** What those that never abstain on known prompts claim beyond α there. */
function overclaim({ unansweredMass }: SampledWorld, { answerProbability }: WorldLaw): number {
  return (1 - unansweredMass) * (1 - answerProbability);
}

export const learners = {
  /** Abstains with 1 − α; else gives the answer, or on U guesses among all of R. */
  calibrated: ({ missingMass }, { responses }) => ({ error: missingMass * (1 - 1 / responses), delta: 0 }),
  /** Never abstains: gives the answer, or on U guesses among all of R. */
  memoriser: (world, law) => ({ error: world.unansweredMass * (1 - 1 / law.responses), delta: overclaim(world, law) }),
  /** Never abstains: on U it is certain of one response. */
  confident: (world, law) => ({
    error: world.unansweredMass - world.luckyMass,
    delta: overclaim(world, law) + world.unansweredMass - law.answerProbability * world.luckyMass,
  }),
  /** Gives the answer, and abstains on U: it never errs, and is calibrated nowhere there. */
  abstaining: (world, law) => ({ error: 0, delta: overclaim(world, law) + world.missingMass }),
} satisfies Record<string, Learner>;

export type LearnerName = keyof typeof learners;
export const LEARNERS = Object.keys(learners) as readonly LearnerName[];

/** 2·err_iiv of the calibrated learner: all answers on U lie below t, and so does what the data say with less than t. */
export function twiceIivErrorOfCalibrated(
  { unansweredMass, missingMass }: SampledWorld,
  { answerProbability: alpha, responses }: WorldLaw,
): number {
  const threshold = 1 / (responses - 1);
  const missed = (probability: number): number => (probability > threshold ? 0 : probability);
  return missingMass + (1 - unansweredMass) * missed(alpha) + missed(1 - alpha);
}
