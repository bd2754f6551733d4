/**
 * New prompts in further draws (Good and Toulmin 1956), smoothed beyond twice the data (Orlitsky, Suresh and Wu
 * 2016).
 */
import { drawsOf, type FrequencyCounts } from './frequencyCounts.js';
import { power } from './power.js';

/** Number of prompts that more draws would answer for the first time (Good and Toulmin 1956). */
export interface NewPrompts {
  /** Expected number of prompts not seen before among the next (factor − 1)·n draws. */
  readonly newPrompts: number;
  /**
   * Standard error of the difference between the number that will be found and the estimate: √(Σ h_k² f_k + new
   * prompts) for the weights h_k. The first term is the variance of the data seen, the second that of the data to come.
   * The bias that smoothing adds is not included.
   */
  readonly standardError: number;
  /** True for factor > 2, where the sum is smoothed. */
  readonly smoothed: boolean;
}

/**
 * Estimates the number of new prompts, `−Σ_k (−τ)^k P(L ≥ k) f_k` with τ = factor − 1. Up to factor 2, L = ∞ and the
 * sum is unbiased. Beyond, its terms grow without end, and L ~ Binomial(⌊½ log₃(n τ²/(τ − 1))⌋, 2/(2 + τ)) cuts them
 * off (Orlitsky et al., Theorem 1; in the manner of Efron and Thisted 1976).
 * @param factor data then over data now, ≥ 1
 * @throws RangeError for no counts or a factor below 1
 * @example goodToulmin([[1, 4], [2, 2]], 2).newPrompts // => 2
 */
export function goodToulmin(counts: FrequencyCounts, factor: number): NewPrompts {
  if (counts.length === 0) throw new RangeError('counts must not be empty');
  if (!(factor >= 1)) throw new RangeError(`factor must be at least 1, got ${factor}`);
  const tau = factor - 1;
  const smoothed = tau > 1;
  const survival = smoothed ? smoothing(drawsOf(counts), tau) : () => 1;
  let [newPrompts, variance] = [0, 0];
  for (const [times, prompts] of counts) {
    const tail = survival(times);
    if (tail === 0) break;
    const weight = -power(-tau, times) * tail;
    newPrompts += weight * prompts;
    variance += weight ** 2 * prompts;
  }
  return { newPrompts, standardError: Math.sqrt(variance + Math.max(0, newPrompts)), smoothed };
}

/** Returns the function k ↦ P(L ≥ k). */
function smoothing(draws: number, tau: number): (k: number) => number {
  const trials = Math.max(1, Math.floor(Math.log((draws * tau ** 2) / (tau - 1)) / Math.log(3) / 2));
  const q = 2 / (2 + tau);
  const tails = new Float64Array(trials + 1); // tails[k] = P(L ≥ k)
  let probability = power(1 - q, trials); // P(L = 0)
  let sum = 0;
  for (let k = 0; k <= trials; k++) {
    tails[k] = 1 - sum;
    sum += probability;
    probability *= ((trials - k) / (k + 1)) * (q / (1 - q));
  }
  return (k) => (k > trials ? 0 : Math.max(0, tails[k]));
}
