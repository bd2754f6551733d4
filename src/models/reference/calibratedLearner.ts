import { z } from 'zod';
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { CountedModelKind } from '../modelKind.js';
import { referenceModel } from './referenceModel.js';
import { responseDistribution, trueDistribution } from './responseDistribution.js';

const options = z.strictObject({});

/**
 * The calibrated learner of Theorem 2's proof (Kalai et al. 2025, App. B): it abstains with 1 − α_c, gives the answer
 * of a prompt that training answered with α_c, and guesses elsewhere with α_c/|R_c| each. It is the Bayes predictive:
 * no learner has a lower expected cross-entropy. On pattern families it knows the rule, so p̂ = p.
 */
export const calibratedLearner = {
  kind: 'calibrated-learner' as const,
  description:
    "Closed form: the learner of Theorem 2's proof. It answers what training answered, guesses elsewhere, and has δ = 0; it knows the rules of patterns.",
  options,
  fit: (_, { corpus: { world, counts } }) =>
    referenceModel('calibrated-learner', world, (family, prompt) =>
      calibratedDistribution(world.families[family], counts[family], prompt),
    ),
} satisfies CountedModelKind<typeof options>;

/** Its p̂(·|c), IDK last, [responseCount + 1]. @param counts the family's training rows */
export function calibratedDistribution(
  family: FamilyWorld,
  { answered }: Pick<TrainingCounts, 'answered'>,
  prompt: number,
): Float64Array {
  if (family.nature === 'pattern' || answered[prompt] > 0) return trueDistribution(family, prompt);
  const alpha = family.answerProbability[prompt];
  return responseDistribution(family, 1 - alpha, alpha / family.responseCount);
}
