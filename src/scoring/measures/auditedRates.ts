/** Rates corrected for the grader's mistakes, by a sample of answers that an auditor graded again. */

import { binomialInterval } from '../../theory/binomialInterval.js';
import type { Interval } from '../../theory/meanInterval.js';
import { type AuditCounts, type CorrectedRate, roganGladen } from '../../theory/shares/roganGladen.js';
import type { CategorySums } from '../clusters/categorySums.js';
import { clusteredShare } from '../clusters/clusteredShare.js';
import { GRADED_OUTCOMES, type GradedOutcome } from '../grader.js';

/** The audited sample, over all models, since one grader graded them. */
export interface Audit {
  readonly audited: number;
  /** Share of audited answers on which grader and auditor agree. */
  readonly agreement: { readonly value: number; readonly interval: Interval };
  /** Numbers of audited answers: the grader's outcome, then the auditor's. */
  readonly counts: Readonly<Record<GradedOutcome, Readonly<Record<GradedOutcome, number>>>>;
}

/** A model's rates behind the grader's; null where the audit does not tell. */
export interface AuditedRates {
  readonly accuracy: CorrectedRate | null;
  readonly errorRate: CorrectedRate | null;
  readonly abstentionRate: CorrectedRate | null;
}

/** The audit of all rows; null if none was audited. @param audited by row: the auditor's outcome, NaN for none */
export function auditOf(outcome: ArrayLike<number>, audited: ArrayLike<number>, level: number): Audit | null {
  const counts = GRADED_OUTCOMES.map(() => GRADED_OUTCOMES.map(() => 0));
  for (let row = 0; row < outcome.length; row++) if (!Number.isNaN(audited[row])) counts[outcome[row]][audited[row]]++;
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  const agreed = counts.reduce((sum, row, at) => sum + row[at], 0);
  const named = <T>(of: (at: number) => T): Readonly<Record<GradedOutcome, T>> =>
    Object.fromEntries(GRADED_OUTCOMES.map((name, at) => [name, of(at)])) as Record<GradedOutcome, T>;
  return {
    audited: all,
    agreement: { value: agreed / all, interval: binomialInterval(agreed, all, level) },
    counts: named((graded) => named((truth) => counts[graded][truth])),
  };
}

/** Corrected rates of a model. @param data its outcomes by cluster */
export function auditedRates(data: CategorySums, { counts }: Audit, level: number): AuditedRates {
  const corrected = (outcome: GradedOutcome): CorrectedRate | null => {
    const over = GRADED_OUTCOMES.map((name) => (name === outcome ? 1 : 0));
    const share = clusteredShare(data, over, [1, 1, 1], level);
    return share === null ? null : roganGladen(share.value, share.draws, auditCounts(counts, outcome), level);
  };
  return { accuracy: corrected('right'), errorRate: corrected('error'), abstentionRate: corrected('abstention') };
}

function auditCounts(counts: Audit['counts'], outcome: GradedOutcome): AuditCounts {
  const sum = (of: (graded: GradedOutcome, truth: GradedOutcome) => boolean): number =>
    GRADED_OUTCOMES.reduce(
      (total, graded) =>
        total + GRADED_OUTCOMES.reduce((row, truth) => row + (of(graded, truth) ? counts[graded][truth] : 0), 0),
      0,
    );
  return {
    truly: sum((_, truth) => truth === outcome),
    found: sum((graded, truth) => truth === outcome && graded === outcome),
    otherwise: sum((_, truth) => truth !== outcome),
    spared: sum((graded, truth) => truth !== outcome && graded !== outcome),
  };
}
