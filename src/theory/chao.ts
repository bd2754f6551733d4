/** Chao's estimators, as in the R package iNEXT: least number of unseen prompts, and total probability of seen ones. */
import { drawsOf, type FrequencyCounts, promptsOf, seenTimes } from './frequencyCounts.js';
import { twoSidedQuantile } from './normalQuantile.js';
import { power } from './power.js';

/** Lower estimate of the number of prompts, seen or not (Chao 1984, 1987). */
export interface Chao1 {
  /** S + f̂_0, where f̂_0 is `unseenPrompts`. */
  readonly classic: number;
  /** S + f_1 (f_1 − 1)/(2 (f_2 + 1)) (Chao 2005; scikit-bio's default). */
  readonly biasCorrected: number;
  /** Standard error of `classic`. */
  readonly standardError: number;
  /** Lower end of the log-normal interval of `classic` (Chao 1987). */
  readonly lower: number;
  /** Upper end of that interval, of the lower bound alone: there may be more prompts. */
  readonly upper: number;
}

/**
 * Returns f̂_0, a lower bound of the number of unseen prompts: `(n − 1)/n · f_1²/(2 f_2)`, or
 * `(n − 1)/n · f_1 (f_1 − 1)/2` if f_2 = 0; 0 for no counts (Chao 1984; docs/theory.md §6).
 * @example unseenPrompts([[1, 4], [2, 2]]) // => 3.5
 */
export function unseenPrompts(counts: FrequencyCounts): number {
  const [n, f1, f2] = [drawsOf(counts), seenTimes(counts, 1), seenTimes(counts, 2)];
  if (n === 0) return 0;
  return ((n - 1) / n) * (f2 > 0 ? f1 ** 2 / (2 * f2) : (f1 * (f1 - 1)) / 2);
}

/**
 * Estimates the number of all prompts, seen or not, from below (Chao 1984, 1987).
 * @param level confidence level of the interval, in (0, 1)
 * @throws RangeError for no counts
 * @example chao1([[1, 4], [2, 2]], 0.95).classic // => 9.5
 */
export function chao1(counts: FrequencyCounts, level: number): Chao1 {
  const seen = promptsOf(counts);
  if (seen === 0) throw new RangeError('counts must not be empty');
  const [f1, f2] = [seenTimes(counts, 1), seenTimes(counts, 2)];
  const unseen = f1 > 0 && (f2 > 0 || f1 > 1) ? unseenPrompts(counts) : 0;
  const classic = seen + unseen;
  const variance = unseen > 0 ? chao1Variance(counts, classic) : observedVariance(counts);
  const z = twoSidedQuantile(level);
  const biasCorrected = seen + (f1 * (f1 - 1)) / (2 * (f2 + 1));
  const standardError = Math.sqrt(Math.max(0, variance));
  if (unseen > 0) {
    const spread = Math.exp(z * Math.sqrt(Math.log(1 + variance / unseen ** 2)));
    return { classic, biasCorrected, standardError, lower: seen + unseen / spread, upper: seen + unseen * spread };
  }
  const missed = counts.reduce((sum, [times, prompts]) => sum + prompts * Math.exp(-times), 0) / seen;
  const center = seen / (1 - missed);
  const halfWidth = (z * standardError) / (1 - missed);
  return {
    classic,
    biasCorrected,
    standardError,
    lower: Math.max(seen, center - halfWidth),
    upper: center + halfWidth,
  };
}

/** Returns the variance of `chao1().classic` (Chao 1987), for f_1 > 0. */
function chao1Variance(counts: FrequencyCounts, estimate: number): number {
  const [n, f1, f2] = [drawsOf(counts), seenTimes(counts, 1), seenTimes(counts, 2)];
  const b = (n - 1) / n;
  if (f2 === 0)
    return (b * f1 * (f1 - 1)) / 2 + (b ** 2 * f1 * (2 * f1 - 1) ** 2) / 4 - (b ** 2 * power(f1, 4)) / (4 * estimate);
  const ratio = f1 / f2;
  return f2 * ((b * ratio ** 2) / 2 + b ** 2 * power(ratio, 3) + (b ** 2 * power(ratio, 4)) / 4);
}

/**
 * Returns the variance of S, the number of prompts seen, for counts that give no evidence of unseen prompts (f̂_0 = 0):
 * `Σ f_r (e^−r − e^−2r) − (Σ r f_r e^−r)² / n`. It takes the count of each prompt as Poisson with the observed count as
 * its mean; the second term is the correction for the fixed number of draws n. Used by `ChaoRichness` of iNEXT.
 */
function observedVariance(counts: FrequencyCounts): number {
  const spread = counts.reduce((sum, [times, prompts]) => sum + prompts * (Math.exp(-times) - Math.exp(-2 * times)), 0);
  return (
    spread -
    counts.reduce((sum, [times, prompts]) => sum + times * prompts * Math.exp(-times), 0) ** 2 / drawsOf(counts)
  );
}

/**
 * Returns the coverage after `more` further draws (Chao and Jost 2012, equations 4a and 12): `1 − (f_1/n) A^(more + 1)`
 * with `A = n f̂_0/(n f̂_0 + f_1)`, which is `(n − 1) f_1/((n − 1) f_1 + 2 f_2)` if f_2 > 0. For large n it is an upper
 * bound of the expected coverage, by Jensen's inequality. The bound is tight if all unseen prompts are equally likely.
 * @param more ≥ 0; 0 gives the coverage of the sample itself
 * @throws RangeError for no counts or a negative `more`
 * @example chaoJostCoverage([[1, 4], [2, 2]]) // => 0.5625
 */
export function chaoJostCoverage(counts: FrequencyCounts, more = 0): number {
  const [n, f1] = [drawsOf(counts), seenTimes(counts, 1)];
  if (n === 0) throw new RangeError('counts must not be empty');
  if (!(more >= 0)) throw new RangeError(`more must not be negative, got ${more}`);
  if (f1 === 0) return 1;
  const unseen = n * unseenPrompts(counts);
  return 1 - (f1 / n) * power(unseen / (unseen + f1), more + 1);
}

/**
 * Returns the number of prompts that n + `more` draws answer, in expectation: `S + f̂_0 (1 − (1 − f_1/(n f̂_0 + f_1))^more)` (Chao
 * et al. 2014), with f̂_0 of `unseenPrompts`.
 * @param more ≥ 0
 * @throws RangeError for no counts or a negative `more`
 * @example promptsAhead([[1, 4], [2, 2]], 0) // => 6
 */
export function promptsAhead(counts: FrequencyCounts, more: number): number {
  const [n, f1] = [drawsOf(counts), seenTimes(counts, 1)];
  if (n === 0) throw new RangeError('counts must not be empty');
  if (!(more >= 0)) throw new RangeError(`more must not be negative, got ${more}`);
  const unseen = f1 === 0 ? 0 : unseenPrompts(counts);
  if (unseen === 0) return promptsOf(counts);
  return promptsOf(counts) - unseen * Math.expm1(more * Math.log1p(-f1 / (n * unseen + f1)));
}
