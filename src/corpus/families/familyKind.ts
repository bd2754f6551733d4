import type { z } from 'zod';
import type { Stream } from '../../random/stream.js';
import type { Lexicon } from '../lexicon.js';
import type { Nature } from '../world.js';

/** What a family is built from besides its own options. */
export interface FamilyContext {
  /** Key path of the family in the config, for messages, e.g. `corpus.families.birthdays`. */
  readonly path: string;
  /** How many families of the same kind stand before it in the world; prompts must differ with it. */
  readonly ordinal: number;
  readonly lexicon: Lexicon;
  /** A random stream of the family's own; another purpose is another stream. */
  stream(purpose: string): Stream;
  /** A stream that all families of the world share by name: what two families must agree on is drawn from it. */
  sharedStream(purpose: string): Stream;
}

/** A family in words, before it has a vocabulary and a prompt distribution. */
export interface FamilyParts {
  readonly nature: Nature;
  /** Words of each prompt, [prompts]; their order must say nothing of their answers, for μ is assigned along it. */
  readonly prompts: readonly (readonly string[])[];
  /** Words of each response's path in the answer tree, R_c first, IDK last, [R + 1]; prefix-free. */
  readonly responses: readonly (readonly string[])[];
  /** a_c, [prompts]. */
  readonly answer: Int32Array;
  /** α, the same for every prompt. */
  readonly answerProbability: number;
  /**
   * Number of the fact that each prompt states, [prompts]; prompts of one fact have one answer and are held out together.
   * Left out: each prompt states a fact of its own.
   */
  readonly fact?: Int32Array;
  /** How often training shows each prompt relative to μ, [prompts], ≥ 0; measuring is under μ. Left out: as often. */
  readonly trainingFactor?: Float64Array;
  /** `outside`: the data hold no IDK and abstaining is no response of the family, so that V_c = {a_c}. Left out: `valid`. */
  readonly idk?: 'valid' | 'outside';
  /** Where R_c is too large to enumerate: what it is. `responses` are then those that the data may hold. */
  readonly open?: {
    /** R_c: strings of 1 … maxLength of these words, then one of the tails. */
    readonly alphabet: readonly string[];
    readonly maxLength: number;
    /** Words of each tail, such as the stop; at least one. */
    readonly tails: readonly (readonly string[])[];
  };
}

/** A kind of family; `weight` and `frequency` are common to all kinds and not among its options. */
export interface FamilyKind<Kind extends string, Options extends z.ZodObject> {
  readonly kind: Kind;
  /** In a sentence or two, for the reference of experiment files and for editors. */
  readonly description: string;
  readonly options: Options;
  /** @throws UserError where the options ask for what cannot be built */
  build(options: z.infer<Options>, context: FamilyContext): FamilyParts;
}

/** Path of the abstention: "I don't know", to which every sentence adds the stop. */
export const IDK: readonly string[] = ['I', "don't", 'know'];
