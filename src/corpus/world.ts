/**
 * The truth: which prompts exist, how often each is asked, and what may be answered.
 * A world is drawn from a seed and knows μ, α_c, R_c, a_c, hence V_c and E_c, exactly (docs/theory.md §1, §2).
 */
import type { AnswerTree } from './answerTree.js';
import type { ToldTarget } from './toldTargets.js';
import type { Vocabulary } from './vocabulary.js';

/** `arbitrary`: the answer is drawn at random (Theorem 2 speaks of it); `pattern`: the answer follows from a rule. */
export type Nature = 'arbitrary' | 'pattern';

/** R_c of an open family: strings of 1 … maxLength tokens of the alphabet, then one of the tails. */
export interface OpenResponses {
  readonly alphabet: Int32Array;
  readonly maxLength: number;
  readonly tails: readonly Int32Array[];
}

/** |R_c| of an open family. */
export function openResponseCount({ alphabet, maxLength, tails }: OpenResponses): number {
  let strings = 0;
  for (let length = 1; length <= maxLength; length++) strings += alphabet.length ** length;
  return strings * tails.length;
}

/**
 * One family of prompts that share a response set. All figures of a family are over its own rows, its own μ
 * and its own response set.
 *
 * Responses are numbered 0 … R−1 for R_c and R for IDK. `E_c = R_c \ {a_c}`, so `|E_c| = R − 1`; `V_c = {a_c, IDK}`, or
 * `{a_c}` where `idk` is `outside`.
 */
export interface FamilyWorld {
  /** The family's key in the config, e.g. `birthdays`. */
  readonly name: string;
  /** Its kind in the registry, e.g. `arbitrary-facts`. */
  readonly kind: string;
  readonly nature: Nature;
  /** Share of the training examples that come from this family, in (0, 1]; the weights of a world sum to 1. */
  readonly weight: number;
  /** Token ids of each prompt, [prompts][length]. Prompts are distinct over the whole world. */
  readonly prompts: readonly Int32Array[];
  /** μ(c) within the family, [prompts], sums to 1: the prompts that the model is asked. */
  readonly promptWeight: Float64Array;
  /** μ of the training rows, [prompts], sums to 1. The same as μ unless prompts are held out or the distribution shifts. */
  readonly trainingWeight: Float64Array;
  /** Number of the fact that each prompt states, [prompts]: prompts of one fact are synonyms. */
  readonly fact: Int32Array;
  /** α_c: the probability that the training distribution answers prompt c instead of abstaining, [prompts]. */
  readonly answerProbability: Float64Array;
  /** a_c: index of the one correct response in R_c, [prompts]. */
  readonly answer: Int32Array;
  /** Number of responses in the tree, IDK not counted; the index of IDK. It is |R_c| unless the family is open. */
  readonly responseCount: number;
  /** Every response of R_c ∪ {IDK} as a path; of an open family those that the data may hold. */
  readonly tree: AnswerTree;
  /** `valid`: V_c = {a_c, IDK}. `outside`: V_c = {a_c}, and abstaining is no response of the family. */
  readonly idk: 'valid' | 'outside';
  /** Where R_c is too large to enumerate: what it is; null elsewhere. */
  readonly open: OpenResponses | null;
  /** ε: probability that a training row which answers is wrong, uniform on the other responses of the tree. */
  readonly noise: number;
  /** A share of the training rows that stand `times` times more. */
  readonly duplicate: { readonly share: number; readonly times: number };
  /** Confidence targets that prompts may be told; `prompts` hold the first. Left out: prompts tell none. */
  readonly told?: readonly ToldTarget[];
  /** Text of every response as it stands in a training sentence, closing stop included, [responseCount + 1]. */
  readonly responseTexts: readonly string[];
  /** What the family wants reported about its frequency law, e.g. the expected singleton rate that it was solved for. */
  readonly expectedSingletonRate: number;
}

/** A family whose response set is too large to enumerate. */
export type OpenFamily = FamilyWorld & { readonly open: OpenResponses };

/**
 * What is true: for every family all prompts c with their weights μ(c), answers a_c, answer probabilities α_c and responses R_c,
 * and the vocabulary that they share.
 */
export interface World {
  readonly vocabulary: Vocabulary;
  readonly families: readonly FamilyWorld[];
}
