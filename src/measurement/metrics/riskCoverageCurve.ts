/** Selective answering (El-Yaniv, Wiener 2010): answer the prompts of which the model is surest, and see how often it is wrong. */

import type { RiskPoint } from '../../results/familyMeasurement.js';
import { type ConfidentAnswers, confidenceLevels } from '../../scoring/confidentAnswers.js';

const COVERAGES = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);

/** Weights that sum to 1 do so up to this. */
const ROUNDING = 1e-9;

/**
 * Risk at coverages 0.05, 0.1, … 1, points that runs can share: the share of errors among the answers if the surest prompts of
 * that probability are answered. Among prompts of equal confidence those that are answered are a random part.
 * @param answers their weights, μ, sum to 1
 */
export function riskAtCoverages(answers: ConfidentAnswers): readonly RiskPoint[] {
  const falling = [...confidenceLevels(answers)].reverse();
  return COVERAGES.map((coverage) => {
    let [left, wrong, least] = [coverage, 0, 1];
    for (const { confidence, weight, right } of falling) {
      if (!(left > ROUNDING)) break;
      const taken = Math.min(left, weight);
      wrong += (weight - right) * (taken / weight);
      left -= taken;
      least = confidence;
    }
    return { coverage, risk: wrong / coverage, confidence: least };
  });
}
