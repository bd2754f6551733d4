/** What a model is to the rest of the program: something that gives next-token log-probabilities. */
import type { AnswerTree } from '../corpus/answerTree.js';

/** What is asked for the probability of the next token, whatever its kind: a network, a counted model, or one with a closed form. */
export interface LanguageModel {
  /** Kind in the registry, e.g. `transformer`. */
  readonly kind: string;
  /** Numbers that training set (0 for reference models). */
  readonly trainableParameters: number;
  readonly vocabularySize: number;
  /** How many tokens before a position its prediction depends on, at most; left out: all. */
  readonly window?: number;
  /**
   * Natural log-probabilities of the next token after each context.
   * @param contexts token ids, [batch][length], without the start token (a model that wants it adds it)
   * @returns float64, [batch × vocabularySize], each row normalised; −Infinity where a token is impossible
   */
  nextTokenLogProbabilities(contexts: readonly Int32Array[]): Promise<Float64Array>;
  /**
   * A quicker way, where the model has one, to what `edgeLogProbabilities` makes of `nextTokenLogProbabilities`:
   * the log-probability of every edge of an answer tree after each prompt.
   * @returns float64, [prompts × edges]
   */
  answerTreeLogProbabilities?(prompts: readonly Int32Array[], tree: AnswerTree): Promise<Float64Array>;
  /**
   * A quicker way, where the model has one, to the log-probability of each token of one path after each prompt:
   * of `paths[i]` after `prompts[i]`.
   * @returns ln p̂(paths[i] | prompts[i]), float64, [prompts]
   */
  pathLogProbabilities?(prompts: readonly Int32Array[], paths: readonly Int32Array[]): Promise<Float64Array>;
}
