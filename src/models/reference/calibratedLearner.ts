import { z } from 'zod';
import { type AnswerCounts, answersGiven } from '../../corpus/answersGiven.js';
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
 *
 * Where rows are wrong with probability ε (`noise`) it knows ε and not which: it gives every response its posterior
 * probability under the N draws, times α_c. A repeat of a row is no evidence, and does not count.
 */
export const calibratedLearner = {
  kind: 'calibrated-learner' as const,
  description:
    "Closed form: the learner of Theorem 2's proof. It answers what training answered, guesses elsewhere, and has δ = 0; it knows the rules of patterns. Under noise it gives each answer its posterior probability.",
  options,
  fit: (_, { corpus: { world, counts } }) =>
    referenceModel('calibrated-learner', world, (family, prompt) =>
      calibratedDistribution(world.families[family], counts[family], prompt),
    ),
} satisfies CountedModelKind<typeof options>;

/** Returns p̂(·|c) of the learner, IDK last, [responseCount + 1]. @param counts of the draws of the family */
export function calibratedDistribution(family: FamilyWorld, counts: AnswerCounts, prompt: number): Float64Array {
  const answered = counts.answered[prompt] > 0;
  if (family.nature === 'pattern' || (answered && family.noise === 0)) return trueDistribution(family, prompt);
  const alpha = family.answerProbability[prompt];
  if (!answered) return responseDistribution(family, 1 - alpha, alpha / family.responseCount);
  const distribution = responseDistribution(family, 1 - alpha, 0);
  beliefOfAnswers(family, counts, prompt).forEach((belief, r) => (distribution[r] = alpha * belief));
  return distribution;
}

/**
 * Returns the posterior probability of each response to be the right answer, [responseCount], where an answering row is
 * wrong with probability ε ∈ (0, 1] and all answers are equally likely beforehand. A response that n rows give has the
 * odds ((1 − ε)(R − 1)/ε)ⁿ against one that no row gives.
 * @param counts of the draws of the family
 */
export function beliefOfAnswers(family: FamilyWorld, counts: AnswerCounts, prompt: number): Float64Array {
  const { noise, responseCount } = family;
  const logOdds = Math.log(((1 - noise) * (responseCount - 1)) / noise);
  const logs = new Float64Array(responseCount);
  for (const [response, times] of answersGiven(family, counts, prompt)) logs[response] = times * logOdds;
  const largest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const odds = logs.map((log) => Math.exp(log - largest));
  const total = odds.reduce((a, b) => a + b, 0);
  return odds.map((each) => each / total);
}
