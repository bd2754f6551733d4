/** Theorem 4 of [K25 App. C]: pure multiple choice, where |V_c| = 1 and all error sets are equally large. */
import { requireCount } from '../domain.js';

interface Choice {
  /** p̂(E_c|c), the probability of an error, in [0, 1]. */
  readonly error: number;
  /** p̂(a_c|c), the probability of the answer, in [0, 1]. */
  readonly right: number;
  /** C = |E_c| + 1 = R, ≥ 2. */
  readonly choices: number;
}

/**
 * Returns `E_{t~U[0,1]}[err_iiv(f̂_t)]` at one prompt, where f̂_t calls valid what has p̂ > t:
 * `∫ err_iiv(f̂_t) dt = ½ [p̂(E_c|c)/|E_c| + 1 − p̂(a_c|c)]` (docs/theory.md §3). The family's is the mean over μ.
 * @throws RangeError where there are fewer than two choices
 * @example meanIivErrorAt({ error: 0.5, right: 0.5, choices: 2 }) // => 0.5
 */
export function meanIivErrorAt({ error, right, choices }: Choice): number {
  requireCount('choices', choices, 2);
  return (error / (choices - 1) + 1 - right) / 2;
}

interface ChoiceClassification {
  /** err_iiv(f̂_t), or its mean over t, in [0, 1]. */
  readonly iivError: number;
  /** C = min|E_c| + 1, ≥ 2. */
  readonly choices: number;
}

/**
 * Returns `2(1 − 1/C)·err_iiv(f̂_t)`: err is at least this for some t [K25, Theorem 4]. It holds of the mean over
 * t ~ U[0, 1], and what p̂ puts outside R_c, IDK included, counts as error. Let o be that mass: err + o·(1 − 1/C) equals
 * the bound at the mean exactly.
 * @throws RangeError where there are fewer than two choices
 * @example theorem4Lower({ iivError: 0.25, choices: 2 }) // => 0.25
 */
export function theorem4Lower({ iivError, choices }: ChoiceClassification): number {
  requireCount('choices', choices, 2);
  return 2 * (1 - 1 / choices) * iivError;
}
