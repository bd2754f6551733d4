/** The difference of two models' scores: its interval, its test, and how small a difference could be seen. */
import { binomial } from '../../random/binomial.js';
import { integer } from '../../random/integer.js';
import { type Stream, stream } from '../../random/stream.js';
import type { Interval } from '../../theory/meanInterval.js';
import { twoSidedQuantile } from '../../theory/normalQuantile.js';
import { detectableDifference, questionsNeeded } from '../../theory/shares/detectableDifference.js';
import { signFlipTest } from '../../theory/shares/signFlipTest.js';
import { percentileInterval } from '../bootstrap.js';
import type { PairedClusters } from './pairedClusters.js';

export interface BootstrapOptions {
  readonly resamples: number;
  /** Level of the intervals: 0.95 for 95 %. */
  readonly level: number;
  readonly seed: number;
}

/** The uncertainty of a difference between two models. */
export interface DifferenceTest {
  /** Percentiles of resampled clusters; with very many clusters, the difference ± z standard errors. */
  readonly interval: Interval | null;
  /** Two-sided p of a sign-flip test over the clusters that both were asked: exact with few; null if they share none. */
  readonly p: number | null;
  /** Clusters that both were asked; null where single answers are not known. */
  readonly shared: number | null;
  /** Smallest true difference that is found with probability 0.8. */
  readonly detectable: number | null;
  /** Questions that would show a difference of the size found; null for none. */
  readonly questionsNeeded: number | null;
}

const WIDTH = 6;
/** Draws of clusters beyond which a normal interval is as good. */
const MOST_DRAWS = 2e8;

/** @param lambda penalty of an error @param questions asked of each */
export function differenceTest(
  pair: PairedClusters,
  lambda: number,
  questions: number,
  { resamples, level, seed }: BootstrapOptions,
): DifferenceTest {
  const { times, shared } = pair;
  const points = pointsOf(pair, lambda);
  const [one, other] = [0, 1].map((side) => meanOf(points, times, side));
  const difference = one - other;
  // Influence of each cluster on the difference of two ratios.
  const weight = [0, 1].map((side) => times.reduce((sum, n, c) => sum + n * points[4 * c + 2 * side + 1], 0));
  const squares = times.reduce((sum, n, c) => {
    const [a, wa, b, wb] = points.subarray(4 * c, 4 * c + 4);
    return sum + n * ((a - one * wa) / weight[0] - (b - other * wb) / weight[1]) ** 2;
  }, 0);
  const clusters = times.reduce((sum, n) => sum + n, 0);
  const standardError = Math.sqrt(squares * (clusters > 1 ? clusters / (clusters - 1) : 1));
  const half = twoSidedQuantile(level) * standardError;
  const interval =
    times.length * resamples > MOST_DRAWS
      ? { lower: difference - half, upper: difference + half }
      : percentileInterval(resampled(sorted(pair, points), resamples, stream(seed, 'bootstrap')), level);
  return {
    interval,
    p: shared === null || shared === 0 ? null : signFlips(pair, points),
    shared,
    detectable: detectableDifference(standardError, level),
    questionsNeeded: questionsNeeded(questions, standardError, difference, level),
  };
}

/** Points and weight of the one model, then of the other, in each cluster: [clusters, 4]. */
function pointsOf({ sums, times }: PairedClusters, lambda: number): Float64Array {
  const points = new Float64Array(4 * times.length);
  for (let c = 0; c < times.length; c++) {
    for (const side of [0, 1]) {
      const [right, error, abstention] = sums.subarray(WIDTH * c + 3 * side, WIDTH * c + 3 * side + 3);
      points[4 * c + 2 * side] = right - lambda * error;
      points[4 * c + 2 * side + 1] = right + error + abstention;
    }
  }
  return points;
}

function meanOf(points: Float64Array, times: ArrayLike<number>, side: number): number {
  let [sum, weight] = [0, 0];
  for (let c = 0; c < times.length; c++) {
    sum += times[c] * points[4 * c + 2 * side];
    weight += times[c] * points[4 * c + 2 * side + 1];
  }
  return sum / weight;
}

/** The test on shared clusters. A model's points count per question, so that unequal numbers of answers do not matter. */
function signFlips({ times }: PairedClusters, points: Float64Array): number {
  return signFlipTest(
    Array.from(times, (n, c) => {
      const [a, wa, b, wb] = points.subarray(4 * c, 4 * c + 4);
      return wa > 0 && wb > 0
        ? { times: n, difference: (a / wa - b / wb) * Math.max(wa, wb) }
        : { times: 0, difference: 0 };
    }),
  ).p;
}

/** Points of clusters in an order that does not depend on that of the rows, those that are alike together. */
interface SortedPoints {
  readonly points: Float64Array;
  readonly times: Float64Array;
  readonly blocks: readonly number[];
}

function sorted({ times, blocks }: PairedClusters, points: Float64Array): SortedPoints {
  const all: { readonly point: Float64Array; times: number }[] = [];
  const ends = blocks.map((end, at) => {
    const alike = new Map<string, { readonly point: Float64Array; times: number }>();
    for (let c = at === 0 ? 0 : blocks[at - 1]; c < end; c++) {
      const point = points.subarray(4 * c, 4 * c + 4);
      const key = Array.from(point, (value) => value.toPrecision(12)).join();
      const known = alike.get(key);
      if (known === undefined) alike.set(key, { point, times: times[c] });
      else known.times += times[c];
    }
    for (const [, each] of [...alike].sort(([x], [y]) => (x < y ? -1 : 1))) all.push(each);
    return all.length;
  });
  return {
    points: Float64Array.from(all.flatMap(({ point }) => [...point])),
    times: Float64Array.from(all, (each) => each.times),
    blocks: ends,
  };
}

/** Differences on resampled clusters; NaN where one model was not asked. */
function resampled({ points, times, blocks }: SortedPoints, resamples: number, bits: Stream): Float64Array {
  const draws = new Float64Array(times.length);
  return Float64Array.from({ length: resamples }, () => {
    draws.fill(0);
    blocks.forEach((end, at) => {
      drawBlock(times, at === 0 ? 0 : blocks[at - 1], end, draws, bits);
    });
    return meanOf(points, draws, 0) - meanOf(points, draws, 1);
  });
}

/** Draws as many clusters as a block has, with replacement: a multinomial draw over its rows. */
function drawBlock(times: Float64Array, start: number, end: number, draws: Float64Array, bits: Stream): void {
  let left = 0;
  let alone = true;
  for (let c = start; c < end; c++) {
    left += times[c];
    alone &&= times[c] === 1;
  }
  if (alone) {
    for (let n = left; n > 0; n--) draws[start + integer(bits, end - start)]++;
    return;
  }
  for (let c = start, among = left; c < end; c++) {
    if (times[c] === 0) continue;
    draws[c] = binomial(bits, left, Math.min(1, times[c] / among));
    left -= draws[c];
    among -= times[c];
  }
}
