import { z } from 'zod';
import { referenceModel } from './referenceModel.js';
import { responseDistribution, trueDistribution } from './responseDistribution.js';
import type { CountedModelKind } from './modelKind.js';

const options = z.strictObject({});

/**
 * The calibrated learner of Theorem 2's proof (Kalai et al. 2025, App. B): it abstains with 1 − α_c, gives the answer
 * of a prompt that training answered with α_c, and guesses elsewhere with α_c/|R_c| each. It is the Bayes predictive:
 * no learner has a lower expected cross-entropy. On pattern families it knows the rule, so p̂ = p.
 */
export const calibratedLearner = {
  kind: 'calibrated-learner' as const,
  description: "Closed form: the learner of Theorem 2's proof. It answers what training answered, guesses elsewhere, and has δ = 0; it knows the rules of patterns.",
  options,
  fit: (_, { corpus }) =>
    referenceModel('calibrated-learner', corpus.world, (family, prompt) => {
      const world = corpus.world.families[family];
      const known = world.nature === 'pattern' || corpus.counts[family].answered[prompt] > 0;
      if (known) return trueDistribution(world, prompt);
      const alpha = world.answerProbability[prompt];
      return responseDistribution(world, 1 - alpha, alpha / world.responseCount);
    }),
} satisfies CountedModelKind<typeof options>;
