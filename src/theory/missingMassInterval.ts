/** Interval of the missing mass for large N, which also holds if few prompts are singletons. */
import { requireCount } from './domain.js';
import { missingMassEstimate, missingMassStandardError } from './goodTuring.js';
import { twoSidedQuantile } from './normalQuantile.js';
import { scoreHalfWidth } from './scoreHalfWidth.js';

/**
 * Returns `n_1/N ± 1.1 (z √(n_1 + 2 n_2 − n_1²/N + z²/4) + z²/2)/N`, cut to [0, 1]: the standard error of
 * docs/theory.md §2 in `scoreHalfWidth`.
 * @param singletons n_1 ≤ N
 * @param doubletons n_2
 * @param examples N ≥ 1
 * @param level confidence level, in (0, 1)
 * @throws RangeError outside the domain
 * @example missingMassInterval(0, 0, 100, 0.95) // ≈ { lower: 0, upper: 0.042256 }
 */
export function missingMassInterval(
  singletons: number,
  doubletons: number,
  examples: number,
  level: number,
): { readonly lower: number; readonly upper: number } {
  requireCount('doubletons', doubletons, 0);
  const estimate = missingMassEstimate(singletons, examples);
  const z = twoSidedQuantile(level);
  const variance = (examples * missingMassStandardError(singletons, doubletons, examples)) ** 2;
  const halfWidth = scoreHalfWidth(variance, z) / examples;
  return { lower: Math.max(0, estimate - halfWidth), upper: Math.min(1, estimate + halfWidth) };
}
