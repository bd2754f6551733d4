/** The calibration error that Humanity's Last Exam reports. */
import type { ConfidenceLevel } from '../confidentAnswers.js';
import { totalWeight } from '../confidentAnswers.js';

/** Answers in a bin. */
const BETA = 100;

/**
 * Root mean square calibration error over bins of 100 answers by rank of confidence, √(Σ n_b/n · gap²), where the last bin, which
 * also has the rest, is left out of the sum and counts in n, as in HLE's `calib_err` (Phan et al. 2025; Hendrycks et al. 2019). Answers
 * of one confidence share their outcomes, where that program takes them as they come. Null below 200 answers, where no bin is left.
 * @param rising levels of confidence, weights being numbers of answers
 */
export function hleCalibrationError(rising: readonly ConfidenceLevel[]): number | null {
  const total = totalWeight(rising);
  const bins = Math.floor((total / BETA) * (1 + 1e-12)) - 1;
  if (bins < 1) return null;
  let [sum, at, used] = [0, 0, 0];
  for (let bin = 0; bin < bins; bin++) {
    let [room, confident, right] = [BETA, 0, 0];
    while (room > 1e-9 && at < rising.length) {
      const level = rising[at];
      const taken = Math.min(room, level.weight - used);
      confident += taken * level.confidence;
      right += taken * (level.right / level.weight);
      room -= taken;
      used += taken;
      if (level.weight - used <= 1e-9) [at, used] = [at + 1, 0];
    }
    sum += (BETA / total) * ((confident - right) / BETA) ** 2;
  }
  return Math.sqrt(sum);
}
