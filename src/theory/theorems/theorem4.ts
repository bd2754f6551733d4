/** Theorem 4 of [K25 App. C]: pure multiple choice, where |V_c| = 1 and all error sets are equally large. */
import { requireCount } from '../domain.js';

/**
 * `E_{t~U[0,1]}[err_iiv(f̂_t)]` at one prompt, f̂_t calling valid what has p̂ > t:
 * `∫ err_iiv(f̂_t) dt = ½ [p̂(E_c|c)/|E_c| + 1 − p̂(a_c|c)]` (docs/theory.md §3). The family's is the mean over μ.
 * @param error p̂(E_c|c)
 * @param right p̂(a_c|c)
 * @param choices C = |E_c| + 1 = R, ≥ 2
 * @throws RangeError where there are fewer than two choices
 */
export function meanIivErrorAt({
  error,
  right,
  choices,
}: {
  readonly error: number;
  readonly right: number;
  readonly choices: number;
}): number {
  requireCount('choices', choices, 2);
  return (error / (choices - 1) + 1 - right) / 2;
}

/**
 * `2(1 − 1/C)·err_iiv(f̂_t)`: err is at least this for some t [K25, Theorem 4]. It holds of the mean over t ~ U[0, 1],
 * and what p̂ puts outside R_c, IDK included, counts as error. Let o be that mass: err + o·(1 − 1/C) equals the bound
 * at the mean exactly.
 * @param iivError err_iiv(f̂_t), or its mean over t
 * @param choices C = min|E_c| + 1, ≥ 2
 * @throws RangeError where there are fewer than two choices
 */
export function theorem4Lower({ iivError, choices }: { readonly iivError: number; readonly choices: number }): number {
  requireCount('choices', choices, 2);
  return 2 * (1 - 1 / choices) * iivError;
}
