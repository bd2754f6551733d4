/** Confidence in the chosen one of several answers, from the likelihoods that a model gives them. */

/**
 * The share of the likeliest answer: exp(l*) / Σ exp(lᵢ), the probability that a model gives its choice if it must take one of them.
 * @param logLikelihoods of each answer, in nats
 * @returns a probability in [1/k, 1]; null for fewer than two answers, or where a number is missing
 */
export function choiceConfidence(logLikelihoods: readonly number[]): number | null {
  const most = Math.max(...logLikelihoods);
  if (logLikelihoods.length < 2 || !logLikelihoods.every((l) => !Number.isNaN(l)) || !Number.isFinite(most))
    return null;
  return 1 / logLikelihoods.reduce((sum, l) => sum + Math.exp(l - most), 0);
}
