/** Shares of answers that come in clusters, with intervals that are exact where answers are independent. */
import { binomialInterval, effectiveShareInterval } from '../../theory/binomialInterval.js';
import type { Interval } from '../../theory/meanInterval.js';
import { studentQuantile975 } from '../../theory/meanInterval.js';
import type { CategorySums } from './categorySums.js';

/** A share, its interval, and the number of independent draws that would know it as well. */
export interface ClusteredShare {
  readonly value: number;
  readonly interval: Interval;
  readonly draws: number;
}

/**
 * Share Σ `over` / Σ `among` of weights by category, in [0, 1].
 *
 * Independent answers: the interval of Clopper and Pearson 1934. In clusters: the same interval for the effective number of draws
 * r(1 − r)/v (Korn and Graubard 1998), v being the variance between clusters of the linearised ratio, with their correction for few
 * clusters. That number is at least the one in which clusters are draws, (Σ b)²/Σ b² over the clusters' sums b of `among`: nothing varies
 * more than if all answers of a cluster were alike. And it is at most the number of answers. So answers repeated word for word
 * have the interval of one.
 * @param over weight of each category above the line, in [0, among]
 * @param among weight of each category below the line
 * @returns null if nothing is below the line
 */
export function clusteredShare(
  data: CategorySums,
  over: readonly number[],
  among: readonly number[],
  level: number,
): ClusteredShare | null {
  const { categories, sums, times } = data;
  const sumOf = (weights: readonly number[], cluster: number): number => {
    let sum = 0;
    for (let k = 0; k < categories; k++) sum += weights[k] * sums[cluster * categories + k];
    return sum;
  };
  let [top, bottom, squares, clusters] = [0, 0, 0, 0];
  for (let c = 0; c < times.length; c++) {
    const b = sumOf(among, c);
    if (b === 0 || times[c] === 0) continue;
    top += times[c] * sumOf(over, c);
    bottom += times[c] * b;
    squares += times[c] * b * b;
    clusters += times[c];
  }
  if (bottom === 0) return null;
  const value = Math.min(1, top / bottom);
  if (data.single && isIndicator(over) && isIndicator(among))
    return { value, interval: binomialInterval(top, bottom, level), draws: bottom };
  let variance = 0;
  for (let c = 0; c < times.length; c++) variance += times[c] * (sumOf(over, c) - value * sumOf(among, c)) ** 2;
  variance /= bottom * bottom;
  const asClusters = (bottom * bottom) / squares;
  const answers = data.answers.reduce((sum, count, k) => sum + (among[k] > 0 ? count : 0), 0);
  const spread = value * (1 - value);
  const effective = variance > 0 ? (spread / variance) * fewClusters(clusters) : answers;
  const draws = spread === 0 ? asClusters : Math.max(asClusters, Math.min(answers, effective));
  return { value, interval: drawnInterval(value, draws, level), draws };
}

/** The interval of whole hits in whole draws is that of one answer a question, to the last digit. */
function drawnInterval(value: number, draws: number, level: number): Interval {
  const [hits, all] = [Math.round(value * draws), Math.round(draws)];
  const whole = Math.abs(draws - all) <= ROUNDING * draws && Math.abs(value * draws - hits) <= ROUNDING * draws;
  return whole && all > 0 ? binomialInterval(hits, all, level) : effectiveShareInterval(value, draws, level);
}

const ROUNDING = 1e-12;

function isIndicator(weights: readonly number[]): boolean {
  return weights.every((weight) => weight === 0 || weight === 1);
}

/** Factor on the effective number of draws for a variance that few clusters know badly: (C − 1)/C and the quantiles z² / t². */
function fewClusters(clusters: number): number {
  if (clusters < 2) return 0;
  return ((clusters - 1) / clusters) * (1.959963984540054 / studentQuantile975(clusters - 1)) ** 2;
}
