import type { Interval } from '../meanInterval.js';
import { twoSidedQuantile } from '../normalQuantile.js';

/** Counts of an audited sample, for one outcome: how often the grader found it where it was there, and not where it was not. */
export interface AuditCounts {
  /** Audited answers that have the outcome. */
  readonly truly: number;
  /** Those among them that the grader found. */
  readonly found: number;
  /** Audited answers that do not have the outcome. */
  readonly otherwise: number;
  /** Those among them of which the grader said so. */
  readonly spared: number;
}

/** A rate corrected for the grader's mistakes. */
export interface CorrectedRate {
  readonly value: number;
  readonly interval: Interval;
  /** Share of answers with the outcome that the grader found. */
  readonly sensitivity: number;
  /** Share of answers without the outcome of which the grader said so. */
  readonly specificity: number;
}

/**
 * Returns the true rate behind a grader's rate, (rate + specificity − 1)/(sensitivity + specificity − 1), cut to [0, 1] (Rogan and
 * Gladen 1978), with the interval of Lang and Reiczigel 2014, which counts the uncertainty of the audit, too. Null if an
 * outcome was not audited at all, or the grader tells no better than chance. With fewer than about ten audited answers that have the
 * outcome the interval is rough: of 95 % it holds 92 % at four of them, simulated.
 * @param rate share that the grader gave, among `graded` answers
 * @param graded number of graded answers, or their effective number
 */
export function roganGladen(
  rate: number,
  graded: number,
  { truly, found, otherwise, spared }: AuditCounts,
  level: number,
): CorrectedRate | null {
  if (truly === 0 || otherwise === 0) return null;
  const [sensitivity, specificity] = [found / truly, spared / otherwise];
  if (!(sensitivity + specificity > 1)) return null;
  const z2 = twoSidedQuantile(level) ** 2;
  const [positives, negatives, all] = [truly + 2, otherwise + 2, graded + z2];
  const [se, sp, ap] = [(found + 1) / positives, (spared + 1) / negatives, (graded * rate + z2 / 2) / all];
  const youden = se + sp - 1;
  if (!(youden > 0)) return null;
  const centre = (ap + sp - 1) / youden;
  const [seVariance, spVariance] = [(se * (1 - se)) / positives, (sp * (1 - sp)) / negatives];
  const shift = 2 * z2 * (centre * seVariance - (1 - centre) * spVariance);
  const half =
    Math.sqrt(z2 * ((ap * (1 - ap)) / all + centre ** 2 * seVariance + (1 - centre) ** 2 * spVariance)) / youden;
  const value = unit((rate + specificity - 1) / (sensitivity + specificity - 1));
  return {
    value,
    // The centre of the interval is not the estimate, which may lie outside with few audited answers.
    interval: {
      lower: Math.min(value, unit(centre + shift - half)),
      upper: Math.max(value, unit(centre + shift + half)),
    },
    sensitivity,
    specificity,
  };
}

function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
