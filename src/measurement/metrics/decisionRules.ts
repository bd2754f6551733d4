/**
 * Decision rules on a base model: each changes p̂(·|c), and what is measured is the changed p̂ (docs/theory.md §8, trap 5).
 */
import type { FamilyWorld } from '../../corpus/world.js';
import type { RuleMeasurement } from '../../results/familyMeasurement.js';
import { type PromptOutcome, promptOutcome } from '../promptMeasurement.js';
import { theorem1Bounds } from '../theorems.js';
import { signedDelta } from './calibration.js';
import { likeliestAnswer } from './confidence.js';
import { errorRates } from './errorRates.js';
import { iivError } from './isItValid.js';
import { isAbove } from './threshold.js';

/** Which rules to measure, at which values. */
export interface RuleOptions {
  readonly temperatures: readonly number[];
  readonly idkBiases: readonly number[];
  readonly confidenceThresholds: readonly number[];
  /** None where left out. */
  readonly confidenceTargets?: readonly number[] | undefined;
}

export type Rule = Pick<RuleMeasurement, 'rule' | 'value'>;

export function decisionRules({
  temperatures,
  idkBiases,
  confidenceThresholds,
  confidenceTargets = [],
}: RuleOptions): readonly Rule[] {
  return [
    ...temperatures.map((value): Rule => ({ rule: 'temperature', value })),
    ...idkBiases.map((value): Rule => ({ rule: 'idk-bias', value })),
    ...confidenceThresholds.map((value): Rule => ({ rule: 'confidence', value })),
    ...confidenceTargets.map((value): Rule => ({ rule: 'confidence-target', value })),
  ];
}

/**
 * p̂ under a rule. The invalid mass stays what it is, but where the rule abstains.
 * - `temperature` T ≥ 0: p̂(r|c)^(1/T), renormalised over R_c ∪ {IDK}; T = 0 is arg-max: the likeliest response, ties shared.
 * - `idk-bias` b: p̂(IDK|c)·e^b, renormalised likewise.
 * - `confidence` τ: IDK where no answer has p̂(r|c) > τ, p̂ elsewhere.
 * - `confidence-target` t: the likeliest answer where its confidence, conditional on answering (confidence.ts), is above t, IDK
 *   elsewhere; nothing is drawn, and nothing invalid said.
 */
export function underRule({ rule, value }: Rule, pHat: Float64Array): Float64Array {
  const idk = pHat.length - 1;
  if (rule === 'confidence-target') {
    const { response, confidence } = likeliestAnswer(pHat);
    return certain(pHat.length, isAbove(confidence, value) ? response : idk);
  }
  if (rule === 'confidence') {
    for (let r = 0; r < idk; r++) if (pHat[r] > value) return pHat;
    return certain(pHat.length, idk);
  }
  const changed =
    rule === 'temperature' ? sharpened(pHat, 1 / value) : pHat.map((p, r) => (r === idk ? p * Math.exp(value) : p));
  const [before, after] = [sumOf(pHat), sumOf(changed)];
  return after > 0 ? changed.map((p) => (p * before) / after) : pHat;
}

/** All on one response. */
function certain(responses: number, response: number): Float64Array {
  const row = new Float64Array(responses);
  row[response] = 1;
  return row;
}

/** Relative to the largest, so that a small temperature does not underflow everywhere. */
function sharpened(pHat: Float64Array, power: number): Float64Array {
  const largest = pHat.reduce((a, b) => Math.max(a, b), 0);
  if (largest === 0) return pHat;
  return pHat.map((p) => (isAbove(largest, p) ? (p / largest) ** power : 1));
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Measures rules prompt by prompt, beside p̂ itself. */
export interface RuleMeasurer {
  add(prompt: number, pHat: Float64Array): void;
  measurements(): readonly RuleMeasurement[];
}

export function ruleMeasurer(family: FamilyWorld, rules: readonly Rule[]): RuleMeasurer {
  const outcomes = rules.map((): PromptOutcome[] => []);
  return {
    add: (prompt, pHat) =>
      rules.forEach((rule, at) => outcomes[at].push(promptOutcome(family, prompt, underRule(rule, pHat)))),
    measurements: () =>
      rules.map((rule, at) => {
        const measured = outcomes[at];
        const sigma = signedDelta(family, measured);
        const figures = {
          ...errorRates(family, measured),
          delta: Math.abs(sigma),
          signedDelta: sigma,
          iivError: iivError(family, measured),
        };
        const { lower, holds } = theorem1Bounds(family, figures);
        return { ...rule, ...figures, theorem1Lower: lower, holds };
      }),
  };
}
