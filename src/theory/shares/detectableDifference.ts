import { normalQuantile, twoSidedQuantile } from '../normalQuantile.js';

/** Probability with which a difference of the detectable size is found. */
const POWER = 0.8;

/**
 * Returns the smallest true difference that a two-sided test of this level finds with probability 0.8:
 * (z_{(1 + level)/2} + z_{0.8}) · s.e. (Miller 2024, §5).
 * @param standardError of the difference, with the questions at hand
 * @example detectableDifference(0.02, 0.95) // ≈ 0.056
 */
export function detectableDifference(standardError: number, level: number): number {
  return (twoSidedQuantile(level) + normalQuantile(POWER)) * standardError;
}

/**
 * Returns how many questions make a difference of this size detectable; null for no difference, which no number shows.
 * @param questions at hand, which gave the standard error
 * @example questionsNeeded(100, 0.05, 0.1, 0.95) // => 197
 */
export function questionsNeeded(
  questions: number,
  standardError: number,
  difference: number,
  level: number,
): number | null {
  if (difference === 0) return null;
  const ratio = detectableDifference(standardError, level) / difference;
  return Math.max(1, Math.ceil(questions * ratio * ratio));
}
