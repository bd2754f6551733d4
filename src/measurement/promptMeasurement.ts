/** One model at one prompt: the few numbers of p̂(·|c) of which every metric of a family is a sum. */
import type { FamilyWorld } from '../corpus/world.js';
import type { Outcome } from '../theory/outcome.js';
import { lossSlope } from './metrics/lossSlope.js';
import { iivThreshold, isAbove } from './metrics/threshold.js';

/**
 * All are conditional on the prompt and contain no μ(c). The outcomes are p̂(a_c|c), p̂(E_c|c), p̂(IDK|c) and m_c = 1 −
 * p̂(R_c ∪ {IDK}|c). A = {r ∈ R_c ∪ {IDK} : p̂(r|c) > 1/(R − 1)}; where IDK is not a response of the family, A ⊂ R_c.
 */
export interface PromptOutcome extends Readonly<Record<Outcome, number>> {
  /** p̂(A|c). */
  readonly above: number;
  /** a_c ∈ A. */
  readonly answerAbove: boolean;
  /** IDK ∈ A. */
  readonly abstentionAbove: boolean;
  /** |A ∩ E_c|. */
  readonly errorsAbove: number;
  /** max_{r ∈ R_c} p̂(r|c). */
  readonly confidence: number;
  /** An error is likelier than the answer and than IDK. */
  readonly argMaxErs: boolean;
}

export interface PromptMeasurement extends PromptOutcome {
  /** The prompt's share of dL(p̂_s)/ds at s = 1, by finite differences. */
  readonly lossSlope: number;
}

/** Float32 logits give sums of probabilities that miss 1 by some 1e-8; more is a mistake in the model. */
const NORMALISATION_TOLERANCE = 1e-6;

/**
 * @param pHat p̂(r|c) of R_c and, last, IDK, [responseCount + 1]
 * @throws RangeError where pHat has another length, contains NaN or a negative number, or sums to more than 1
 */
export function measurePrompt(family: FamilyWorld, prompt: number, pHat: Float64Array): PromptMeasurement {
  const outcome = promptOutcome(family, prompt, pHat);
  const slope = lossSlope(
    pHat,
    outcome.invalid,
    family.answer[prompt],
    family.answerProbability[prompt],
    iivThreshold(family.responseCount),
    family.idk === 'valid',
  );
  return { ...outcome, lossSlope: slope };
}

/** Measures a prompt without the derivative of the loss, which costs more than all the rest. */
export function promptOutcome(family: FamilyWorld, prompt: number, pHat: Float64Array): PromptOutcome {
  const idk = family.responseCount;
  const answer = family.answer[prompt];
  const threshold = iivThreshold(family.responseCount);
  const invalid = restOf(family, prompt, pHat);
  let error = 0;
  let above = 0;
  let errorsAbove = 0;
  let largestError = 0;
  for (let r = 0; r < idk; r++) {
    const isError = r !== answer;
    if (isError) error += pHat[r];
    if (isError && pHat[r] > largestError) largestError = pHat[r];
    if (!isAbove(pHat[r], threshold)) continue;
    above += pHat[r];
    if (isError) errorsAbove++;
  }
  const abstentionAbove = family.idk === 'valid' && isAbove(pHat[idk], threshold);
  if (abstentionAbove) above += pHat[idk];
  return {
    error,
    right: pHat[answer],
    abstention: pHat[idk],
    invalid,
    above,
    answerAbove: isAbove(pHat[answer], threshold),
    abstentionAbove,
    errorsAbove,
    confidence: Math.max(largestError, pHat[answer]),
    argMaxErs: largestError > Math.max(pHat[answer], pHat[idk]),
  };
}

function restOf(family: FamilyWorld, prompt: number, pHat: Float64Array): number {
  const where = `p̂ of family ${family.name}, prompt ${prompt}`;
  if (pHat.length !== family.responseCount + 1) {
    throw new RangeError(`${where}: expected ${family.responseCount + 1} responses (IDK last), got ${pHat.length}`);
  }
  let sum = 0;
  for (const probability of pHat) {
    if (!(probability >= 0)) throw new RangeError(`${where}: probabilities must be ≥ 0, got ${probability}`);
    sum += probability;
  }
  if (sum > 1 + NORMALISATION_TOLERANCE)
    throw new RangeError(`${where}: probabilities must sum to at most 1, got ${sum}`);
  return Math.max(0, 1 - sum);
}
