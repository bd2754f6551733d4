/** Risk–coverage: how often are answers wrong, if only the surest are given? */
import { type ConfidentAnswers, confidenceLevels, totalWeight } from './confidentAnswers.js';

/** A point of a risk–coverage curve. */
export interface RiskCoveragePoint {
  /** Answers of at least this confidence are given. */
  readonly threshold: number;
  /** Share of all answers that is given, in (0, 1]. */
  readonly coverage: number;
  /** Share of the given answers that is wrong. */
  readonly risk: number;
}

/** What share of the given answers is wrong if only the surest are given. */
export interface RiskCoverage {
  /** A point a distinct confidence, from the surest alone to all answers (coverage 1). */
  readonly curve: readonly RiskCoveragePoint[];
  /**
   * Area under the curve taken as steps, ∫ risk d coverage: the mean over answers of the risk at their own confidence. Without
   * ties this is the AURC of Geifman, Uziel and El-Yaniv (2019); answers of equal confidence are given together. Smaller is better;
   * confidences that say nothing give the error rate.
   */
  readonly area: number;
}

/**
 * The curve of a selective answerer that withholds its least sure answers (El-Yaniv and Wiener 2010).
 * Coverage is counted in the answers handed in: abstentions are not among them.
 * @returns null where there are no answers
 * @throws what `levels` throws
 */
export function riskCoverage(answers: ConfidentAnswers): RiskCoverage | null {
  const falling = [...confidenceLevels(answers)].reverse();
  if (falling.length === 0) return null;
  const total = totalWeight(falling);
  const curve: RiskCoveragePoint[] = [];
  let [given, wrong, area] = [0, 0, 0];
  for (const { confidence, weight, right } of falling) {
    given += weight;
    wrong += weight - right;
    const risk = wrong / given;
    curve.push({ threshold: confidence, coverage: given / total, risk });
    area += (weight / total) * risk;
  }
  return { curve, area };
}
