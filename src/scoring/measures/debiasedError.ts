/** Calibration error without the part that noise adds to it. */
import type { CalibrationError } from '../calibrationError.js';

/**
 * Debiased l2 calibration error: √(Σ share · (gap² − accuracy (1 − accuracy)/(n_b − 1))), 0 where the sum is negative (Kumar,
 * Liang and Ma 2019). The plain error of a calibrated model is above 0, the more so the fewer answers there are a bin.
 * @param error over bins of equal mass, as in that work
 */
export function debiasedError({ bins }: CalibrationError): number {
  const total = bins.reduce((sum, { weight }) => sum + weight, 0);
  const square = bins.reduce((sum, { weight, accuracy, confidence }) => {
    const noise = weight > 1 ? (accuracy * (1 - accuracy)) / (weight - 1) : 0;
    return sum + (weight / total) * ((accuracy - confidence) ** 2 - noise);
  }, 0);
  return Math.sqrt(Math.max(0, square));
}
