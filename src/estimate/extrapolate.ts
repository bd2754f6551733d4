/** Effect of more data: how many new prompts it would answer, and how much of the missing mass would remain. */
import { chaoJostCoverage } from '../theory/chao.js';
import { drawsOf, type FrequencyCounts, seenTimes } from '../theory/frequencyCounts.js';
import { goodToulmin } from '../theory/goodToulmin.js';
import type { Interval } from '../theory/meanInterval.js';
import {
  factorTo,
  leastFound,
  leastLeft,
  likelyFound,
  likelyLeft,
  mostFound,
  mostLeft,
  type RareCounts,
} from '../theory/missingMassAhead.js';
import { missingMassInterval } from '../theory/missingMassInterval.js';
import { twoSidedQuantile } from '../theory/normalQuantile.js';
import { scoreHalfWidth } from '../theory/scoreHalfWidth.js';

export interface Extrapolation {
  /** Amount of data, relative to now. */
  readonly factor: number;
  /** Number of rows at this amount of data. */
  readonly rows: number;
  /** Prompts answered then but not now. */
  readonly newPrompts: number;
  /**
   * Origin of `newPrompts`: Good–Toulmin, smoothed beyond twice the data; or the gamma law of `likelyMissingMass`, where
   * the alternating sum of Good and Toulmin is impossible: negative, falling, more than τ · n_1, or beyond what any law allows.
   */
  readonly newPromptsFrom: 'good-toulmin' | 'gamma-law';
  readonly newPromptsLower: number;
  readonly newPromptsUpper: number;
  /** Chao and Jost's estimate: the least expected missing mass that remains, reached if all unseen prompts are equally likely. */
  readonly missingMass: number;
  /** Estimate under a gamma law of the rare prompts' frequencies, which lies between equal frequencies and a power law. */
  readonly likelyMissingMass: number;
  /** Interval that assumes no law of frequencies. */
  readonly lower: number;
  readonly upper: number;
  /** True if the ends of the interval lie within a factor of 2 of `likelyMissingMass`; else trust the interval alone. */
  readonly trustworthy: boolean;
}

export interface DataNeeded {
  /** The error of a calibrated model that is to be reached. */
  readonly errorRate: number;
  /** Amount of data needed, relative to now; 1 if the error is reached already, null if a million times the data does not reach it. */
  readonly factor: number | null;
  readonly rows: number | null;
  readonly rowsLower: number | null;
  readonly rowsUpper: number | null;
  /** Answer to whether these data reach it: `yes` if the whole interval lies below, `perhaps` if the estimate does and the interval does not. */
  readonly reached: 'yes' | 'perhaps' | 'no';
  /** True if it is reached, or if both ends of the interval of rows lie within a factor of 2 of `rows`; false where it is only perhaps reached. */
  readonly trustworthy: boolean;
}

/**
 * Greatest factor between an estimate and the ends of its interval for a trustworthy extrapolation. The interval assumes
 * no law, so that no agreement by luck is mistaken for knowledge (docs/estimate.md, "How it is checked").
 */
const NARROW = 2;

/**
 * Estimates for multiples of the data.
 * @param counts frequency counts of answered rows, not empty
 * @param rows N ≥ Σ r f_r, all rows
 * @param level of the intervals, in (0, 1)
 */
export function extrapolate(
  counts: FrequencyCounts,
  rows: number,
  factors: readonly number[],
  level: number,
): readonly Extrapolation[] {
  const z = twoSidedQuantile(level);
  const answered = drawsOf(counts);
  const rare = rareOf(counts);
  const extremes = extremesOf(rare, rows, level);
  const found = newPromptsOf(counts, rare, extremes, z, Math.max(1, ...factors) - 1);
  return factors.map((factor) => {
    const tau = factor - 1;
    const likelyMissingMass = (rare.f1 / rows) * likelyLeft(rare, tau);
    const left = { lower: extremes.leastLeft(tau) / rows, upper: extremes.mostLeft(tau) / rows };
    const { newPrompts, from, lower, upper } = found(tau);
    return {
      factor,
      rows: Math.round(factor * rows),
      newPrompts,
      newPromptsFrom: from,
      newPromptsLower: Math.max(0, Math.min(lower, newPrompts)),
      newPromptsUpper: Math.max(upper, newPrompts),
      missingMass: (answered / rows) * (1 - chaoJostCoverage(counts, tau * answered)),
      likelyMissingMass,
      ...left,
      trustworthy: isNarrow(likelyMissingMass, left),
    };
  });
}

interface Found extends Interval {
  readonly newPrompts: number;
  readonly from: Extrapolation['newPromptsFrom'];
}

/** Points up to twice the data, and beyond it, at which the sums of Good and Toulmin are tried. */
const TRIED = {
  plain: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  smoothed: [1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9],
};
/** Share of an earlier value below which the smoothed sum must not fall: a small dip comes from the smoothing, a large one from noise. */
const DIP = 0.9;

/**
 * Returns new prompts as a function of τ that never falls, and lies between 0 and τ · n_1. Where the plain sum of Good and Toulmin
 * is impossible at some point, the gamma law takes its place everywhere; where only the smoothed sum is, the law goes on from the plain
 * sum at twice the data.
 * @param furthest greatest τ that will be asked for
 */
function newPromptsOf(
  counts: FrequencyCounts,
  rare: RareCounts,
  extremes: Extremes,
  z: number,
  furthest: number,
): (tau: number) => Found {
  const sum = (tau: number): number => goodToulmin(counts, 1 + tau).newPrompts;
  const law = (tau: number): number => rare.f1 * likelyFound(rare, tau);
  const possible = (points: readonly number[], start: number, dip: number): boolean => {
    let most = start;
    return points.every((tau) => {
      const here = sum(tau);
      const fits =
        here >= Math.max(dip * most, extremes.leastFound(tau)) &&
        here <= Math.min(tau * rare.f1, extremes.mostFound(tau));
      most = Math.max(most, here);
      return fits;
    });
  };
  const beyond = [...TRIED.smoothed, ...(furthest > 9 ? [furthest] : [])];
  const plain = possible(TRIED.plain, 0, 1);
  // At twice the data the plain sum may stand above the smoothed one, since it takes large counts as they are.
  const smoothed = plain && possible(beyond, 0, DIP);
  /** The greatest sum up to here, so that dips are level. */
  const level = (tau: number): number =>
    tau <= 1 ? sum(tau) : Math.max(sum(tau), sum(1), ...beyond.filter((each) => each < tau).map(sum));
  return (tau) => {
    const byLaws = { lower: extremes.leastFound(tau), upper: extremes.mostFound(tau) };
    if (plain && (tau <= 1 || smoothed)) {
      const newPrompts = level(tau);
      const { standardError } = goodToulmin(counts, 1 + tau);
      const halfWidth = scoreHalfWidth(standardError ** 2, z);
      const [lowest, highest] = [newPrompts - halfWidth, newPrompts + halfWidth];
      // Smoothing adds a bias, which the laws of the rare prompts bound.
      return {
        newPrompts,
        from: 'good-toulmin',
        lower: tau > 1 ? Math.min(lowest, byLaws.lower) : lowest,
        upper: tau > 1 ? Math.max(highest, byLaws.upper) : highest,
      };
    }
    const newPrompts = plain ? sum(1) + law(tau) - law(1) : law(tau);
    return {
      newPrompts,
      from: 'gamma-law',
      lower: byLaws.lower - scoreHalfWidth(byLaws.lower, z),
      upper: byLaws.upper + scoreHalfWidth(byLaws.upper, z),
    };
  };
}

function rareOf(counts: FrequencyCounts): RareCounts {
  return { f1: seenTimes(counts, 1), f2: seenTimes(counts, 2), f3: seenTimes(counts, 3) };
}

type Ahead = (tau: number) => number;
type Extremes = Readonly<Record<'leastLeft' | 'mostLeft' | 'leastFound' | 'mostFound', Ahead>>;

/** N times the missing mass, and new prompts, under the laws that leave least and most, at the ends of the intervals of the counts. */
function extremesOf(rare: RareCounts, rows: number, level: number): Extremes {
  const halfWidth = (f: number): number => scoreHalfWidth(f, twoSidedQuantile(level));
  const now = missingMassInterval(rare.f1, rare.f2, rows, level);
  const [low, high] = [now.lower * rows, now.upper * rows];
  const least = { f1: Math.max(low, 1e-9), f2: rare.f2 + halfWidth(rare.f2), f3: rare.f3 };
  const most = { f1: high, f2: Math.max(0, rare.f2 - halfWidth(rare.f2)), f3: rare.f3 + halfWidth(rare.f3) };
  return {
    leastLeft: (tau) => low * leastLeft(least, tau),
    mostLeft: (tau) => high * mostLeft(most, tau),
    leastFound: (tau) => low * leastFound(least, tau),
    mostFound: (tau) => high * mostFound(most, tau),
  };
}

function isNarrow(estimate: number, { lower, upper }: Interval): boolean {
  return estimate > 0 && upper <= NARROW * estimate && estimate <= NARROW * lower;
}

/**
 * Rows at which `missing mass · share`, the error of a calibrated model, falls to each of some rates.
 * @param share 1 − 1/R
 */
export function dataNeeded(
  counts: FrequencyCounts,
  rows: number,
  errorRates: readonly number[],
  share: number,
  level: number,
): readonly DataNeeded[] {
  const rare = rareOf(counts);
  const extremes = extremesOf(rare, rows, level);
  return errorRates.map((errorRate) => {
    const target = (errorRate * rows) / share; // singletons left
    const factor = factorTo(target, (tau) => rare.f1 * likelyLeft(rare, tau));
    const rowsAt = (found: number | null): number | null => (found === null ? null : Math.ceil(found * rows));
    const [least, most] = [extremes.leastLeft, extremes.mostLeft].map((left) => rowsAt(factorTo(target, left)));
    const needed = rowsAt(factor);
    const reached = factor !== 1 ? 'no' : extremes.mostLeft(0) <= target ? 'yes' : 'perhaps';
    return {
      errorRate,
      factor,
      rows: needed,
      rowsLower: least,
      rowsUpper: most,
      reached,
      trustworthy:
        reached === 'yes' ||
        (reached === 'no' &&
          needed !== null &&
          least !== null &&
          most !== null &&
          isNarrow(needed, { lower: least, upper: most })),
    };
  });
}
