import { gammaln } from 'simple-statistics';
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

/** Range of the strength: as much as one half draw, and so much that all groups are the same. */
const [LEAST, MOST] = [0.5, 1e5];
const STEPS = 40;

/**
 * Fits the beta-binomial law of greatest likelihood: each group has its share from a beta distribution, and its hits from its
 * draws (Efron and Morris 1975, the beta case in Casella 1985). Null with fewer than two groups that have draws, or without any
 * hit or miss, where nothing can be told about the spread.
 */
export function fitBetaBinomial(groups: readonly GroupCount[]): BetaLaw | null {
  const seen = groups.filter(({ draws }) => draws > 0);
  const [hits, draws] = [sum(seen, ({ hits }) => hits), sum(seen, ({ draws }) => draws)];
  if (seen.length < 2 || !(hits > 0) || !(hits < draws)) return null;
  const meanAt = (strength: number): number => peak((mean) => logLikelihood(seen, mean, strength), 1e-6, 1 - 1e-6);
  const strength = Math.exp(
    peak((log) => logLikelihood(seen, meanAt(Math.exp(log)), Math.exp(log)), Math.log(LEAST), Math.log(MOST)),
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
  return sum(
    groups,
    ({ hits, draws }) =>
      gammaln(a + hits) +
      gammaln(b + draws - hits) -
      gammaln(strength + draws) +
      gammaln(strength) -
      gammaln(a) -
      gammaln(b),
  );
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
