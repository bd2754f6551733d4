import type { Interval } from '../meanInterval.js';

/** A value and the interval of its uncertainty. */
export interface IntervalEstimate {
  readonly value: number;
  readonly interval: Interval;
}

/**
 * Returns the interval of a difference of two estimates from their own intervals and their correlation: the squared distances to
 * the ends add, less twice their product times the correlation (method of variance estimates recovery: Newcombe 1998 for two
 * shares; Zou and Donner 2008). The ends of exact intervals make it hold with few draws, and it never has the width 0.
 * @param correlation of the two estimates, in [−1, 1]
 * @example differenceOfEstimates({ value: 0.5, interval: { lower: 0.2, upper: 0.8 } }, { value: 0, interval: { lower: 0, upper: 0.4 } }, 0).lower // => 0
 */
export function differenceOfEstimates(one: IntervalEstimate, other: IntervalEstimate, correlation: number): Interval {
  const difference = one.value - other.value;
  return {
    lower: difference - distance(one.value - one.interval.lower, other.interval.upper - other.value, correlation),
    upper: difference + distance(one.interval.upper - one.value, other.value - other.interval.lower, correlation),
  };
}

function distance(a: number, b: number, correlation: number): number {
  return Math.sqrt(Math.max(0, a * a + b * b - 2 * correlation * a * b));
}
