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
   * the alternating sum of Good and Toulmin is negative.
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
  /** True if both ends of the interval of rows lie within a factor of 2 of `rows`. */
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
  return factors.map((factor) => {
    const tau = factor - 1;
    const { newPrompts, standardError, smoothed } = goodToulmin(counts, factor);
    const halfWidth = scoreHalfWidth(standardError ** 2, z);
    const [lowest, highest] = [newPrompts - halfWidth, newPrompts + halfWidth];
    const negative = newPrompts < 0;
    const withLaws = smoothed || negative;
    const likelyMissingMass = (rare.f1 / rows) * likelyLeft(rare, tau);
    const left = { lower: extremes.leastLeft(tau) / rows, upper: extremes.mostLeft(tau) / rows };
    return {
      factor,
      rows: Math.round(factor * rows),
      newPrompts: negative ? rare.f1 * likelyFound(rare, tau) : newPrompts,
      newPromptsFrom: negative ? 'gamma-law' : 'good-toulmin',
      newPromptsLower: Math.max(0, withLaws ? Math.min(lowest, extremes.leastFound(tau)) : lowest),
      newPromptsUpper: withLaws ? Math.max(highest, extremes.mostFound(tau)) : highest,
      missingMass: (answered / rows) * (1 - chaoJostCoverage(counts, tau * answered)),
      likelyMissingMass,
      ...left,
      trustworthy: isNarrow(likelyMissingMass, left),
    };
  });
}

function rareOf(counts: FrequencyCounts): RareCounts {
  return { f1: seenTimes(counts, 1), f2: seenTimes(counts, 2), f3: seenTimes(counts, 3) };
}

type Ahead = (tau: number) => number;

/** N times the missing mass, and new prompts, under the laws that leave least and most, at the ends of the intervals of the counts. */
function extremesOf(
  rare: RareCounts,
  rows: number,
  level: number,
): Readonly<Record<'leastLeft' | 'mostLeft' | 'leastFound' | 'mostFound', Ahead>> {
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
    return {
      errorRate,
      factor,
      rows: needed,
      rowsLower: least,
      rowsUpper: most,
      trustworthy:
        needed !== null && least !== null && most !== null && isNarrow(needed, { lower: least, upper: most }),
    };
  });
}
