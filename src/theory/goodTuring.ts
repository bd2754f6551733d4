/** Good–Turing estimates of the probability that was not seen, from singletons (docs/theory.md §2). */
import { requireCount, requireGamma, requireProbability } from './domain.js';

/**
 * Counts the prompts that occur exactly `times` times.
 * @param occurrences of each prompt, [prompts]
 * @throws RangeError unless `times` is an integer ≥ 1
 * @example promptsSeen([1, 0, 2, 1], 1) // => 2
 */
export function promptsSeen(occurrences: ArrayLike<number>, times: number): number {
  requireCount('times', times, 1);
  let prompts = 0;
  for (let c = 0; c < occurrences.length; c++) if (occurrences[c] === times) prompts++;
  return prompts;
}

/**
 * Returns the singleton rate `sr`: prompts answered exactly once, divided by all N training examples, abstentions
 * included (not by the number of prompts) [K25, Definition of the singleton rate].
 * @param answered times each prompt occurs *with an answer*, [prompts]
 * @param examples N ≥ 1, ≥ Σ answered
 * @throws RangeError if N < 1 (the rate of no examples is undefined) or the singletons outnumber N
 * @example singletonRate([1, 0, 2, 1], 5) // => 0.4
 */
export function singletonRate(answered: ArrayLike<number>, examples: number): number {
  return missingMassEstimate(promptsSeen(answered, 1), examples);
}

/**
 * Returns `n_1 / N`, the Good–Turing estimate of the missing mass.
 * @param singletons n_1 ≤ N
 * @param examples N ≥ 1
 * @throws RangeError outside the domain
 * @example missingMassEstimate(2, 5) // => 0.4
 */
export function missingMassEstimate(singletons: number, examples: number): number {
  requireCount('examples', examples, 1);
  requireCount('singletons', singletons, 0);
  if (singletons > examples)
    throw new RangeError(`singletons must not outnumber the ${examples} examples, got ${singletons}`);
  return singletons / examples;
}

/**
 * Returns the interval `n_1/N ± (1/N + 2.42 √(ln(4/γ)/N))`, cut to [0, 1]. It holds the missing mass with probability
 * ≥ 1 − γ if every example carries an answer (docs/theory.md §2, plain Good–Turing). For examples with IDK use
 * `lemma1HalfWidth`.
 * @param singletons n_1 ≤ N
 * @param examples N ≥ 1
 * @param gamma γ in (0, 1]
 * @throws RangeError outside the domain
 * @example goodTuringInterval(300, 10_000, 0.05).upper // ≈ 0.08076
 */
export function goodTuringInterval(
  singletons: number,
  examples: number,
  gamma: number,
): { readonly lower: number; readonly upper: number } {
  requireGamma(gamma);
  const estimate = missingMassEstimate(singletons, examples);
  const halfWidth = 1 / examples + 2.42 * Math.sqrt(Math.log(4 / gamma) / examples);
  return { lower: Math.max(0, estimate - halfWidth), upper: Math.min(1, estimate + halfWidth) };
}

/**
 * Returns `4.42 √(ln(5/γ)/N)`. |MM − sr| is at most that with probability ≥ 1 − γ [K25, Lemma 1].
 * @param examples N ≥ 1
 * @param gamma γ in (0, 1]
 * @throws RangeError outside the domain
 * @example lemma1HalfWidth(10_000, 0.05) // ≈ 0.09485
 */
export function lemma1HalfWidth(examples: number, gamma: number): number {
  requireCount('examples', examples, 1);
  requireGamma(gamma);
  return 4.42 * Math.sqrt(Math.log(5 / gamma) / examples);
}

/**
 * Returns the standard error of `MM − sr`: `√(n_1 + 2 n_2 − n_1²/N) / N` (docs/theory.md §2, derived; large N).
 * @param singletons n_1, prompts answered once, ≤ N
 * @param doubletons n_2, prompts answered twice
 * @throws RangeError outside the domain
 * @example missingMassStandardError(4, 2, 8) // ≈ 0.306186
 */
export function missingMassStandardError(singletons: number, doubletons: number, examples: number): number {
  const rate = missingMassEstimate(singletons, examples);
  requireCount('doubletons', doubletons, 0);
  requireProbability('answered rows / examples', (singletons + 2 * doubletons) / examples);
  return Math.sqrt(singletons * (1 - rate) + 2 * doubletons) / examples;
}
