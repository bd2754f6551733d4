import { gammaln } from 'simple-statistics';
import { normalQuantile } from '../normalQuantile.js';

/** Differences of one size: how many there are. */
export interface SignedDifference {
  /** Number of pairs with this difference. */
  readonly times: number;
  readonly difference: number;
}

/** Probability of a result as far from 0, and how it was computed. */
export interface SignFlip {
  /** Two-sided, in (0, 1]. */
  readonly p: number;
  readonly method: 'exact' | 'normal';
}

/** Greatest number of terms of an exact sum. */
const MOST_TERMS = 1_000_000;
/** Relative difference up to which sums are equal. */
const ROUNDING = 1e-9;

/**
 * Returns the two-sided p of paired differences under the hypothesis that each is as likely to have the other sign: the
 * probability that the sum of all, with signs drawn anew, is as far from 0 (Fisher 1935). With differences of one size it is the
 * exact test of McNemar 1947. Pairs without a difference do not count. It is exact while there are few sizes or few pairs,
 * and normal beyond.
 */
export function signFlipTest(differences: readonly SignedDifference[]): SignFlip {
  const counts = new Map<number, number>();
  let [sum, squares] = [0, 0];
  for (const { times, difference } of differences) {
    const size = Number(Math.abs(difference).toPrecision(12));
    if (size === 0 || times === 0) continue;
    counts.set(size, (counts.get(size) ?? 0) + times);
    sum += times * difference;
    squares += times * difference * difference;
  }
  if (squares === 0) return { p: 1, method: 'exact' };
  const sizes = [...counts].sort(([a], [b]) => a - b);
  const terms = sizes.reduce((product, [, count]) => product * (count + 1), 1);
  if (terms > MOST_TERMS) return { p: twoSided(Math.abs(sum) / Math.sqrt(squares)), method: 'normal' };
  const least = Math.abs(sum) * (1 - ROUNDING);
  return { p: Math.min(1, beyond(sizes, 0, 0, 1, least)), method: 'exact' };
}

/** Adds the probabilities of all sums that are at least as far from 0, over the sizes from `at` on. */
function beyond(
  sizes: readonly (readonly [size: number, count: number])[],
  at: number,
  sum: number,
  probability: number,
  least: number,
): number {
  if (at === sizes.length) return Math.abs(sum) >= least ? probability : 0;
  const [size, count] = sizes[at];
  let all = 0;
  for (let positive = 0; positive <= count; positive++) {
    const share = Math.exp(
      gammaln(count + 1) - gammaln(positive + 1) - gammaln(count - positive + 1) - count * Math.LN2,
    );
    all += beyond(sizes, at + 1, sum + size * (2 * positive - count), probability * share, least);
  }
  return all;
}

/** Returns P(|Z| ≥ z) of a standard normal Z, by bisection of its quantile. */
function twoSided(z: number): number {
  let [low, high] = [1e-300, 0.5];
  for (let i = 0; i < 200; i++) {
    // Steps in the logarithm reach far tails, where the product of both ends would be 0.
    const middle = Math.sqrt(low) * Math.sqrt(high);
    if (-normalQuantile(middle) > z) low = middle;
    else high = middle;
  }
  return 2 * high;
}
