import type { FamilyWorld } from '../../corpus/world.js';

/**
 * Returns p̂(·|c) over the responses of a family, [responseCount + 1], IDK last.
 * @param abstention p̂(IDK|c)
 * @param ofResponse p̂(r|c) of every r in R_c other than that of `set`
 * @param set one response with a probability of its own
 */
export function responseDistribution(
  family: FamilyWorld,
  abstention: number,
  ofResponse: number,
  set?: { readonly response: number; readonly probability: number },
): Float64Array {
  const distribution = new Float64Array(family.responseCount + 1).fill(ofResponse);
  if (set) distribution[set.response] = set.probability;
  distribution[family.responseCount] = abstention;
  return distribution;
}

/** Returns a distribution over answers in proportion to their numbers of rows, [responseCount + 1]; IDK has none. */
export function sharedDistribution(
  family: FamilyWorld,
  given: readonly (readonly [response: number, times: number])[],
): Float64Array {
  const distribution = new Float64Array(family.responseCount + 1);
  const total = given.reduce((sum, [, times]) => sum + times, 0);
  for (const [response, times] of given) distribution[response] = times / total;
  return distribution;
}

/** Returns p(·|c): the answer with α_c, IDK with 1 − α_c. */
export function trueDistribution(family: FamilyWorld, prompt: number): Float64Array {
  const alpha = family.answerProbability[prompt];
  return responseDistribution(family, 1 - alpha, 0, { response: family.answer[prompt], probability: alpha });
}
