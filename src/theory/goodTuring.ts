/** Good–Turing: what singletons tell of the probability that was not seen (docs/theory.md §2). */
import { requireCount, requireGamma, requireProbability } from './domain.js';

/** Prompts that occur exactly `times` times, times ≥ 1. */
export function promptsSeen(occurrences: ArrayLike<number>, times: number): number {
  requireCount('times', times, 1);
  let prompts = 0;
  for (let c = 0; c < occurrences.length; c++) if (occurrences[c] === times) prompts++;
  return prompts;
}

/**
 * `sr`: prompts answered exactly once, divided by all N training examples, abstentions included (not by prompts)
 * [K25, Definition of the singleton rate].
 * @param answered times each prompt occurs *with an answer*, [prompts]
 * @param examples N ≥ 1, ≥ Σ answered
 * @throws RangeError where N < 1 (the rate of no examples is undefined) or the singletons outnumber N
 */
export function singletonRate(answered: ArrayLike<number>, examples: number): number {
  return missingMassEstimate(promptsSeen(answered, 1), examples);
}

/** `n_1 / N`, the Good–Turing estimate of the missing mass. */
export function missingMassEstimate(singletons: number, examples: number): number {
  requireCount('examples', examples, 1);
  requireCount('singletons', singletons, 0);
  if (singletons > examples)
    throw new RangeError(`singletons must not outnumber the ${examples} examples, got ${singletons}`);
  return singletons / examples;
}

/**
 * The missing mass lies within `1/N + 2.42 √(ln(4/γ)/N)` of `n_1/N` with probability ≥ 1 − γ, where every example
 * carries an answer (no IDK) (docs/theory.md §2, plain Good–Turing). Cut to [0, 1]. For examples with IDK use
 * `lemma1HalfWidth`.
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

/** `4.42 √(ln(5/γ)/N)`: |MM − sr| is no larger with probability ≥ 1 − γ [K25, Lemma 1]. */
export function lemma1HalfWidth(examples: number, gamma: number): number {
  requireCount('examples', examples, 1);
  requireGamma(gamma);
  return 4.42 * Math.sqrt(Math.log(5 / gamma) / examples);
}

/**
 * Standard error of `MM − sr`: `√(n_1 + 2 n_2 − n_1²/N) / N` (docs/theory.md §2, derived; large N).
 * @param singletons n_1, prompts answered once, ≤ N
 * @param doubletons n_2, prompts answered twice
 */
export function missingMassStandardError(singletons: number, doubletons: number, examples: number): number {
  const rate = missingMassEstimate(singletons, examples);
  requireCount('doubletons', doubletons, 0);
  requireProbability('answered rows / examples', (singletons + 2 * doubletons) / examples);
  return Math.sqrt(singletons * (1 - rate) + 2 * doubletons) / examples;
}
