/** One model at one prompt: the few numbers of p̂(·|c) of which every metric of a family is a sum. */

import { trainedRows } from '../corpus/answersGiven.js';
import type { TrainingCounts } from '../corpus/corpus.js';
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
  /** The share of errors among the likeliest responses of R_c ∪ {IDK}: 0 or 1 unless several are equally likely. */
  readonly argMaxError: number;
}

export interface PromptMeasurement extends PromptOutcome {
  /** The prompt's share of dL(p̂_s)/ds at s = 1, by finite differences. */
  readonly lossSlope: number;
  /** Number of training rows that give the prompt a wrong answer that lies in A, repeats included. */
  readonly wrongRowsAbove: number;
}

/** Float32 logits give sums of probabilities that miss 1 by some 1e-8; more is a mistake in the model. */
const NORMALISATION_TOLERANCE = 1e-6;

/**
 * @param counts of the family's training rows
 * @param pHat p̂(r|c) of R_c and, last, IDK, [responseCount + 1]
 * @throws RangeError where pHat has another length, contains NaN or a negative number, or sums to more than 1
 */
export function measurePrompt(
  family: FamilyWorld,
  counts: TrainingCounts,
  prompt: number,
  pHat: Float64Array,
): PromptMeasurement {
  const outcome = promptOutcome(family, prompt, pHat);
  const threshold = iivThreshold(family.responseCount);
  const slope = lossSlope(
    pHat,
    outcome.invalid,
    family.answer[prompt],
    family.answerProbability[prompt],
    threshold,
    family.idk === 'valid',
  );
  let wrongRowsAbove = 0;
  for (const [response, times] of trainedRows(counts).wrong?.get(prompt) ?? [])
    if (isAbove(pHat[response], threshold)) wrongRowsAbove += times;
  return Object.assign(outcome, { lossSlope: slope, wrongRowsAbove });
}

/** Measures a prompt without the derivative of the loss, which costs more than all the rest. */
export function promptOutcome(family: FamilyWorld, prompt: number, pHat: Float64Array): PromptOutcome {
  const idk = family.responseCount;
  const answer = family.answer[prompt];
  const threshold = iivThreshold(family.responseCount);
  const refuse = (why: string): RangeError => new RangeError(`p̂ of family ${family.name}, prompt ${prompt}: ${why}`);
  if (pHat.length !== idk + 1) throw refuse(`expected ${idk + 1} responses (IDK last), got ${pHat.length}`);
  let sum = 0;
  let error = 0;
  let above = 0;
  let errorsAbove = 0;
  let largestError = 0;
  // One pass over the responses: all prompts together have prompts × R, and each pass takes a percent of a measurement.
  for (let r = 0; r <= idk; r++) {
    const p = pHat[r];
    if (!(p >= 0)) throw refuse(`probabilities must be ≥ 0, got ${p}`);
    sum += p;
    if (r === idk) break;
    const isError = r !== answer;
    if (isError) error += p;
    if (isError && p > largestError) largestError = p;
    if (!isAbove(p, threshold)) continue;
    above += p;
    if (isError) errorsAbove++;
  }
  if (sum > 1 + NORMALISATION_TOLERANCE) throw refuse(`probabilities must sum to at most 1, got ${sum}`);
  const abstentionAbove = family.idk === 'valid' && isAbove(pHat[idk], threshold);
  if (abstentionAbove) above += pHat[idk];
  return {
    error,
    right: pHat[answer],
    abstention: pHat[idk],
    invalid: Math.max(0, 1 - sum),
    above,
    answerAbove: isAbove(pHat[answer], threshold),
    abstentionAbove,
    errorsAbove,
    confidence: Math.max(largestError, pHat[answer]),
    argMaxError: argMaxError(pHat, answer, largestError),
  };
}

/**
 * The share of errors among the likeliest responses: the probability of an error at temperature 0 over whole responses.
 * Responses are equally likely where neither is above the other (`isAbove`), since rounding along paths of tokens must
 * not break a tie. Where p̂ gives no response at all, there is no likeliest one, and the share is 0.
 */
function argMaxError(pHat: Float64Array, answer: number, largestError: number): number {
  const idk = pHat.length - 1;
  const largestValid = Math.max(pHat[answer], pHat[idk]);
  if (largestError === 0 || isAbove(largestValid, largestError)) return 0;
  const largest = Math.max(largestError, largestValid);
  let [errors, likeliest] = [0, 0];
  for (let r = 0; r <= idk; r++) {
    if (isAbove(largest, pHat[r])) continue;
    likeliest++;
    if (r !== answer && r !== idk) errors++;
  }
  return errors / likeliest;
}
