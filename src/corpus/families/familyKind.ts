import type { z } from 'zod';
import type { Stream } from '../../random/stream.js';
import type { FactReader } from '../factTable.js';
import type { Lexicon } from '../lexicon.js';
import type { Wordings } from '../prose/wordings.js';
import type { Nature } from '../world.js';

/** Data from which a family is built besides its own options. */
export interface FamilyContext {
  /** Key path of the family in the config, for messages, e.g. `corpus.families.birthdays`. */
  readonly path: string;
  /** Number of families of the same kind before it in the world; prompts of different ordinals must differ. */
  readonly ordinal: number;
  readonly lexicon: Lexicon;
  /** Reads the files of people's own facts. */
  readonly facts: FactReader;
  /** Returns a random stream of this family; each purpose has its own. */
  stream(purpose: string): Stream;
  /** Returns a stream that all families of the world share by purpose, for draws on which two families must agree. */
  sharedStream(purpose: string): Stream;
}

/** A family in words, before it has a vocabulary and a prompt distribution. */
export interface FamilyParts {
  readonly nature: Nature;
  /** Words of each prompt, [prompts]; their order must be independent of their answers, for μ is assigned along it. */
  readonly prompts: readonly (readonly string[])[];
  /** Words of each response's path in the answer tree, R_c first, IDK last, [R + 1]; prefix-free. */
  readonly responses: readonly (readonly string[])[];
  /** a_c, index of the answer among the responses, [prompts]. */
  readonly answer: Int32Array;
  /** α, the same for every prompt. */
  readonly answerProbability: number;
  /**
   * Number of the fact that each prompt states, [prompts]; prompts of one fact have one answer and are held out
   * together. By default each prompt states a fact of its own.
   */
  readonly fact?: Int32Array;
  /** Factor of the law's weight of each prompt, [prompts], > 0, by default 1: μ is their product. */
  readonly askedFactor?: Float64Array;
  /** Frequency of each prompt in training relative to μ, [prompts], ≥ 0, by default 1; measuring is under μ. */
  readonly trainingFactor?: Float64Array;
  /** Status of IDK, by default `valid`; `outside` if it is not in the data and not a response (V_c = {a_c}). */
  readonly idk?: 'valid' | 'outside';
  /** True for a `pattern` whose answers follow from no rule; by default they do. */
  readonly ruleless?: true;
  /** Wordings for running text; left out where facts have one wording alone, that of prompt and response. */
  readonly wordings?: Wordings;
  /** R_c if it is too large to enumerate; `responses` are then those that the data may hold. */
  readonly open?: {
    /** Words of the strings of 1 … maxLength words of which, each followed by one of the tails, R_c consists. */
    readonly alphabet: readonly string[];
    readonly maxLength: number;
    /** Words of each tail, such as the stop; at least one. */
    readonly tails: readonly (readonly string[])[];
  };
}

/** A kind of family. `weight`, `frequency` and modifiers are common to all kinds and not among its options. */
export interface FamilyKind<Kind extends string, Options extends z.ZodObject> {
  readonly kind: Kind;
  /** Text for the reference of experiment files and for editors, a sentence or two. */
  readonly description: string;
  readonly options: Options;
  /** Builds a family. @throws UserError if the options cannot be met */
  build(options: z.infer<Options>, context: FamilyContext): FamilyParts;
}

/** Path of the abstention, "I don't know"; every sentence adds the stop. */
export const IDK: readonly string[] = ['I', "don't", 'know'];
