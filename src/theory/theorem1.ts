/** Theorem 1 of [K25 §3]: a bound on errors in generation from errors in classification. */
import { requireCount, requireProbability } from './domain.js';

interface Classification {
  /** Is-It-Valid error err_iiv at the threshold 1 / min|E_c|, in [0, 1]. */
  readonly iivError: number;
  /** Largest number of valid responses, max_c |V_c| ≥ 1. */
  readonly maxValid: number;
  /** Smallest number of errors, min_c |E_c| ≥ 1. */
  readonly minErrors: number;
}

/**
 * Returns `2·err_iiv − max|V_c| / min|E_c| − δ`. No model errs less, with certainty [K25, Theorem 1].
 * For a model with probability on strings outside the plausible set, the bound is on errorRate + invalidMass.
 * A negative bound is vacuous.
 * @param delta δ ≥ 0 at the same threshold
 * @throws RangeError outside the domain
 * @example theorem1Lower({ iivError: 0.5, maxValid: 2, minErrors: 4, delta: 0.25 }) // => 0.25
 */
export function theorem1Lower({
  iivError,
  maxValid,
  minErrors,
  delta,
}: Classification & { readonly delta: number }): number {
  requireProbability('delta', delta);
  return withoutDelta({ iivError, maxValid, minErrors }) - delta;
}

/**
 * Returns the bound with `σ = p̂(A) − p(A)` in place of `δ = |σ|`. It is at least as strong, and true because the proof
 * uses only `p̂(B) = p(B) − σ` below the threshold (docs/theory.md §1, derived). Under-confidence (σ < 0) raises the
 * bound.
 * @param signedDelta σ in [−1, 1]
 * @throws RangeError outside the domain
 * @example theorem1LowerSigned({ iivError: 0.5, maxValid: 2, minErrors: 4, signedDelta: -0.25 }) // => 0.75
 */
export function theorem1LowerSigned({
  iivError,
  maxValid,
  minErrors,
  signedDelta,
}: Classification & { readonly signedDelta: number }): number {
  requireProbability('|signedDelta|', Math.abs(signedDelta));
  return withoutDelta({ iivError, maxValid, minErrors }) - signedDelta;
}

function withoutDelta({ iivError, maxValid, minErrors }: Classification): number {
  requireProbability('iivError', iivError);
  requireCount('maxValid', maxValid, 1);
  requireCount('minErrors', minErrors, 1);
  return 2 * iivError - maxValid / minErrors;
}
