/** One curve of the missing mass and of the prompts answered: fewer rows behind, the data themselves, and more rows ahead. */
import { type FrequencyCounts, promptsOf, seenTimes } from '../../theory/frequencyCounts.js';
import type { Interval } from '../../theory/meanInterval.js';
import { missingMassInterval } from '../../theory/missingMassInterval.js';
import { twoSidedQuantile } from '../../theory/normalQuantile.js';
import { scoreHalfWidth } from '../../theory/scoreHalfWidth.js';
import { rarefied } from '../../theory/unseen/rarefaction.js';
import { extrapolate } from '../extrapolate.js';

/** Expected figures at some number of rows. */
export interface AmountPoint extends Interval {
  /** Rows relative to those of the data. */
  readonly factor: number;
  readonly rows: number;
  /** Prompts answered. */
  readonly prompts: number;
  /** Share of fresh rows whose prompt is not answered; beyond the data that of the gamma law (`likelyMissingMass`). */
  readonly missingMass: number;
  /** `rarefaction`: mean over all choices of so many rows of the data; `data`; `extrapolation`. */
  readonly from: 'rarefaction' | 'data' | 'extrapolation';
}

const BEHIND: readonly number[] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const AHEAD: readonly number[] = [1.2, 1.5, 2, 3, 4, 5, 7, 10];

/** @param counts not empty @param rows N */
export function curveOf(counts: FrequencyCounts, rows: number, level: number): readonly AmountPoint[] {
  const z = twoSidedQuantile(level);
  const behind = [...new Set(BEHIND.map((factor) => Math.round(factor * rows)))].filter((m) => m >= 1 && m < rows);
  const prompts = promptsOf(counts);
  return [
    ...behind.map((m): AmountPoint => {
      const { singletons, doubletons, ...expected } = rarefied(counts, rows, m);
      const halfWidth = scoreHalfWidth(Math.max(0, singletons + 2 * doubletons - singletons ** 2 / m), z) / m;
      return {
        factor: m / rows,
        rows: m,
        ...expected,
        lower: Math.max(0, expected.missingMass - halfWidth),
        upper: Math.min(1, expected.missingMass + halfWidth),
        from: 'rarefaction',
      };
    }),
    {
      factor: 1,
      rows,
      prompts,
      missingMass: seenTimes(counts, 1) / rows,
      ...missingMassInterval(seenTimes(counts, 1), seenTimes(counts, 2), rows, level),
      from: 'data',
    },
    ...extrapolate(counts, rows, AHEAD, level).map(
      (each): AmountPoint => ({
        factor: each.factor,
        rows: each.rows,
        prompts: prompts + each.newPrompts,
        missingMass: each.likelyMissingMass,
        lower: each.lower,
        upper: each.upper,
        from: 'extrapolation',
      }),
    ),
  ];
}
