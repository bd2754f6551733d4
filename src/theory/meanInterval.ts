/** Mean of a number over seeds, with its uncertainty. */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { requireCount, requireProbability } from './domain.js';
import { power } from './power.js';

/** Ends of an interval of uncertainty. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** The mean of some values and its Student t interval. */
export interface MeanInterval {
  readonly mean: number;
  /** Number of values averaged. */
  readonly count: number;
  /** Two-sided 95 % Student t interval of the mean; null for one value, whose spread is unknown. */
  readonly interval: Interval | null;
}

/**
 * Returns the mean and `x̄ ± t_{0.975, n−1} s/√n`, s with n − 1 in the denominator. The interval assumes independent,
 * approximately normal values.
 * @throws RangeError for no values, or for one that is not finite
 * @example meanInterval([1, 2, 3]).mean // => 2
 */
export function meanInterval(values: readonly number[]): MeanInterval {
  if (values.length === 0) throw new RangeError('values must not be empty: the mean of no values is undefined');
  for (const value of values) if (!Number.isFinite(value)) throw new RangeError(`values must be finite, got ${value}`);
  const center = mean([...values]);
  if (values.length === 1) return { mean: center, count: 1, interval: null };
  const halfWidth =
    (studentQuantile975(values.length - 1) * sampleStandardDeviation([...values])) / Math.sqrt(values.length);
  return { mean: center, count: values.length, interval: { lower: center - halfWidth, upper: center + halfWidth } };
}

/**
 * Returns the mean of shares over worlds with a 95 % interval that stays in [0, 1] and contains the mean. Each end is the farther one
 * of two: the end of `meanInterval`, cut to [0, 1], and the end of logit x̄ ± t_{0.975, n−1} s/(√n x̄ (1 − x̄)) carried back, which is the t
 * interval on the scale of the logit (delta method). So it is never narrower than the t interval is inside [0, 1].
 *
 * Equal values show no spread. They get [x q, 1 − (1 − x) q] with q = 0.025^(1/n): kinds of worlds that have the probability
 * 1 − q together are missed by n worlds with probability 2.5 %, and in them the share may be 0 or 1. At x = 0 and x = 1 this is the
 * interval of Clopper and Pearson 1934.
 *
 * The interval assumes one hump. Where worlds are of two kinds and all that were drawn are of one kind, no interval of this width knows of
 * the other: docs/theory.md §6 lists simulated coverages.
 * @param values shares in [0, 1], up to rounding; one for each world
 * @throws RangeError for no values, or for one outside [0, 1]
 * @example meanShareInterval([1, 1, 1]).interval // ≈ { lower: 0.2924, upper: 1 }
 */
export function meanShareInterval(values: readonly number[]): MeanInterval {
  for (const value of values) requireProbability('values', value);
  const { mean: center, count, interval } = meanInterval(values.map((value) => Math.min(1, Math.max(0, value))));
  if (interval === null) return { mean: center, count, interval };
  const missed = 1 - power(0.025, 1 / count);
  const halfWidth = (interval.upper - interval.lower) / 2;
  if (halfWidth === 0)
    return { mean: center, count, interval: { lower: center * (1 - missed), upper: center + (1 - center) * missed } };
  // exp(±h) multiplies the odds.
  const factor = Math.exp(-halfWidth / (center * (1 - center)));
  const lower = (center * factor) / (center * factor + 1 - center);
  const upper = center / (center + (1 - center) * factor);
  return {
    mean: center,
    count,
    interval: {
      lower: Math.max(0, Math.min(lower, interval.lower)),
      upper: Math.min(1, Math.max(upper, interval.upper)),
    },
  };
}

/** Quantiles t_{0.975} for 1 … 30 degrees of freedom (NIST/SEMATECH e-Handbook of Statistical Methods, §1.3.6.7.2). */
const QUANTILES_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/**
 * Returns the 0.975 quantile of Student's t: from the table up to 30 degrees of freedom ν; beyond, by the expansion
 * z + (z³ + z)/(4ν) + (5z⁵ + 16z³ + 3z)/(96ν²) around the normal quantile z (Abramowitz & Stegun 26.7.5), which
 * is within 1e-4 there.
 * @throws RangeError unless `degreesOfFreedom` is an integer ≥ 1
 * @example studentQuantile975(10) // => 2.228
 */
export function studentQuantile975(degreesOfFreedom: number): number {
  requireCount('degreesOfFreedom', degreesOfFreedom, 1);
  if (degreesOfFreedom <= QUANTILES_975.length) return QUANTILES_975[degreesOfFreedom - 1];
  const z = 1.959963984540054;
  const first = (power(z, 3) + z) / 4;
  const second = (5 * power(z, 5) + 16 * power(z, 3) + 3 * z) / 96;
  return z + first / degreesOfFreedom + second / degreesOfFreedom ** 2;
}
