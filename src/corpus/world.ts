/**
 * The truth: which prompts exist, how often each is asked, and what may be answered.
 * A world is drawn from a seed and knows μ, α_c, R_c, a_c, hence V_c and E_c, exactly (docs/theory.md §1, §2).
 */

import { power } from '../theory/power.js';
import type { AnswerTree } from './answerTree.js';
import type { Prose } from './prose/prose.js';
import type { FactsInProse } from './prose/wordings.js';
import type { ToldTarget } from './toldTargets.js';
import type { Vocabulary } from './vocabulary.js';

/** Origin of the answers: `arbitrary` ones are drawn at random (as in Theorem 2), `pattern` ones follow from a rule. */
export type Nature = 'arbitrary' | 'pattern';

/** R_c of an open family: all strings of 1 … maxLength tokens of the alphabet, each followed by one of the tails. */
export interface OpenResponses {
  readonly alphabet: Int32Array;
  readonly maxLength: number;
  readonly tails: readonly Int32Array[];
}

/** Returns |R_c| of an open family. */
export function openResponseCount({ alphabet, maxLength, tails }: OpenResponses): number {
  let strings = 0;
  for (let length = 1; length <= maxLength; length++) strings += power(alphabet.length, length);
  return strings * tails.length;
}

/**
 * A family of prompts that share a response set. All numbers of a family are over its own rows, its own μ
 * and its own response set.
 *
 * Responses are numbered 0 … R−1 for R_c and R for IDK. `E_c = R_c \ {a_c}`, so `|E_c| = R − 1`; `V_c = {a_c, IDK}`, or
 * `{a_c}` if `idk` is `outside`.
 */
export interface FamilyWorld {
  /** Key of the family in the config, e.g. `birthdays`. */
  readonly name: string;
  /** Name of its kind in the registry, e.g. `arbitrary-facts`. */
  readonly kind: string;
  readonly nature: Nature;
  /** Share of the training examples that come from this family, in (0, 1]; the weights of a world sum to 1. */
  readonly weight: number;
  /** Token ids of each prompt, [prompts][length]. Prompts are distinct over the whole world. */
  readonly prompts: readonly Int32Array[];
  /** μ(c) within the family, by which the model is asked, [prompts], sums to 1. */
  readonly promptWeight: Float64Array;
  /** μ of the training rows, [prompts], sums to 1. It equals μ unless facts are held out or the distribution shifts. */
  readonly trainingWeight: Float64Array;
  /** Number of the fact that each prompt states, [prompts]: prompts of one fact are synonyms. */
  readonly fact: Int32Array;
  /** α_c, the probability that the training distribution answers prompt c instead of abstaining, [prompts]. */
  readonly answerProbability: Float64Array;
  /** a_c, the index of the one correct response in R_c, [prompts]. */
  readonly answer: Int32Array;
  /** Number of responses in the tree without IDK, and so the index of IDK. It is |R_c| unless the family is open. */
  readonly responseCount: number;
  /** Paths of all responses of R_c ∪ {IDK}; in an open family, of those that the data may hold. */
  readonly tree: AnswerTree;
  /** Status of IDK: `valid` if V_c = {a_c, IDK}; `outside` if V_c = {a_c} and IDK is not a response of the family. */
  readonly idk: 'valid' | 'outside';
  /** R_c if it is too large to enumerate; null for other families. */
  readonly open: OpenResponses | null;
  /** ε, the probability that an answering training row is wrong, uniform on the other responses of the tree. */
  readonly noise: number;
  /** True for a `pattern` whose answers follow from no rule (usual answers, labels of arbitrary facts); else left out. */
  readonly ruleless?: true;
  /** True where the counts are of other data than rows drawn here: nothing is known of how those were drawn. */
  readonly countsGiven?: true;
  /** Share of the training rows that are repeated, `times` times more. */
  readonly duplicate: { readonly share: number; readonly times: number };
  /** Confidence targets that prompts may state; `prompts` hold the first. Left out if prompts state none. */
  readonly told?: readonly ToldTarget[];
  /** Text of every response as in a training sentence, closing stop included, [responseCount + 1]. */
  readonly responseTexts: readonly string[];
  /** Wordings of the facts in running text; left out in worlds without it. */
  readonly inProse?: FactsInProse;
  /** Expected singleton rate of the family's own training rows, given that there are any, under `trainingWeight`. */
  readonly expectedSingletonRate: number;
}

/** A family whose response set is too large to enumerate. */
export type OpenFamily = FamilyWorld & { readonly open: OpenResponses };

/**
 * The truth: for every family all prompts c with their weights μ(c), answers a_c, answer probabilities α_c and
 * responses R_c, and the vocabulary that the families share.
 */
export interface World {
  readonly vocabulary: Vocabulary;
  readonly families: readonly FamilyWorld[];
  /** The running text in which training states the facts (`corpus.text`); left out where a training row is a fact alone. */
  readonly prose?: Prose;
}

/** Number of a family's responses that are listed: R_c, and IDK where it is a response. */
export function listedResponses({ responseCount, idk }: Pick<FamilyWorld, 'responseCount' | 'idk'>): number {
  return idk === 'valid' ? responseCount + 1 : responseCount;
}
