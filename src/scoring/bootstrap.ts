/** Percentiles of bootstrap replicates. Pure. */
import type { Interval } from '../theory/meanInterval.js';

/**
 * Percentile interval of replicates, by linear interpolation between order statistics; null without replicates.
 * @param replicates values; NaN (a sample without a denominator) is left out
 */
export function percentileInterval(replicates: Float64Array, level: number): Interval | null {
  const sorted = replicates.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return null;
  const quantile = (q: number): number => {
    const place = q * (sorted.length - 1);
    const below = Math.floor(place);
    return sorted[below] + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
  };
  return { lower: quantile((1 - level) / 2), upper: quantile((1 + level) / 2) };
}
