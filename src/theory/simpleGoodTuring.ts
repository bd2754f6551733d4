/** Simple Good–Turing (Gale and Sampson 1995, "Good–Turing frequency estimation without tears"). */
import { drawsOf, type FrequencyCounts, seenTimes } from './frequencyCounts.js';
import { power } from './power.js';

/** Simple Good–Turing estimates (Gale and Sampson 1995). */
export interface SimpleGoodTuring {
  /** P0 = f_1/n, the probability of all unseen prompts. */
  readonly p0: number;
  /** Slope of the line of ln Z_r on ln r, Z_r of `smearedCount`; null if fewer than two r occur. */
  readonly slope: number | null;
  /** Intercept of that line; null as above. */
  readonly intercept: number | null;
  /** Number of standard errors within which Turing's estimate is replaced by that of the line. */
  readonly confidence: number;
  /** Factor `(1 − P0) n / Σ f_r r*` that makes the probabilities sum to 1; null as above. */
  readonly renormaliser: number | null;
  /** r → r*, renormalised: a prompt seen r times has probability r*\/n. Empty if no line can be drawn. */
  readonly adjustedCounts: ReadonlyMap<number, number>;
  /** Least r whose r* is taken from the line; null as above. */
  readonly smoothedFrom: number | null;
  /** Reason to doubt the result, as a sentence; null if there is none. */
  readonly warning: string | null;
}

/** Number of standard errors below which the paper disregards a difference. Later programs use 1.96. */
export const PAPER_CONFIDENCE = 1.65;

/**
 * Estimates the counts r* by Turing's `(r + 1) f_{r+1}/f_r` as long as it differs from the line's
 * `(r + 1) S(r + 1)/S(r)` by more than `confidence` standard errors. From the first r on at which it does not, or at
 * which f_{r+1} = 0, it takes the line's.
 * @param counts not empty
 * @param confidence number of standard errors, > 0
 * @throws RangeError for no counts or a confidence that is not positive
 * @example simpleGoodTuring([[1, 4], [2, 2]]).p0 // => 0.5
 */
export function simpleGoodTuring(counts: FrequencyCounts, confidence: number = PAPER_CONFIDENCE): SimpleGoodTuring {
  if (counts.length === 0) throw new RangeError('counts must not be empty');
  if (!(confidence > 0)) throw new RangeError(`confidence must be positive, got ${confidence}`);
  const draws = drawsOf(counts);
  const p0 = seenTimes(counts, 1) / draws;
  if (counts.length === 1) {
    const [[times]] = counts;
    const warning =
      times === 1
        ? 'every prompt is a singleton: P0 = 1, and no line can be drawn through one point, so that the rest is undefined'
        : `every prompt was seen ${times} times, so that no line can be drawn: it needs two different counts`;
    return {
      p0,
      slope: null,
      intercept: null,
      confidence,
      renormaliser: null,
      adjustedCounts: new Map(),
      smoothedFrom: null,
      warning,
    };
  }
  const { slope, intercept } = leastSquares(
    counts.map(([times], at) => [Math.log(times), Math.log(smearedCount(counts, at))]),
  );
  const { adjusted, smoothedFrom } = switched(counts, slope, confidence);
  const total = counts.reduce((sum, [, prompts], at) => sum + prompts * adjusted[at], 0);
  const renormaliser = ((1 - p0) * draws) / total;
  const adjustedCounts = new Map(counts.map(([times], at) => [times, renormaliser * adjusted[at]]));
  const warning =
    slope > -1
      ? `the slope ${slope.toPrecision(3)} is above −1: the smoothed counts are not to be trusted (Gale and Sampson)`
      : null;
  return { p0, slope, intercept, confidence, renormaliser, adjustedCounts, smoothedFrom, warning };
}

/**
 * Returns Z_r = 2 f_r / (t − q), where q and t are the neighbours of r; q = 0 before the first, t = 2r − q after the
 * last.
 * @param at index of r in `counts`
 * @example smearedCount([[1, 4], [2, 2], [5, 1]], 1) // => 1
 */
export function smearedCount(counts: FrequencyCounts, at: number): number {
  const [times, prompts] = counts[at];
  const before = at === 0 ? 0 : counts[at - 1][0];
  const after = at === counts.length - 1 ? 2 * times - before : counts[at + 1][0];
  return (2 * prompts) / (after - before);
}

/** Returns r* of each r before renormalisation, [counts], and the least r that takes it from the line. */
function switched(
  counts: FrequencyCounts,
  slope: number,
  confidence: number,
): { readonly adjusted: readonly number[]; readonly smoothedFrom: number } {
  const adjusted: number[] = [];
  let smoothedFrom = Infinity;
  for (const [at, [times, prompts]] of counts.entries()) {
    const smoothed = (times + 1) * power(1 + 1 / times, slope);
    const next = counts[at + 1]?.[0] === times + 1 ? counts[at + 1][1] : 0;
    const turing = ((times + 1) * next) / prompts;
    const standardError = ((times + 1) / prompts) * Math.sqrt(next * (1 + next / prompts));
    if (next === 0 || Math.abs(turing - smoothed) <= confidence * standardError)
      smoothedFrom = Math.min(smoothedFrom, times);
    adjusted.push(times >= smoothedFrom ? smoothed : turing);
  }
  return { adjusted, smoothedFrom };
}

function leastSquares(points: readonly (readonly [number, number])[]): {
  readonly slope: number;
  readonly intercept: number;
} {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const xy = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const xx = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return { slope: xy / xx, intercept: meanY - (xy / xx) * meanX };
}
