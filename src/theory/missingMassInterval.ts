/** An interval of the missing mass for large N, that also holds where few prompts are singletons. */
import { requireCount } from './domain.js';
import { missingMassEstimate, missingMassStandardError } from './goodTuring.js';
import { twoSidedQuantile } from './normalQuantile.js';
import { scoreHalfWidth } from './scoreHalfWidth.js';

/**
 * `n_1/N ± 1.1 (z √(n_1 + 2 n_2 − n_1²/N + z²/4) + z²/2)/N`, cut to [0, 1]: the standard error of docs/theory.md §2
 * in `scoreHalfWidth`.
 * @param confidence in (0, 1)
 */
export function missingMassInterval(
  singletons: number,
  doubletons: number,
  examples: number,
  confidence: number,
): { readonly lower: number; readonly upper: number } {
  requireCount('doubletons', doubletons, 0);
  const estimate = missingMassEstimate(singletons, examples);
  const z = twoSidedQuantile(confidence);
  const variance = (examples * missingMassStandardError(singletons, doubletons, examples)) ** 2;
  const halfWidth = scoreHalfWidth(variance, z) / examples;
  return { lower: Math.max(0, estimate - halfWidth), upper: Math.min(1, estimate + halfWidth) };
}
