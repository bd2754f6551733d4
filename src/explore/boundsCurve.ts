/** Expected singleton rate and error for the same prompts with more or fewer examples, and Theorem 2's bounds there. */
import type { FamilyWorld } from '../corpus/world.js';
import { expectedMissingMass, expectedSingletonRate } from '../theory/expectedSingletonRate.js';
import { power } from '../theory/power.js';
import { theorem2Lower, theorem2LowerTight, theorem2Upper } from '../theory/theorems/theorem2.js';

export interface BoundsPoint {
  /** N */
  readonly examples: number;
  /** E[sr] */
  readonly singletonRate: number;
  /** E[err] of the calibrated learner, E[MM] (1 − 1/R). */
  readonly calibratedError: number;
  /** Theorem 2's lower bound at sr = E[sr] and δ = 0, in the paper's form; vacuous if ≤ 0. */
  readonly lower: number;
  /** The derived tighter form of the lower bound. */
  readonly lowerTight: number;
  /** Theorem 2's upper bound for the calibrated learner; vacuous if ≥ 1. */
  readonly upper: number;
}

/** N from 100 to 10⁶, eight points a decade. */
const EXAMPLES = Array.from({ length: 33 }, (_, i) => Math.round(power(10, 2 + i / 8)));

export function boundsCurve({ promptWeight, answerProbability, responseCount }: FamilyWorld): readonly BoundsPoint[] {
  const grouped = groups(promptWeight.map((mu, c) => mu * answerProbability[c]));
  const minErrors = responseCount - 1;
  return EXAMPLES.map((examples) => {
    const sum = (expectation: (weights: readonly number[], examples: number) => number): number =>
      grouped.reduce((total, [weight, prompts]) => total + prompts * expectation([weight], examples), 0);
    const singletonRate = Math.min(1, sum(expectedSingletonRate));
    const bound = { singletonRate, examples, minErrors, delta: 0 };
    return {
      examples,
      singletonRate,
      calibratedError: (sum(expectedMissingMass) * minErrors) / responseCount,
      lower: theorem2Lower(bound),
      lowerTight: theorem2LowerTight({ ...bound, gamma: 0.01 }),
      upper: theorem2Upper({ singletonRate, examples, maxErrors: minErrors }),
    };
  });
}

/** Distinct weights and the number of prompts of each, so that laws with plateaus are cheap to sum. */
function groups(weights: Float64Array): readonly (readonly [weight: number, prompts: number])[] {
  const counted = new Map<number, number>();
  for (const weight of weights) counted.set(weight, (counted.get(weight) ?? 0) + 1);
  return [...counted];
}
