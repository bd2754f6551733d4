/** Abstention as a decision: on questions that have an answer it is a miss, on the others it is right. */
import type { Interval } from '../../theory/meanInterval.js';
import type { AnswerSheet } from '../clusters/answerSheet.js';
import { categorySums } from '../clusters/categorySums.js';
import { clusteredShare } from '../clusters/clusteredShare.js';
import { GRADED_OUTCOMES } from '../grader.js';

/** Rates over questions of which it is known whether they have an answer. Values are null where nothing is below the line. */
export interface Answerability {
  /** Questions that have an answer, and questions that have none, repeated ones counted as often as they were answered. */
  readonly answerable: number;
  readonly unanswerable: number;
  /** Abstentions that are right, among all abstentions. */
  readonly abstentionPrecision: AnswerabilityRate;
  /** Questions without an answer from which the model abstained. */
  readonly abstentionRecall: AnswerabilityRate;
  /** Harmonic mean of both: 2 right abstentions / (abstentions + questions without an answer). */
  readonly abstentionF1: AnswerabilityRate;
  /** Questions with an answer from which the model abstained. */
  readonly falseAbstentionRate: AnswerabilityRate;
  /** Errors among questions with an answer. */
  readonly errorRateAnswerable: AnswerabilityRate;
  /** Right answers among questions with an answer. */
  readonly accuracyAnswerable: AnswerabilityRate;
}

export interface AnswerabilityRate {
  readonly value: number | null;
  readonly interval: Interval | null;
}

const OUTCOMES = GRADED_OUTCOMES.length;

/** @param outcome by row @param answerable by row: 1 or 0 */
export function answerabilityOf(
  sheet: AnswerSheet,
  outcome: ArrayLike<number>,
  answerable: ArrayLike<number>,
  level: number,
): Answerability {
  // Categories: right, error, abstention on questions with an answer, then the same on the others.
  const data = categorySums(sheet, 2 * OUTCOMES, (row) => outcome[row] + (answerable[row] === 1 ? 0 : OUTCOMES));
  const rate = (over: readonly number[], among: readonly number[]): AnswerabilityRate => {
    const share = clusteredShare(data, over, among, level);
    return { value: share?.value ?? null, interval: share?.interval ?? null };
  };
  const [right, error, abstention, ...others] = data.answers;
  return {
    answerable: right + error + abstention,
    unanswerable: others.reduce((sum, count) => sum + count, 0),
    abstentionPrecision: rate([0, 0, 0, 0, 0, 1], [0, 0, 1, 0, 0, 1]),
    abstentionRecall: rate([0, 0, 0, 0, 0, 1], [0, 0, 0, 1, 1, 1]),
    abstentionF1: rate([0, 0, 0, 0, 0, 2], [0, 0, 1, 1, 1, 2]),
    falseAbstentionRate: rate([0, 0, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0]),
    errorRateAnswerable: rate([0, 1, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0]),
    accuracyAnswerable: rate([1, 0, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0]),
  };
}
