/** Proper scores of stated distributions: several answers, each with a probability. */

import { integer } from '../../random/integer.js';
import { stream } from '../../random/stream.js';
import type { Interval } from '../../theory/meanInterval.js';
import { percentileInterval } from '../bootstrap.js';
import type { AnswerSheet } from '../clusters/answerSheet.js';
import type { BootstrapOptions } from '../clusters/pairedDifference.js';
import type { ForecastColumns } from '../gradedAnswers.js';

/** Mean scores of a model's distributions. Both are proper: stating what one believes scores best. */
export interface ForecastScores {
  /** Answers with a stated distribution. */
  readonly stated: number;
  /** Distributions that gave the right answer no probability at all. */
  readonly ruledOut: number;
  /** Mean of ln p of the right answer, at most 0; null if one was ruled out, whose logarithm is not finite (Good 1952). */
  readonly log: ForecastScore | null;
  /** Mean of 2 p − Σ p², between −1 and 1: p of the right answer, and the sum over all answers named (Brier 1950). */
  readonly quadratic: ForecastScore;
}

export interface ForecastScore {
  readonly value: number;
  /** Percentiles of resampled clusters; null with fewer than ten of them. */
  readonly interval: Interval | null;
}

const FEW_CLUSTERS = 10;
/** Draws of clusters that intervals take at most. */
const MOST_DRAWS = 1e8;

/** Scores of a sheet; null if no distribution was stated. */
export function forecastScores(
  { rows, weights, clusterOf }: AnswerSheet,
  { ofTruth, squares }: ForecastColumns,
  options: BootstrapOptions,
): ForecastScores | null {
  const clusters: { weight: number; log: number; quadratic: number }[] = [];
  let [stated, ruledOut, last] = [0, 0, -1];
  for (const [at, row] of rows.entries()) {
    if (Number.isNaN(ofTruth[row])) continue;
    if (stated === 0 || clusterOf[row] !== last) clusters.push({ weight: 0, log: 0, quadratic: 0 });
    last = clusterOf[row];
    stated++;
    if (ofTruth[row] === 0) ruledOut++;
    const weight = weights === null ? 1 : weights[at];
    const cluster = clusters[clusters.length - 1];
    cluster.weight += weight;
    cluster.log += weight * Math.log(ofTruth[row]);
    cluster.quadratic += weight * (2 * ofTruth[row] - squares[row]);
  }
  if (stated === 0) return null;
  // An order that does not depend on that of the rows.
  clusters.sort((a, b) => a.quadratic - b.quadratic || a.log - b.log || a.weight - b.weight);
  const score = (of: 'log' | 'quadratic'): ForecastScore => meanScore(clusters, of, options);
  return { stated, ruledOut, log: ruledOut > 0 ? null : score('log'), quadratic: score('quadratic') };
}

function meanScore<Key extends string>(
  clusters: readonly Readonly<Record<Key | 'weight', number>>[],
  key: Key,
  { resamples, level, seed }: BootstrapOptions,
): ForecastScore {
  const mean = (pick: (at: number) => number): number => {
    let [sum, weight] = [0, 0];
    for (let at = 0; at < clusters.length; at++) {
      const cluster = clusters[pick(at)];
      sum += cluster[key];
      weight += cluster.weight;
    }
    return sum / weight;
  };
  const value = mean((at) => at);
  if (clusters.length < FEW_CLUSTERS) return { value, interval: null };
  const bits = stream(seed, 'bootstrap/forecasts');
  const times = Math.max(100, Math.min(resamples, Math.floor(MOST_DRAWS / clusters.length)));
  const drawn = Float64Array.from({ length: times }, () => mean(() => integer(bits, clusters.length)));
  return { value, interval: percentileInterval(drawn, level) };
}
