/** Risk–coverage: the share of wrong answers if only the most confident answers are given. */
import { type ConfidenceLevel, type ConfidentAnswers, confidenceLevels, totalWeight } from './confidentAnswers.js';

/** A point of a risk–coverage curve. */
export interface RiskCoveragePoint {
  /** Answers of at least this confidence are given. */
  readonly threshold: number;
  /** Share of all answers that are given, in (0, 1]. */
  readonly coverage: number;
  /** Share of the given answers that are wrong. */
  readonly risk: number;
}

/** Risk at every coverage, and the area under that curve. */
export interface RiskCoverage {
  /** One point per distinct confidence, from the most confident answers only to all answers (coverage 1). */
  readonly curve: readonly RiskCoveragePoint[];
  /**
   * Area under the curve as a step function, ∫ risk d coverage: the mean over answers of the risk at their own confidence. Without
   * ties this is the AURC of Geifman, Uziel and El-Yaniv (2019); answers of equal confidence are given together. Smaller is better.
   * Confidences without information give the error rate.
   */
  readonly area: number;
}

/**
 * The curve of a selective answerer that withholds its least confident answers (El-Yaniv and Wiener 2010).
 * Coverage is a share of the given `answers`, which contain no abstentions.
 * @returns null without answers
 * @throws RangeError for answers that `confidenceLevels` rejects
 */
export function riskCoverage(answers: ConfidentAnswers): RiskCoverage | null {
  return riskCoverageOfLevels(confidenceLevels(answers));
}

/** Risk at every coverage of levels in rising order, as `riskCoverage` defines it. */
export function riskCoverageOfLevels(rising: readonly ConfidenceLevel[]): RiskCoverage | null {
  const falling = [...rising].reverse();
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
