/**
 * The calibration discrepancy as a derivative of the loss [K25 §3], computed without p̂(A) or p(A), as a check on
 * calibration.ts.
 */
import { isAbove } from './threshold.js';

/** Half-width of the stencil's inner step. The error, about h⁶·6!/140, is then below 1e-11. */
const STEP = 0.01;
/** Weights of L(1 + kh) − L(1 − kh), k = 1, 2, 3: the central difference of order 6. */
const STENCIL = [45 / 60, -9 / 60, 1 / 60];

/**
 * `d/ds` at s = 1 of one prompt's cross-entropy `−Σ_r p(r|c) ln p̂_s(r|c)`, where p̂_s multiplies the responses above
 * the threshold by s and renormalises over all strings, the invalid ones included.
 *
 * Only ratios p̂_s(r)/p̂(r) enter, so it is finite where p̂(a_c|c) = 0. Summed with μ over prompts it is
 * σ = p̂(A) − p(A); its absolute value is δ.
 * @param pHat p̂(r|c), IDK last, [responses]
 * @param invalid probability of strings outside, in [0, 1]
 * @param idkValid false where IDK is not a response of the family: it then counts as outside
 */
export function lossSlope(
  pHat: Float64Array,
  invalid: number,
  answer: number,
  answerProbability: number,
  threshold: number,
  idkValid = true,
): number {
  const idk = pHat.length - 1;
  const last = idkValid ? idk : idk - 1;
  const isRaised = (r: number): boolean => r <= last && isAbove(pHat[r], threshold);
  let raised = 0;
  let left = invalid;
  for (let r = 0; r <= last; r++) {
    if (isAbove(pHat[r], threshold)) raised += pHat[r];
    else left += pHat[r];
  }
  if (!idkValid) left += pHat[idk];
  const factor = (r: number, s: number): number => (isRaised(r) ? s : 1);
  /** L(p̂_s) − L(p̂), nats. */
  const lossAt = (s: number): number => {
    const total = left + s * raised;
    return -(
      answerProbability * Math.log(factor(answer, s) / total) +
      (1 - answerProbability) * Math.log(factor(idk, s) / total)
    );
  };
  let difference = 0;
  STENCIL.forEach((weight, k) => {
    const h = (k + 1) * STEP;
    difference += weight * (lossAt(1 + h) - lossAt(1 - h));
  });
  return difference / STEP;
}
