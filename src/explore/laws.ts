/** The frequency laws of the explorable page, each with the one parameter that a slider sets. To add a law, add an entry here. */
import type { FrequencyOptions } from '../corpus/frequencies/registry.js';

export interface Law {
  readonly kind: LawKind;
  readonly name: string;
  /** Null if the law has no parameter. */
  readonly parameter: { readonly label: string; readonly stops: readonly number[]; readonly initial: number } | null;
  readonly options: (parameter: number, prompts: number) => FrequencyOptions;
}

export type LawKind = FrequencyOptions['kind'];

function from(first: number, step: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => Number((first + i * step).toFixed(6)));
}

export const LAWS: readonly Law[] = [
  {
    kind: 'uniform',
    name: 'uniform: all prompts equally often',
    parameter: null,
    options: () => ({ kind: 'uniform' }),
  },
  {
    kind: 'zipf',
    name: 'Zipf: rank k has weight 1/kˢ',
    parameter: { label: 's, exponent', stops: from(0, 0.1, 26), initial: 1 },
    options: (exponent) => ({ kind: 'zipf', exponent }),
  },
  {
    kind: 'pareto',
    name: 'Pareto: weights drawn at random',
    parameter: { label: 'shape (smaller: heavier tail)', stops: from(0.5, 0.1, 46), initial: 1 },
    options: (shape) => ({ kind: 'pareto', shape }),
  },
  {
    kind: 'head-tail',
    name: 'head and tail: a tenth of the prompts is asked more often',
    parameter: { label: 'share of the head', stops: from(0, 0.05, 21), initial: 0.8 },
    options: (headMass, prompts) => ({ kind: 'head-tail', headPrompts: Math.floor(prompts / 10), headMass }),
  },
  {
    kind: 'singleton-rate',
    name: 'a singleton rate of your choice',
    parameter: { label: 'expected sr', stops: from(0.02, 0.02, 25), initial: 0.3 },
    options: (target) => ({ kind: 'singleton-rate', target }),
  },
];

export function lawOf(kind: LawKind): Law {
  return LAWS.find((each) => each.kind === kind)!;
}
