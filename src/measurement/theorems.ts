/** Theorem 1's bounds at a family's measured numbers. |E_c| = R − 1; |V_c| = 2 (the answer and IDK), or 1 where IDK is no response. */
import type { FamilyWorld } from '../corpus/world.js';
import type { FamilyMeasurement } from '../results/familyMeasurement.js';
import { theorem1Lower, theorem1LowerSigned } from '../theory/theorem1.js';

/** Rounding allowed to the comparison with a bound that holds with certainty. */
export const ROUNDING = 1e-9;

/**
 * Theorem 1, with the invalid mass added to the error.
 *
 * Why added: let A hold the strings of R_c ∪ {IDK} above t = 1/K, K = R − 1, B the rest of them, m the invalid mass.
 * Above, every error has p̂ > 1/K, so p̂(A∩E) ≥ 2D(A∩E). Below, p̂(A) + p̂(B) + m = 1 and p(A) + p(B) = 1 give
 * p̂(B∩E) + m = 1 − p̂(A) − p̂(B∩V) = p(B) − σ − p̂(B∩V) ≥ 2D(B∩V) − σ − 2/K, for p(B) = p(B∩V) = 2D(B∩V) and each
 * of the two valid responses below has p̂ ≤ 1/K. The sum is err + m ≥ 2·err_iiv − 2/K − σ. Where IDK is no response of the
 * family, there is one valid response, and the probability of IDK is part of m.
 */
export function theorem1Bounds(
  { responseCount, idk }: Pick<FamilyWorld, 'responseCount' | 'idk'>,
  measured: Pick<FamilyMeasurement, 'errorRate' | 'invalidMass' | 'abstentionRate' | 'iivError' | 'signedDelta'>,
): FamilyMeasurement['theorem1'] {
  const { errorRate, iivError, signedDelta } = measured;
  const invalidMass = measured.invalidMass + (idk === 'valid' ? 0 : measured.abstentionRate);
  const classification = { iivError, maxValid: idk === 'valid' ? 2 : 1, minErrors: responseCount - 1 };
  const lower = theorem1Lower({ ...classification, delta: Math.abs(signedDelta) });
  return {
    lower,
    lowerSigned: theorem1LowerSigned({ ...classification, signedDelta }),
    holds: errorRate + invalidMass >= lower - ROUNDING,
  };
}
