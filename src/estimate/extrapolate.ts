/** Effect of more data: how many new prompts it would answer, and how much of the missing mass would remain. */
import { chaoJostCoverage } from '../theory/chao.js';
import { drawsOf, type FrequencyCounts, seenTimes } from '../theory/frequencyCounts.js';
import { goodToulmin } from '../theory/goodToulmin.js';
import {
  factorTo,
  leastFound,
  leastLeft,
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
  /** Prompts answered then but not now: Good–Toulmin, smoothed beyond twice the data. */
  readonly newPrompts: number;
  readonly newPromptsLower: number;
  readonly newPromptsUpper: number;
  /** Chao and Jost's estimate: the least expected missing mass that remains, reached if all unseen prompts are equally likely. */
  readonly missingMass: number;
  /** Estimate under a gamma law of the rare prompts' frequencies, which lies between equal frequencies and a power law. */
  readonly likelyMissingMass: number;
  /** Interval that assumes no law of frequencies. */
  readonly lower: number;
  readonly upper: number;
  /** False if the data are too few to extrapolate this far. */
  readonly trustworthy: boolean;
}

export interface DataNeeded {
  /** The error floor to reach. */
  readonly floor: number;
  /** Amount of data needed, relative to now; 1 if the floor is reached already, null if a million times the data does not reach it. */
  readonly factor: number | null;
  readonly rows: number | null;
  readonly rowsLower: number | null;
  readonly rowsUpper: number | null;
  readonly trustworthy: boolean;
}

/** Least number of singletons, and of doubletons, for a trustworthy extrapolation. */
const FEW = 20;

/** Greatest factor between estimates under different laws for a trustworthy extrapolation. */
const AGREE = 1.5;

/**
 * Estimates for multiples of the data.
 * @param counts frequency counts of answered rows, not empty
 * @param rows N ≥ Σ r f_r, all rows
 * @param confidence level of the intervals, in (0, 1)
 */
export function extrapolate(
  counts: FrequencyCounts,
  rows: number,
  factors: readonly number[],
  confidence: number,
): readonly Extrapolation[] {
  const z = twoSidedQuantile(confidence);
  const answered = drawsOf(counts);
  const rare = rareOf(counts);
  const extremes = extremesOf(rare, rows, confidence);
  return factors.map((factor) => {
    const tau = factor - 1;
    const { newPrompts, standardError, smoothed } = goodToulmin(counts, factor);
    const halfWidth = scoreHalfWidth(standardError ** 2, z);
    const [lowest, highest] = [newPrompts - halfWidth, newPrompts + halfWidth];
    return {
      factor,
      rows: Math.round(factor * rows),
      newPrompts: Math.max(0, newPrompts),
      newPromptsLower: Math.max(0, smoothed ? Math.min(lowest, extremes.leastFound(tau)) : lowest),
      newPromptsUpper: smoothed ? Math.max(highest, extremes.mostFound(tau)) : highest,
      missingMass: (answered / rows) * (1 - chaoJostCoverage(counts, tau * answered)),
      likelyMissingMass: (rare.f1 / rows) * likelyLeft(rare, tau),
      lower: extremes.leastLeft(tau) / rows,
      upper: extremes.mostLeft(tau) / rows,
      trustworthy: isTrustworthy(rare, tau),
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
  confidence: number,
): Readonly<Record<'leastLeft' | 'mostLeft' | 'leastFound' | 'mostFound', Ahead>> {
  const halfWidth = (f: number): number => scoreHalfWidth(f, twoSidedQuantile(confidence));
  const now = missingMassInterval(rare.f1, rare.f2, rows, confidence);
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

function isTrustworthy(rare: RareCounts, tau: number): boolean {
  if (rare.f1 < FEW || rare.f2 < FEW) return false;
  return tau <= 1 || likelyLeft(rare, tau) <= AGREE * leastLeft(rare, tau);
}

/**
 * Rows at which `missing mass · share` falls to a floor.
 * @param share 1 − 1/R
 */
export function dataNeeded(
  counts: FrequencyCounts,
  rows: number,
  floors: readonly number[],
  share: number,
  confidence: number,
): readonly DataNeeded[] {
  const rare = rareOf(counts);
  const extremes = extremesOf(rare, rows, confidence);
  return floors.map((floor) => {
    const target = (floor * rows) / share; // singletons left
    const factor = factorTo(target, (tau) => rare.f1 * likelyLeft(rare, tau));
    const rowsAt = (found: number | null): number | null => (found === null ? null : Math.ceil(found * rows));
    return {
      floor,
      factor,
      rows: rowsAt(factor),
      rowsLower: rowsAt(factorTo(target, extremes.leastLeft)),
      rowsUpper: rowsAt(factorTo(target, extremes.mostLeft)),
      trustworthy: factor === 1 || (factor !== null && isTrustworthy(rare, factor - 1)),
    };
  });
}
