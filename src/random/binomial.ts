import { gammaln } from 'simple-statistics';
import { normal } from './normal.js';
import type { Stream } from './stream.js';
import { uniform } from './uniform.js';

/** Probability below which the rest of the distribution is too small to matter to a uniform draw of 53 bits. */
const NEGLIGIBLE = 1e-18;

/** Variance above which a normal number, rounded, is no less exact than the logarithms of factorials that the inversion needs. */
const NORMAL_ABOVE = 1e8;

/**
 * Draws the number of hits in n independent draws of probability p. It inverts one uniform draw outwards from the mode,
 * in about √(n p (1 − p)) steps;
 * where these are more than 10⁴ it rounds a normal number of the same mean and variance.
 * @throws RangeError unless n is an integer ≥ 0 and 0 ≤ p ≤ 1
 */
export function binomial(stream: Stream, n: number, p: number): number {
  if (!(Number.isSafeInteger(n) && n >= 0)) throw new RangeError(`n must be an integer ≥ 0, got ${n}`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie in [0, 1], got ${p}`);
  if (n === 0 || p === 0) return 0;
  if (p === 1) return n;
  const variance = n * p * (1 - p);
  if (variance > NORMAL_ABOVE)
    return Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(variance) * normal(stream))));
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  let [low, high] = [mode, mode];
  let massLow = Math.exp(
    gammaln(n + 1) - gammaln(mode + 1) - gammaln(n - mode + 1) + mode * Math.log(p) + (n - mode) * Math.log1p(-p),
  );
  let massHigh = massLow;
  let left = uniform(stream) - massLow;
  while (left >= 0) {
    massHigh *= high < n ? ((n - high) / (high + 1)) * odds : 0;
    if (massHigh > 0) left -= massHigh;
    if (massHigh > 0) high++;
    if (left < 0) return high;
    massLow *= low > 0 ? low / (n - low + 1) / odds : 0;
    if (massLow > 0) left -= massLow;
    if (massLow > 0) low--;
    if (left < 0) return low;
    if (massLow + massHigh < NEGLIGIBLE) return mode;
  }
  return mode;
}
