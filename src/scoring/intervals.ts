/** Intervals of all numbers of `score`: exact ones for rates, bootstrap ones for scores, F1 and differences. */
import { stream } from '../random/stream.js';
import { binomialInterval } from '../theory/binomialInterval.js';
import type { Interval } from '../theory/meanInterval.js';
import { type Pattern, percentileInterval, resampler } from './bootstrap.js';
import { OUTCOMES } from './grader.js';
import { f1Of, penalisedScore, type Tally, total } from './tally.js';

export interface BootstrapOptions {
  readonly resamples: number;
  /** Level of the intervals: 0.95 for 95 %. */
  readonly level: number;
  readonly seed: number;
}

/** Replicates of the bootstrap: results on each resampled benchmark. */
export interface Replicates {
  /** [model][penalty][resample]; NaN if the model was not asked. */
  readonly scores: readonly (readonly Float64Array[])[];
  /** [model][resample] */
  readonly f1: readonly Float64Array[];
}

/**
 * Replicates scores and F1 of all models.
 * @param blocks patterns that are resampled together, one block per benchmark; a model has the same number in all blocks
 * @param penalties λ of each score
 */
export function replicate(
  blocks: readonly (readonly Pattern[])[],
  models: number,
  penalties: readonly number[],
  { resamples, seed }: BootstrapOptions,
): Replicates {
  const bits = stream(seed, 'bootstrap');
  const draws = blocks.map(resampler);
  const column = (): Float64Array => new Float64Array(resamples).fill(NaN);
  const scores = Array.from({ length: models }, () => penalties.map(column));
  const f1 = Array.from({ length: models }, column);
  const counts = new Float64Array(models * OUTCOMES.length);
  for (let b = 0; b < resamples; b++) {
    counts.fill(0);
    for (const draw of draws) draw(bits, counts);
    for (let m = 0; m < models; m++) {
      const [right, error, abstention] = counts.subarray(m * OUTCOMES.length, (m + 1) * OUTCOMES.length);
      const tally: Tally = { right, error, abstention };
      if (total(tally) === 0) continue;
      for (const [at, lambda] of penalties.entries()) scores[m][at][b] = penalisedScore(tally, lambda);
      f1[m][b] = f1Of(tally);
    }
  }
  return { scores, f1 };
}

/** Interval of a mean difference between two models on the same resampled questions. */
export function differenceInterval(one: Float64Array, other: Float64Array, level: number): Interval | null {
  return percentileInterval(
    one.map((value, b) => value - other[b]),
    level,
  );
}

/** Exact interval (Clopper and Pearson) of a share of n questions; the hits of a percentage are rounded. */
export function rateInterval(share: number, n: number, level: number): Interval {
  return binomialInterval(Math.round(share * n), n, level);
}
