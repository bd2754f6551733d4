/** Selective answering (El-Yaniv, Wiener 2010): answer the prompts of which the model is surest, and see how often it is wrong. */
import type { RiskPoint } from './measurement.js';

const COVERAGES = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);

interface AnsweredPrompt {
  /** μ(c). */
  readonly weight: number;
  readonly confidence: number;
  readonly right: boolean;
}

/**
 * Risk at coverages 0.05, 0.1, … 1: the share of errors among the answers if the surest prompts of that probability are answered,
 * each with its likeliest answer. Among prompts of equal confidence those that are answered are a random part.
 * @param prompts their weights sum to 1
 */
export function riskCoverage(prompts: readonly AnsweredPrompt[]): readonly RiskPoint[] {
  const groups = new Map<number, { weight: number; wrong: number }>();
  for (const { weight, confidence, right } of prompts) {
    const group = groups.get(confidence) ?? { weight: 0, wrong: 0 };
    group.weight += weight;
    if (!right) group.wrong += weight;
    groups.set(confidence, group);
  }
  const falling = [...groups].sort(([a], [b]) => b - a);
  return COVERAGES.map((coverage) => {
    let [left, wrong, least] = [coverage, 0, 1];
    for (const [confidence, group] of falling) {
      if (!(left > ROUNDING)) break;
      if (group.weight === 0) continue;
      const taken = Math.min(left, group.weight);
      wrong += group.wrong * (taken / group.weight);
      left -= taken;
      least = confidence;
    }
    return { coverage, risk: wrong / coverage, confidence: least };
  });
}

/** Weights that sum to 1 do so up to this. */
const ROUNDING = 1e-9;
