/** Coverage at exactly the confidence would be below it on half of all data; simulated over laws of frequencies (bench/coverage.js) it is above with this. */
const MARGIN = 1.1;

/**
 * Half width of an interval around a count with this variance: `1.1 (z √(variance + z²/4) + z²/2)`. The additions are those of a
 * score interval of a Poisson count (as Wilson's of a share), without which a count of 0 would have no uncertainty; they vanish
 * beside large counts.
 */
export function scoreHalfWidth(variance: number, z: number): number {
  return MARGIN * (z * Math.sqrt(variance + z ** 2 / 4) + z ** 2 / 2);
}
