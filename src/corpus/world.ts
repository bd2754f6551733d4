/**
 * The truth: which prompts exist, how often each is asked, and what may be answered.
 * A world is drawn from a seed and knows μ, α_c, R_c, a_c, hence V_c and E_c, exactly (theory.md §1, §2).
 */
import type { AnswerTree } from './answerTree.js';
import type { Vocabulary } from './vocabulary.js';

/** `arbitrary`: the answer is drawn at random (Theorem 2 speaks of it); `pattern`: the answer follows from a rule. */
export type Nature = 'arbitrary' | 'pattern';

/**
 * One family of prompts that share a response set. All figures of a family are over its own rows, its own μ
 * and its own response set.
 *
 * Responses are numbered 0 … R−1 for R_c and R for IDK. `V_c = {a_c, IDK}` and `E_c = R_c \ {a_c}`, so
 * `|V_c| = 2` and `|E_c| = R − 1` for every prompt: IDK is valid everywhere, whatever the family.
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
  /** μ(c) within the family, [prompts], sums to 1. */
  readonly promptWeight: Float64Array;
  /** α_c: the probability that the training distribution answers prompt c instead of abstaining, [prompts]. */
  readonly answerProbability: Float64Array;
  /** a_c: index of the one correct response in R_c, [prompts]. */
  readonly answer: Int32Array;
  /** |R_c|, IDK not counted. The index of IDK among the responses. */
  readonly responseCount: number;
  /** Every response of R_c ∪ {IDK} as a path. */
  readonly tree: AnswerTree;
  /** Text of every response as it stands in a training sentence, closing stop included, [responseCount + 1]. */
  readonly responseTexts: readonly string[];
  /** What the family wants reported about its frequency law, e.g. the expected singleton rate that it was solved for. */
  readonly expectedSingletonRate: number;
}

export interface World {
  readonly vocabulary: Vocabulary;
  readonly families: readonly FamilyWorld[];
}
