/** Models of tokens: the probability of each response of a tree after a context. */
import type { AnswerTree } from '../../corpus/answerTree.js';

/** A checkpoint, asked in tokens. */
export interface ContextModel {
  /** Number of weights; 0 where it is not known. */
  readonly trainableParameters: number;
  readonly vocabularySize: number;
  /** Longest sequence that it reads, tokens; Infinity where its files do not say. */
  readonly maxPositions: number;
  /** Largest number of inner nodes of a tree, for memory. */
  readonly mostNodes: number;
  /**
   * Returns ln p̂ of each path of a tree after each context, [contexts][paths].
   * @param contexts token ids with what begins every text, none of them empty
   */
  logProbabilities(contexts: readonly Int32Array[], tree: AnswerTree): Promise<readonly Float64Array[]>;
  /** Frees the memory that it holds. */
  dispose(): Promise<void>;
}
