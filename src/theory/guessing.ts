/** Closed forms of the gain from guessing, on a test whose answers are right or wrong. */
import { requireCount } from './domain.js';

function requireChance(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must lie in [0, 1], got ${value}`);
}

/**
 * Returns the probability that at least one of n independent guesses is right, `1 − (1 − q)^n`.
 * It is 0.50 for n = 253 birthdays (q = 1/365).
 * @throws RangeError unless 0 ≤ q ≤ 1 and n ≥ 0 is an integer
 * @example someGuessRight(1 / 365, 253) // ≈ 0.5005
 */
export function someGuessRight(chance: number, guesses: number): number {
  requireChance('chance', chance);
  requireCount('guesses', guesses, 0);
  return -Math.expm1(guesses * Math.log1p(-chance));
}

/**
 * Returns `P(X < limit)` for X ~ Binomial(n, q): the probability that fewer than `limit` of n guesses are right, if
 * each is right with probability q.
 * @param limit any number, integer or not
 * @throws RangeError unless 0 ≤ q ≤ 1 and n ≥ 0 is an integer
 * @example fewerRightThan(1, 0.5, 2) // => 0.25
 */
export function fewerRightThan(limit: number, chance: number, guesses: number): number {
  requireChance('chance', chance);
  requireCount('guesses', guesses, 0);
  if (limit > guesses) return 1;
  if (chance === 0 || chance === 1) return Number(guesses * chance < limit);
  // Terms as logarithms, each from the one before: with many guesses the first terms would underflow.
  let logTerm = guesses * Math.log1p(-chance);
  let sum = 0;
  for (let right = 0; right < limit; right++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log((guesses - right) / (right + 1)) + Math.log(chance) - Math.log1p(-chance);
  }
  return Math.min(1, sum);
}

/**
 * Returns the number of benchmarks with penalty λ for an error that, averaged with n benchmarks graded by accuracy,
 * make abstaining as good as a guess that is right with probability q: `n q / ((1 − q) λ − q)`. Above that number
 * abstaining is better. It is Infinity if no number suffices, that is, if λ ≤ q/(1 − q). *Derived*: if a share w of all
 * benchmarks has the penalty, answering pays iff q > wλ/(1 + wλ).
 * @throws RangeError unless 0 ≤ q ≤ 1 and n, λ ≥ 0
 * @example honestBenchmarksNeeded(9, 1, 0.25) // => 4.5
 */
export function honestBenchmarksNeeded(accuracyBenchmarks: number, penalty: number, chance: number): number {
  requireChance('chance', chance);
  if (!(accuracyBenchmarks >= 0 && penalty >= 0))
    throw new RangeError(`benchmarks and penalty must be at least 0, got ${accuracyBenchmarks} and ${penalty}`);
  const gain = (1 - chance) * penalty - chance;
  return gain > 0 ? (accuracyBenchmarks * chance) / gain : Infinity;
}

/**
 * Returns the probability of being right above which answering pays, `wλ/(1 + wλ)`, if a share w of equally weighted
 * benchmarks charges λ for an error and the others grade by accuracy.
 * @throws RangeError unless 0 ≤ w ≤ 1 and λ ≥ 0
 * @example mixedThreshold(0.5, 2) // => 0.5
 */
export function mixedThreshold(share: number, penalty: number): number {
  requireChance('share', share);
  if (!(penalty >= 0)) throw new RangeError(`penalty must be at least 0, got ${penalty}`);
  return (share * penalty) / (1 + share * penalty);
}
