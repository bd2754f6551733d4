/** The interface of a model to the rest of the program: it gives next-token log-probabilities. */
import type { AnswerTree } from '../corpus/answerTree.js';

/** Responses of a family that a model gave when it was asked, where nothing else is known of it. */
export interface DrawnResponses {
  /** Times that each prompt was asked, [prompts]. */
  readonly asked: Int32Array;
  /** Times that it gave each response, IDK last, [prompts × (responseCount + 1)]. */
  readonly given: Int32Array;
}

/** A model of any kind (network, counted, closed form) that gives the probability of the next token. */
export interface LanguageModel {
  /** Name of the kind in the registry, e.g. `transformer`. */
  readonly kind: string;
  /** Number of weights or counts that training set; 0 for reference models. */
  readonly trainableParameters: number;
  readonly vocabularySize: number;
  /** Returns what a model gave that states no probabilities; left out for all others. @param family name of the family */
  drawnResponses?(family: string): DrawnResponses;
  /** Sentences for the result about how its probabilities were had, and how exact they are; left out if there are none. */
  readonly remarks?: readonly string[];
  /** Largest number of tokens before a position on which its prediction depends; left out if it depends on all. */
  readonly window?: number;
  /**
   * Returns natural log-probabilities of the next token after each context.
   * @param contexts token ids, [batch][length], without the start token, which the model adds if it needs it
   * @returns float64, [batch × vocabularySize], each row normalised; −Infinity for an impossible token
   */
  nextTokenLogProbabilities(contexts: readonly Int32Array[]): Promise<Float64Array>;
  /**
   * Returns the log-probability of every edge of an answer tree after each prompt. Models have it if they can be
   * quicker than `edgeLogProbabilities` with `nextTokenLogProbabilities`.
   * @returns float64, [prompts × edges]
   */
  answerTreeLogProbabilities?(prompts: readonly Int32Array[], tree: AnswerTree): Promise<Float64Array>;
  /**
   * Returns the log-probability of one path after each prompt: of `paths[i]` after `prompts[i]`. Models have it if they
   * can be quicker than with `nextTokenLogProbabilities`.
   * @returns ln p̂(paths[i] | prompts[i]), float64, [prompts]
   */
  pathLogProbabilities?(prompts: readonly Int32Array[], paths: readonly Int32Array[]): Promise<Float64Array>;
}
