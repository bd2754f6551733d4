/** Decision rules on a base model: each changes p̂(·|c), and what is measured is the changed p̂ (theory.md, trap 5). */
import type { FamilyWorld } from '../corpus/world.js';
import { theorem1Bounds } from './bounds.js';
import { signedDelta } from './calibration.js';
import { errorRates } from './errorRates.js';
import { iivError } from './isItValid.js';
import type { RuleMeasurement } from './measurement.js';
import { promptOutcome, type PromptOutcome } from './promptMeasurement.js';

/** Which rules to measure, at which values. */
export interface RuleOptions {
  readonly temperatures: readonly number[];
  readonly idkBiases: readonly number[];
  readonly confidenceThresholds: readonly number[];
}

export type Rule = Pick<RuleMeasurement, 'rule' | 'value'>;

export const rulesOf = ({ temperatures, idkBiases, confidenceThresholds }: RuleOptions): readonly Rule[] => [
  ...temperatures.map((value): Rule => ({ rule: 'temperature', value })),
  ...idkBiases.map((value): Rule => ({ rule: 'idk-bias', value })),
  ...confidenceThresholds.map((value): Rule => ({ rule: 'confidence', value })),
];

/**
 * p̂ under a rule. The invalid mass stays what it is, but where the rule abstains.
 * - `temperature` T > 0: p̂(r|c)^(1/T), renormalised over R_c ∪ {IDK}.
 * - `idk-bias` b: p̂(IDK|c)·e^b, renormalised likewise.
 * - `confidence` τ: IDK where no answer has p̂(r|c) > τ, p̂ elsewhere.
 */
export function underRule({ rule, value }: Rule, pHat: Float64Array): Float64Array {
  const idk = pHat.length - 1;
  if (rule === 'confidence') {
    for (let r = 0; r < idk; r++) if (pHat[r] > value) return pHat;
    const abstains = new Float64Array(pHat.length);
    abstains[idk] = 1;
    return abstains;
  }
  const changed = rule === 'temperature' ? sharpened(pHat, 1 / value) : pHat.map((p, r) => (r === idk ? p * Math.exp(value) : p));
  const [before, after] = [sumOf(pHat), sumOf(changed)];
  return after > 0 ? changed.map((p) => (p * before) / after) : pHat;
}

/** Relative to the largest, so that a small temperature does not underflow everywhere. */
function sharpened(pHat: Float64Array, power: number): Float64Array {
  const largest = pHat.reduce((a, b) => Math.max(a, b), 0);
  return largest === 0 ? pHat : pHat.map((p) => (p / largest) ** power);
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
    add: (prompt, pHat) => rules.forEach((rule, at) => outcomes[at].push(promptOutcome(family, prompt, underRule(rule, pHat)))),
    measurements: () =>
      rules.map((rule, at) => {
        const measured = outcomes[at];
        const sigma = signedDelta(family, measured);
        const figures = { ...errorRates(family, measured), delta: Math.abs(sigma), signedDelta: sigma, iivError: iivError(family, measured) };
        const { lower, holds } = theorem1Bounds(family, figures);
        return { ...rule, ...figures, theorem1Lower: lower, holds };
      }),
  };
}
