/** The published pair of models on SimpleQA, and the penalty at which their order flips, with its interval. */
import type { OutcomeShares } from '../../scoring/grader.js';
import type { Interval } from '../../theory/meanInterval.js';
import { twoSidedQuantile } from '../../theory/normalQuantile.js';

/** Questions of SimpleQA (Wei et al. 2024). */
export const SIMPLEQA_QUESTIONS = 4326;

/** Shares of the outcomes on SimpleQA as the article prints them, in whole per cent (OpenAI 2025). */
export const SIMPLEQA_PAIR = {
  guesser: { model: 'o4-mini', right: 0.24, error: 0.75, abstention: 0.01 },
  careful: { model: 'gpt-5-thinking-mini', right: 0.22, error: 0.26, abstention: 0.52 },
} as const;

/** Lead of one model over another in right answers and in errors, with the penalty at which both score the same. */
interface Crossing {
  readonly right: number;
  readonly error: number;
  /** λ* = Δright/Δerror. */
  readonly penalty: number;
  /** Penalties at which the scores differ by no more than chance explains, at 95 % (Fieller 1954). */
  readonly interval: Interval | null;
}

/**
 * Returns the crossing of two models that were asked equally many questions. The interval takes their answers as
 * independent; where both were asked the same questions it is too wide rather than too narrow. It holds all λ with
 * (Δright − λΔerror)² ≤ z²·Var(right₁ − λ·error₁ + right₂ − λ·error₂)/n, the roots of a quadratic.
 * @param questions n, for each model
 * @returns the interval as null where the errors do not differ beyond chance, so that the set has no two ends
 */
export function crossing(first: OutcomeShares, second: OutcomeShares, questions: number): Crossing {
  const [right, error] = [first.right - second.right, first.error - second.error];
  const sum = (value: (shares: OutcomeShares) => number): number => (value(first) + value(second)) / questions;
  const [rightVariance, errorVariance] = [
    sum((each) => each.right * (1 - each.right)),
    sum((each) => each.error * (1 - each.error)),
  ];
  const covariance = sum((each) => -each.right * each.error);
  const square = twoSidedQuantile(0.95) ** 2;
  const [a, b, c] = [
    error ** 2 - square * errorVariance,
    right * error - square * covariance,
    right ** 2 - square * rightVariance,
  ];
  const root = Math.sqrt(b ** 2 - a * c);
  return {
    right,
    error,
    penalty: right / error,
    interval: a > 0 ? { lower: (b - root) / a, upper: (b + root) / a } : null,
  };
}
