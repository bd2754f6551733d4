import { z } from 'zod';
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { CountedModelKind } from '../modelKind.js';
import { referenceModel } from './referenceModel.js';
import { responseDistribution, trueDistribution } from './responseDistribution.js';

const options = z.strictObject({});

/**
 * The calibrated learner of the proof of Theorem 2 (Kalai et al. 2025, App. B). It abstains with probability 1 − α_c.
 * If training answered the prompt, it gives the answer with probability α_c; else it gives each response with
 * α_c/|R_c|. It is the Bayes predictive: no learner has a lower expected cross-entropy. On pattern families it knows
 * the rule, so that p̂ = p.
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

/** Returns p̂(·|c) of the learner, IDK last, [responseCount + 1]. @param counts of the training rows of the family */
export function calibratedDistribution(
  family: FamilyWorld,
  { answered }: Pick<TrainingCounts, 'answered'>,
  prompt: number,
): Float64Array {
  if (family.nature === 'pattern' || answered[prompt] > 0) return trueDistribution(family, prompt);
  const alpha = family.answerProbability[prompt];
  return responseDistribution(family, 1 - alpha, alpha / family.responseCount);
}
