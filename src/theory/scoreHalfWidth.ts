/**
 * Factor on the half width. With 1 the coverage would fall below the confidence level on about half of all data; with
 * this margin it is above, simulated over laws of frequencies (bench/coverage.js).
 */
const MARGIN = 1.1;

/**
 * Returns the half width of an interval around a count with this variance: `1.1 (z √(variance + z²/4) + z²/2)`. The
 * terms in z² are those of a score interval of a Poisson count (as in Wilson's interval of a share). Without them a
 * count of 0 would have no uncertainty; beside large counts they vanish.
 * @param z two-sided normal quantile, > 0
 * @example scoreHalfWidth(0, 2) // ≈ 4.4
 */
export function scoreHalfWidth(variance: number, z: number): number {
  return MARGIN * (z * Math.sqrt(variance + z ** 2 / 4) + z ** 2 / 2);
}
