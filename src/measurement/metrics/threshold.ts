/** The threshold of the Is-It-Valid classifier and of δ. */

/** Rounding along a path of tokens must not lift a tie above the threshold (docs/theory.md §8, trap 6). */
const RELATIVE_GUARD = 1e-12;

/**
 * `t = 1 / min_c|E_c| = 1 / (R − 1)` [K25 §3].
 * @param responseCount R = |R_c| ≥ 2
 * @throws RangeError where there is no erroneous response
 */
export function iivThreshold(responseCount: number): number {
  if (!(responseCount >= 2)) throw new RangeError(`responseCount must be at least 2, got ${responseCount}`);
  return 1 / (responseCount - 1);
}

/** `p̂ > z`, strictly; what exceeds z by less than a part in 10¹² counts as equal to it. */
export function isAbove(probability: number, threshold: number): boolean {
  return probability > threshold * (1 + RELATIVE_GUARD);
}
