import { betaQuantile } from '../binomialInterval.js';
import type { Interval } from '../meanInterval.js';

/** Hits in a number of draws, both perhaps effective numbers. */
export interface GroupCount {
  readonly hits: number;
  readonly draws: number;
}

/** A beta distribution of the groups' shares. */
export interface BetaLaw {
  /** Mean share, in (0, 1). */
  readonly mean: number;
  /** Number of draws that the law weighs as much as: large where groups are alike. */
  readonly strength: number;
}

/** Least strength of a law, in draws. The greatest is that of all draws together: so well the mean of groups that are alike is known. */
const LEAST = 0.5;
const STEPS = 40;

/**
 * Fits the beta-binomial law of greatest likelihood: each group has its share from a beta distribution, and its hits from its
 * draws (empirical Bayes, as Efron and Morris 1975 have it for normal means). Null with fewer than two groups that have draws, or without any
 * hit or miss, where nothing can be told about the spread.
 */
export function fitBetaBinomial(groups: readonly GroupCount[]): BetaLaw | null {
  const seen = groups.filter(({ draws }) => draws > 0);
  const [hits, draws] = [sum(seen, ({ hits }) => hits), sum(seen, ({ draws }) => draws)];
  if (seen.length < 2 || !(hits > 0) || !(hits < draws)) return null;
  const meanAt = (strength: number): number => peak((mean) => logLikelihood(seen, mean, strength), 1e-6, 1 - 1e-6);
  const strength = Math.exp(
    peak(
      (log) => logLikelihood(seen, meanAt(Math.exp(log)), Math.exp(log)),
      Math.log(LEAST),
      Math.log(Math.max(2 * LEAST, draws)),
    ),
  );
  return { mean: meanAt(strength), strength };
}

/**
 * Returns a group's share under the law of all groups: the mean and the interval of its beta posterior. A small group lies near the
 * mean of all, a large one at its own share. The interval takes the law as known, so it is a little narrow with few groups.
 */
export function shrunkenShare(
  { mean, strength }: BetaLaw,
  { hits, draws }: GroupCount,
  level: number,
): { readonly value: number; readonly interval: Interval } {
  const [a, b] = [mean * strength + hits, (1 - mean) * strength + draws - hits];
  return {
    value: a / (a + b),
    interval: { lower: betaQuantile((1 - level) / 2, a, b), upper: betaQuantile((1 + level) / 2, a, b) },
  };
}

function logLikelihood(groups: readonly GroupCount[], mean: number, strength: number): number {
  const [a, b] = [mean * strength, (1 - mean) * strength];
  const prior = logGamma(strength) - logGamma(a) - logGamma(b);
  return sum(
    groups,
    ({ hits, draws }) => logGamma(a + hits) + logGamma(b + draws - hits) - logGamma(strength + draws) + prior,
  );
}

/** Argument from which Stirling's series is exact to 12 digits. */
const LARGE = 10;
const HALF_LOG_2_PI = 0.9189385332046728;

/** Returns log Γ(x), x > 0, by Stirling's series (DLMF 5.11.1), faster than that of simple-statistics. */
function logGamma(x: number): number {
  let [at, product] = [x, 1];
  while (at < LARGE) product *= at++;
  const inverse = 1 / at;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_2_PI + series - Math.log(product);
}

/** Returns the place of the peak of a function with one peak, by the golden section. */
function peak(of: (x: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [atLeft, atRight] = [of(left), of(right)];
  for (let step = 0; step < STEPS; step++) {
    if (atLeft >= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - ratio * (high - low);
      atLeft = of(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + ratio * (high - low);
      atRight = of(right);
    }
  }
  return (low + high) / 2;
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
