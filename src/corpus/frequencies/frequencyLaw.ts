import type { z } from 'zod';
import type { Stream } from '../../random/stream.js';

/** What a prompt distribution is made for. */
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
  /** The family's stream for drawing prompt weights. */
  readonly stream: Stream;
}

/** A law of prompt frequencies. */
export interface FrequencyLaw<Kind extends string, Options extends z.ZodObject> {
  readonly kind: Kind;
  /** In a sentence or two, for the reference of experiment files and for editors. */
  readonly description: string;
  readonly options: Options;
  /**
   * Weights of the prompts, [prompts], non-negative with a positive sum; the caller normalises them to μ.
   * @throws UserError where no such weights exist
   */
  weights(options: z.infer<Options>, context: FrequencyContext): Float64Array;
}
