/** Separation of right answers from wrong ones by their confidences, whatever their level. */
import { type ConfidenceLevel, type ConfidentAnswers, confidenceLevels } from './confidentAnswers.js';

/**
 * Area under the ROC curve: the probability that a right answer was given with more confidence than a wrong one, ties counting
 * half (Mann and Whitney). At 1 a threshold separates them; at ½ confidence carries no information. Null if all are right or all are wrong.
 * @throws RangeError for answers that `confidenceLevels` rejects
 */
export function areaUnderRoc(answers: ConfidentAnswers): number | null {
  return rocOfLevels(confidenceLevels(answers));
}

/** Area under the ROC curve of levels in rising order, as `areaUnderRoc` defines it. */
export function rocOfLevels(rising: readonly ConfidenceLevel[]): number | null {
  let [wrongBelow, ordered, allRight] = [0, 0, 0];
  for (const { weight, right } of rising) {
    const wrong = weight - right;
    ordered += right * (wrongBelow + wrong / 2);
    wrongBelow += wrong;
    allRight += right;
  }
  return allRight > 0 && wrongBelow > 0 ? ordered / (allRight * wrongBelow) : null;
}
