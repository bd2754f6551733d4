/** Laws of prompt frequencies, by the name that a config gives them. A new law is a file and a line here. */
import type { z } from 'zod';
import { noSuchKind, pluginKinds } from '../../config/schema/pluginKinds.js';
import type { FrequencyContext, FrequencyLaw } from './frequencyLaw.js';
import { headTail } from './headTail.js';
import { pareto } from './pareto.js';
import { singletonRateLaw } from './singletonRate.js';
import { uniformLaw } from './uniformLaw.js';
import { zipf } from './zipf.js';

export const frequencyLaws = [uniformLaw, zipf, headTail, pareto, singletonRateLaw] as const;

/** Options of a law, and its `kind`. */
export type FrequencyOptions = OptionsOf<(typeof frequencyLaws)[number]>;

type OptionsOf<Law> =
  Law extends FrequencyLaw<infer Kind, infer Options>
    ? { readonly kind: Kind } & KnownKeys<Readonly<z.infer<Options>>>
    : never;

/** Options with known keys. For an object without keys zod gives Record<string, never>, which allows no `kind`. */
type KnownKeys<Options> = string extends keyof Options ? unknown : Options;

/** Returns μ of a family, [prompts], summing to 1. */
export function promptWeights({ kind, ...options }: FrequencyOptions, context: FrequencyContext): Float64Array {
  const known = [...frequencyLaws, ...pluginKinds().frequencies] as readonly FrequencyLaw<string, z.ZodObject>[];
  const law = known.find((each) => each.kind === kind);
  if (law === undefined) throw noSuchKind('frequency law', kind);
  // `kind` picked the law, so the options are that law's.
  const weights = law.weights(options as never, context);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
