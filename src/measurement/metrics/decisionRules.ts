/** Decision rules on a base model: each changes p̂(·|c), and the changed p̂ is measured (docs/theory.md §8, trap 5). */
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { RuleMeasurement } from '../../results/familyMeasurement.js';
import { power } from '../../theory/power.js';
import { errorsAndCalibration } from '../errorsAndCalibration.js';
import { type PromptOutcome, promptOutcome } from '../promptMeasurement.js';
import { theorem1Bounds } from '../theorems.js';
import { likeliestAnswer } from './confidence.js';
import { innovation } from './innovation.js';
import { partRates } from './partRates.js';
import { isAbove } from './threshold.js';

/** Rules to measure, by the values at which each is measured. */
export interface RuleOptions {
  readonly temperatures: readonly number[];
  readonly idkBiases: readonly number[];
  readonly confidenceThresholds: readonly number[];
  /** No targets where left out. */
  readonly confidenceTargets?: readonly number[] | undefined;
  /** No agreement of samples where left out. */
  readonly agreement?: readonly number[] | undefined;
}

export type Rule = Pick<RuleMeasurement, 'rule' | 'value'>;

export function decisionRules({
  temperatures,
  idkBiases,
  confidenceThresholds,
  confidenceTargets = [],
  agreement = [],
}: RuleOptions): readonly Rule[] {
  return [
    ...temperatures.map((value): Rule => ({ rule: 'temperature', value })),
    ...idkBiases.map((value): Rule => ({ rule: 'idk-bias', value })),
    ...confidenceThresholds.map((value): Rule => ({ rule: 'confidence', value })),
    ...confidenceTargets.map((value): Rule => ({ rule: 'confidence-target', value })),
    ...agreement.map((value): Rule => ({ rule: 'agreement', value })),
  ];
}

/** The temperatures among the rules at which p̂ is another. */
export function otherTemperatures({ temperatures }: RuleOptions): readonly number[] {
  return temperatures.filter((temperature) => temperature !== 1);
}

/** A rule that needs no more than p̂ of whole responses; a temperature acts on tokens (temperedProbabilities.ts). */
export type ResponseRule = Rule & { readonly rule: Exclude<Rule['rule'], 'temperature'> };

/**
 * p̂ under a rule. The invalid mass stays as it is, except where the rule abstains or asks for agreement.
 * - `idk-bias` b: p̂(IDK|c)·e^b, renormalised over R_c ∪ {IDK}.
 * - `confidence` τ: IDK where no answer has p̂(r|c) > τ, p̂ elsewhere.
 * - `confidence-target` t: the likeliest answer where its confidence, conditional on answering (confidence.ts), is
 *   above t, IDK elsewhere; nothing is drawn, and nothing invalid is said.
 * - `agreement` k ≥ 1: the answer of k independent samples where all of them are the same, IDK elsewhere (the
 *   consistency mitigation of [N26], there with k = 2): p̂(r|c)^k for each answer. Two invalid strings agree only where
 *   they are one string, which is not known of the strings outside R_c: m_c^k, with which all of them would be one, is
 *   an upper bound, so that err + invalid mass is never understated.
 */
export function underRule({ rule, value }: ResponseRule, pHat: Float64Array): Float64Array {
  const idk = pHat.length - 1;
  if (rule === 'confidence-target') {
    const { response, confidence } = likeliestAnswer(pHat);
    return certain(pHat.length, isAbove(confidence, value) ? response : idk);
  }
  if (rule === 'agreement') return agreed(pHat, value);
  if (rule === 'confidence') {
    for (let r = 0; r < idk; r++) if (pHat[r] > value) return pHat;
    return certain(pHat.length, idk);
  }
  const changed = pHat.map((p, r) => (r === idk ? p * Math.exp(value) : p));
  const [before, after] = [sumOf(pHat), sumOf(changed)];
  return after > 0 ? changed.map((p) => (p * before) / after) : pHat;
}

function isResponseRule(rule: Rule): rule is ResponseRule {
  return rule.rule !== 'temperature';
}

/** A row with all probability on one response. */
function certain(responses: number, response: number): Float64Array {
  const row = new Float64Array(responses);
  row[response] = 1;
  return row;
}

/** Probabilities that `samples` independent samples are one and the same answer; IDK has the rest but m_c^samples. */
function agreed(pHat: Float64Array, samples: number): Float64Array {
  const idk = pHat.length - 1;
  const invalid = Math.max(0, 1 - sumOf(pHat));
  const row = pHat.map((p, r) => (r === idk ? 0 : power(p, samples)));
  row[idk] = Math.max(0, 1 - sumOf(row) - power(invalid, samples));
  return row;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Measures rules prompt by prompt, beside p̂ itself. */
export interface RuleMeasurer {
  /** @param tempered p̂ at each of `otherTemperatures` */
  add(prompt: number, pHat: Float64Array, tempered: readonly Float64Array[]): void;
  measurements(): readonly RuleMeasurement[];
}

export function ruleMeasurer(family: FamilyWorld, counts: TrainingCounts, rules: readonly Rule[]): RuleMeasurer {
  const outcomes = rules.map((): PromptOutcome[] => []);
  return {
    add(prompt, pHat, tempered) {
      let temperature = 0;
      rules.forEach((rule, at) => {
        const changed = isResponseRule(rule)
          ? underRule(rule, pHat)
          : rule.value === 1
            ? pHat
            : tempered[temperature++];
        outcomes[at].push(promptOutcome(family, prompt, changed));
      });
    },
    measurements: () =>
      rules.map((rule, at) => {
        const measured = errorsAndCalibration(family, outcomes[at]);
        const { lower, holds } = theorem1Bounds(family, measured);
        return {
          ...rule,
          ...measured,
          innovation: innovation(family, counts, outcomes[at]).innovation,
          theorem1Lower: lower,
          holds,
          unanswered: partRates(family, outcomes[at], (prompt) => counts.answered[prompt] === 0),
        };
      }),
  };
}
