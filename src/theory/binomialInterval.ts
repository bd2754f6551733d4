/** Interval of a share that was counted in independent draws. */
import { gammaln } from 'simple-statistics';
import { ROUNDING, requireCount, requireProbability } from './domain.js';
import type { Interval } from './meanInterval.js';

/**
 * Returns the two-sided interval of a probability p after `hits` in `draws` independent draws (Clopper and Pearson
 * 1934): all p under which neither so few nor so many hits are rarer than half of 1 − level. It covers p with
 * probability `level` or more, for every p. Without draws it is [0, 1].
 * @param level 0.95 for a 95 % interval
 * @throws RangeError unless 0 ≤ hits ≤ draws are integers and 0 < level < 1
 * @example binomialInterval(0, 10).upper // ≈ 0.3085
 */
export function binomialInterval(
  hits: number,
  draws: number,
  level = 0.95,
): { readonly lower: number; readonly upper: number } {
  requireCount('hits', hits, 0);
  requireCount('draws', draws, hits);
  if (!(level > 0 && level < 1)) throw new RangeError(`level must lie in (0, 1), got ${level}`);
  const side = (1 - level) / 2;
  // P(X ≥ k) = I_p(k, n − k + 1) of a binomial X (DLMF 8.17.5).
  const lower = hits === 0 ? 0 : rootOf((p) => incompleteBeta(p, hits, draws - hits + 1) - side);
  const upper = hits === draws ? 1 : rootOf((p) => incompleteBeta(p, hits + 1, draws - hits) - (1 - side));
  return { lower, upper };
}

/**
 * Returns the interval of Clopper and Pearson 1934 for a share of an effective number of draws, which need not be an integer
 * (Korn and Graubard 1998, for samples in clusters). For integers it is `binomialInterval`.
 * @param draws effective number of draws, > 0
 * @throws RangeError unless 0 ≤ share ≤ 1, draws > 0 and 0 < level < 1
 * @example effectiveShareInterval(0.5, 12).lower // ≈ 0.2109
 */
export function effectiveShareInterval(share: number, draws: number, level = 0.95): Interval {
  requireProbability('share', share);
  if (!(draws > 0 && draws < Infinity)) throw new RangeError(`draws must be positive and finite, got ${draws}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`level must lie in (0, 1), got ${level}`);
  const side = (1 - level) / 2;
  const hits = Math.min(draws, Math.max(0, share * draws));
  // A share that misses 0 or 1 by rounding is 0 or 1.
  const [none, all] = [hits <= ROUNDING * draws, hits >= (1 - ROUNDING) * draws];
  return {
    lower: none ? 0 : betaQuantile(side, hits, draws - hits + 1),
    upper: all ? 1 : betaQuantile(1 - side, hits + 1, draws - hits),
  };
}

/** Returns the x with I_x(a, b) = p, the quantile of a beta distribution. @param p in [0, 1] @param a > 0 @param b > 0 */
export function betaQuantile(p: number, a: number, b: number): number {
  return rootOf((x) => incompleteBeta(x, a, b) - p);
}

/** Returns the point of [0, 1] at which a growing function crosses 0. */
function rootOf(growing: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (growing(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Returns the regularised incomplete beta function I_x(a, b), a, b > 0, by its continued fraction (DLMF 8.17.22). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast only below the mean; above it, I_x(a, b) = 1 − I_{1−x}(b, a) (DLMF 8.17.4).
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFactor = a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) + gammaln(a + b) - gammaln(a) - gammaln(b);
  return Math.exp(logFactor) * betaFraction(x, a, b);
}

/** Evaluates 1/(1 + d₁/(1 + d₂/(1 + …))) by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  const coefficient = (n: number): number => {
    const m = Math.floor(n / 2);
    if (n % 2 === 0) return (m * (b - m) * x) / ((a + n - 1) * (a + n));
    return -((a + m) * (a + b + m) * x) / ((a + n - 1) * (a + n));
  };
  let value = 1;
  let ratio = 1;
  let inverse = 0;
  for (let n = 1; n < 10_000; n++) {
    inverse = 1 / (1 + coefficient(n) * inverse);
    ratio = 1 + coefficient(n) / ratio;
    value *= ratio * inverse;
    if (Math.abs(ratio * inverse - 1) < 1e-15) break;
  }
  return 1 / value;
}
