/** What guessing earns, in closed form: of a test with a right or a wrong answer to each question. */
import { requireCount } from './domain.js';

function requireChance(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must lie in [0, 1], got ${value}`);
}

/**
 * Probability that at least one of n independent guesses is right, `1 − (1 − q)^n`: 0.50 for n = 253 birthdays (q = 1/365).
 * @throws RangeError unless 0 ≤ q ≤ 1 and n ≥ 0 is an integer
 */
export function someGuessRight(chance: number, guesses: number): number {
  requireChance('chance', chance);
  requireCount('guesses', guesses, 0);
  return -Math.expm1(guesses * Math.log1p(-chance));
}

/**
 * `P(X < limit)` of a binomial X: how often n guesses, each right with probability q, have fewer right ones than `limit`.
 * @param limit any number; one that is no integer lies between two counts
 * @throws RangeError unless 0 ≤ q ≤ 1 and n ≥ 0 is an integer
 */
export function fewerRightThan(limit: number, chance: number, guesses: number): number {
  requireChance('chance', chance);
  requireCount('guesses', guesses, 0);
  if (limit > guesses) return 1;
  if (chance === 0 || chance === 1) return Number(guesses * chance < limit);
  // Terms in logarithms, each from the one before: the first ones of many guesses are too small for a number.
  let logTerm = guesses * Math.log1p(-chance);
  let sum = 0;
  for (let right = 0; right < limit; right++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log((guesses - right) / (right + 1)) + Math.log(chance) - Math.log1p(-chance);
  }
  return Math.min(1, sum);
}

/**
 * Where n of the benchmarks grade by accuracy, how many others, with penalty λ for an error, must stand beside them for
 * abstaining to beat a guess that is right with probability q, all scores averaged: `n q / ((1 − q) λ − q)`. Infinity where
 * the penalty is too small for any number, that is, λ ≤ q/(1 − q). *Derived*: with a share w of them answering pays iff
 * q > wλ/(1 + wλ).
 * @throws RangeError unless 0 ≤ q ≤ 1 and n, λ ≥ 0
 */
export function honestBenchmarksNeeded(accuracyBenchmarks: number, penalty: number, chance: number): number {
  requireChance('chance', chance);
  if (!(accuracyBenchmarks >= 0 && penalty >= 0))
    throw new RangeError(`benchmarks and penalty must be at least 0, got ${accuracyBenchmarks} and ${penalty}`);
  const gain = (1 - chance) * penalty - chance;
  return gain > 0 ? (accuracyBenchmarks * chance) / gain : Infinity;
}

/**
 * The probability of being right above which answering pays where a share w of equally weighted benchmarks charges λ for an
 * error and the others grade by accuracy: `wλ/(1 + wλ)`.
 * @throws RangeError unless 0 ≤ w ≤ 1 and λ ≥ 0
 */
export function mixedThreshold(share: number, penalty: number): number {
  requireChance('share', share);
  if (!(penalty >= 0)) throw new RangeError(`penalty must be at least 0, got ${penalty}`);
  return (share * penalty) / (1 + share * penalty);
}
