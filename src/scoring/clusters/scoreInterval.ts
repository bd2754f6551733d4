/** Intervals of scores: differences of two shares of the same answers. */
import type { Interval } from '../../theory/meanInterval.js';
import { differenceOfEstimates } from '../../theory/shares/moverInterval.js';
import { penalisedScore } from '../tally.js';
import { type CategorySums, totalsOfSums } from './categorySums.js';
import { clusteredShare } from './clusteredShare.js';

const [RIGHT, ERROR, ALL] = [
  [1, 0, 0],
  [0, 1, 0],
  [1, 1, 1],
];

/**
 * Interval of right − λ · error per question, from the intervals of both rates and the correlation between them over clusters.
 * @param data outcomes in the order of `GRADED_OUTCOMES`
 */
export function scoreInterval(data: CategorySums, lambda: number, level: number): Interval | null {
  const [right, error] = [clusteredShare(data, RIGHT, ALL, level), clusteredShare(data, ERROR, ALL, level)];
  if (right === null || error === null) return null;
  if (lambda === 0) return right.interval;
  const scaled = {
    value: lambda * error.value,
    interval: { lower: lambda * error.interval.lower, upper: lambda * error.interval.upper },
  };
  return differenceOfEstimates(right, scaled, correlation(data, right.value, error.value));
}

/** Correlation of the mean shares of right answers and of errors, from their deviations in each cluster. */
function correlation(data: CategorySums, right: number, error: number): number {
  const { sums, times } = data;
  let [both, one, other] = [0, 0, 0];
  for (let c = 0; c < times.length; c++) {
    const [r, e, a] = [sums[3 * c], sums[3 * c + 1], sums[3 * c + 2]];
    const [dr, de] = [r - right * (r + e + a), e - error * (r + e + a)];
    both += times[c] * dr * de;
    one += times[c] * dr * dr;
    other += times[c] * de * de;
  }
  return one > 0 && other > 0 ? Math.max(-1, Math.min(1, both / Math.sqrt(one * other))) : 0;
}

/** Mean score right − λ · error per question. @param data outcomes in the order of `GRADED_OUTCOMES` */
export function scoreOfSums(data: CategorySums, lambda: number): number {
  const [right, error, abstention] = totalsOfSums(data);
  return penalisedScore({ right, error, abstention }, lambda);
}
