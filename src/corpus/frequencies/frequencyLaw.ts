import type { z } from 'zod';
import type { Stream } from '../../random/stream.js';

/** Data on the family for which a prompt distribution is made. */
export interface FrequencyContext {
  /** Key path of the family in the config, for messages, e.g. `corpus.families.birthdays`. */
  readonly path: string;
  /** Number of prompts of the family, ≥ 2. */
  readonly prompts: number;
  /** α, the same for every prompt. */
  readonly answerProbability: number;
  /** Training examples of all families; the family's own N is Binomial(totalExamples, weight). */
  readonly totalExamples: number;
  /** Share of the examples that come from the family, in (0, 1]. */
  readonly weight: number;
  /** Stream from which the prompt weights of the family are drawn. */
  readonly stream: Stream;
}

/** A law of prompt frequencies. */
export interface FrequencyLaw<Kind extends string, Options extends z.ZodObject> {
  readonly kind: Kind;
  /** Text for the reference of experiment files and for editors, a sentence or two. */
  readonly description: string;
  readonly options: Options;
  /**
   * Returns weights of the prompts, [prompts], non-negative with a positive sum; the caller normalises them to μ.
   * @throws UserError if no weights meet the options
   */
  weights(options: z.infer<Options>, context: FrequencyContext): Float64Array;
}
