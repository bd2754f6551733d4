/**
 * The theorems at a family's measured numbers. |E_c| = R − 1; |V_c| = 2 (the answer and IDK), or 1 where IDK is not a
 * response.
 */
import type { FamilyWorld } from '../corpus/world.js';
import type { FamilyMeasurement } from '../results/familyMeasurement.js';
import { ROUNDING } from '../theory/domain.js';
import { type OutcomeRates, wrongRate } from '../theory/outcome.js';
import { theorem1Lower, theorem1LowerSigned } from '../theory/theorems/theorem1.js';
import { meanIivErrorAt, theorem4Lower } from '../theory/theorems/theorem4.js';
import type { PromptOutcome } from './promptMeasurement.js';
import { weightedSum } from './weightedSum.js';

/**
 * Theorem 1, with the invalid mass added to the error.
 *
 * Why added: let A hold the strings of R_c ∪ {IDK} above t = 1/K, K = R − 1, B the rest of them, m the invalid mass.
 * Above, every error has p̂ > 1/K, so p̂(A∩E) ≥ 2D(A∩E). Below, p̂(A) + p̂(B) + m = 1 and p(A) + p(B) = 1 give
 * p̂(B∩E) + m = 1 − p̂(A) − p̂(B∩V) = p(B) − σ − p̂(B∩V) ≥ 2D(B∩V) − σ − 2/K, for p(B) = p(B∩V) = 2D(B∩V) and each
 * of the two valid responses below has p̂ ≤ 1/K. The sum is err + m ≥ 2·err_iiv − 2/K − σ. Where IDK is not a response
 * of the family, there is one valid response, and the probability of IDK is part of m.
 */
export function theorem1Bounds(
  { responseCount, idk }: Pick<FamilyWorld, 'responseCount' | 'idk'>,
  measured: Omit<OutcomeRates, 'accuracy'> & Pick<FamilyMeasurement, 'iivError' | 'signedDelta'>,
): FamilyMeasurement['theorem1'] {
  const { errorRate, iivError, signedDelta } = measured;
  const invalidMass = measured.invalidMass + (idk === 'valid' ? 0 : measured.abstentionRate);
  const classification = { iivError, maxValid: idk === 'valid' ? 2 : 1, minErrors: responseCount - 1 };
  const lower = theorem1Lower({ ...classification, delta: Math.abs(signedDelta) });
  return {
    lower,
    lowerSigned: theorem1LowerSigned({ ...classification, signedDelta }),
    holds: wrongRate({ errorRate, invalidMass }) >= lower - ROUNDING,
  };
}

/**
 * Returns whether Theorem 2 applies to a family: its facts are arbitrary, and its training rows are a sample as the
 * theorem assumes. They are drawn i.i.d. from the μ that is measured, are clean, and each prompt has an answer of its
 * own.
 */
export function theorem2Applies(family: FamilyWorld): boolean {
  return family.idk === 'valid' && isCleanSample(family);
}

/**
 * Returns whether a family's facts are arbitrary, and its training rows a clean i.i.d. sample of them from the μ that is
 * measured: no noise, no repeats, no shift, nothing held out, no synonyms.
 */
export function isCleanSample(family: FamilyWorld): boolean {
  const { nature, promptWeight, trainingWeight, fact, noise, duplicate, countsGiven } = family;
  if (countsGiven) return false;
  if (nature !== 'arbitrary' || noise !== 0 || duplicate.share !== 0) return false;
  return promptWeight.every((mu, c) => mu === trainingWeight[c]) && new Set(fact).size === fact.length;
}

/**
 * Theorem 4 at the mean over thresholds t ~ U[0, 1]. Everything that p̂ puts outside R_c, IDK included, counts as
 * error.
 * @param leastIivError of `thresholdSweep`
 */
export function theorem4Bounds(
  { promptWeight, responseCount: choices }: Pick<FamilyWorld, 'promptWeight' | 'responseCount'>,
  measured: readonly PromptOutcome[],
  leastIivError: number,
): NonNullable<FamilyMeasurement['theorem4']> {
  const meanIivError = weightedSum(promptWeight, (c) => meanIivErrorAt({ ...measured[c], choices }));
  const lower = theorem4Lower({ iivError: meanIivError, choices });
  const wrong = weightedSum(promptWeight, (c) => measured[c].error + measured[c].invalid + measured[c].abstention);
  return { meanIivError, leastIivError, lower, holds: wrong >= lower - ROUNDING };
}
