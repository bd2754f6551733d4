/**
 * Confidence: the probability that a model gives its likeliest answer, given that it answers,
 * `max_{r ∈ R_c} p̂(r|c) / (1 − p̂(IDK|c))`. It is conditional because a model that abstains often may still be sure of
 * one answer.
 */
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { ConfidenceMeasurement } from '../../results/familyMeasurement.js';
import { calibrationError } from '../../scoring/calibrationError.js';
import { areaUnderRoc } from '../../scoring/discrimination.js';
import { power } from '../../theory/power.js';
import { type RecalibrationOptions, recalibratedErrors } from './recalibration.js';
import { riskAtCoverages } from './riskCoverageCurve.js';
import { isAbove } from './threshold.js';

/** The likeliest answer, the first where several are, and its confidence in [0, 1]. @param pHat R_c and, last, IDK */
export function likeliestAnswer(pHat: Float64Array): { readonly response: number; readonly confidence: number } {
  const idk = pHat.length - 1;
  let response = 0;
  for (let r = 1; r < idk; r++) if (isAbove(pHat[r], pHat[response])) response = r;
  const answering = 1 - pHat[idk];
  return { response, confidence: answering > 0 ? Math.min(1, pHat[response] / answering) : 0 };
}

/** Adds up a family's confidences, a prompt at a time. */
export interface ConfidenceMeter {
  add(prompt: number, pHat: Float64Array): void;
  measurement(): ConfidenceMeasurement;
}

/** Number of bins of the calibration error, which have equal width; Guo et al. 2017 use as many. */
const BINS = 15;

/** @param recalibration none where left out */
export function confidenceMeter(
  { promptWeight, answer }: FamilyWorld,
  { answered }: TrainingCounts,
  recalibration?: RecalibrationOptions,
): ConfidenceMeter {
  const said = { weight: [] as number[], confidence: [] as number[], right: [] as number[] };
  const asked = { mass: 0, confidence: 0, wrong: 0, different: 0 };
  return {
    add(prompt, pHat) {
      const weight = promptWeight[prompt];
      const { response, confidence } = likeliestAnswer(pHat);
      said.weight.push(weight);
      said.confidence.push(confidence);
      said.right.push(Number(response === answer[prompt]));
      if (answered[prompt] > 0) return;
      const { wrong, different } = askedThrice(pHat, answer[prompt]);
      asked.mass += weight;
      asked.confidence += weight * confidence;
      asked.wrong += weight * wrong;
      asked.different += weight * different;
    },
    measurement() {
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, value, i) => sum + said.weight[i] * value, 0);
      const onUnanswered = (value: number): number | null => (asked.mass > 0 ? value / asked.mass : null);
      return {
        expectedCalibrationError: calibrationError(said, BINS)!.l1,
        confidence: mean(said.confidence),
        accuracy: mean(said.right),
        riskCoverage: riskAtCoverages(said),
        areaUnderRoc: areaUnderRoc(said),
        ...(recalibration && { recalibrated: recalibratedErrors(said, BINS, recalibration) }),
        unanswered: {
          confidence: onUnanswered(asked.confidence),
          threeWrong: onUnanswered(asked.wrong),
          threeDifferentWrong: onUnanswered(asked.different),
        },
      };
    },
  };
}

/**
 * Probabilities for three independent answers, given that each is an answer of R_c: all are errors, and all are errors
 * and different, `e³ − 3 e Σp² + 2 Σp³` over the errors, e = Σp. For an even guess they are (364/365)³ and
 * 364·363·362/365³. Both are 0 where the model gives no answer at all.
 */
export function askedThrice(
  pHat: Float64Array,
  answer: number,
): { readonly wrong: number; readonly different: number } {
  let [first, second, third] = [0, 0, 0];
  for (let r = 0; r < pHat.length - 1; r++) {
    if (r === answer) continue;
    first += pHat[r];
    second += pHat[r] ** 2;
    third += power(pHat[r], 3);
  }
  const answering = first + pHat[answer];
  if (!(answering > 0)) return { wrong: 0, different: 0 };
  return {
    wrong: power(first / answering, 3),
    different: Math.max(0, power(first, 3) - 3 * first * second + 2 * third) / power(answering, 3),
  };
}
