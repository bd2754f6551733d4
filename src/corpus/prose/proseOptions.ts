/** Options of a corpus in running text, `corpus.text`. */

/** Name of the text that ships. */
export const ADDRESSES = 'addresses';

export interface ProseOptions {
  /** `addresses`, or files of people's own. */
  readonly source: string | readonly string[];
  /** Share of the documents that training never reads, in (0, 1). */
  readonly heldOut: number;
  /** Number of tokens of the tokenizer, which is trained on the text. */
  readonly vocabulary: number;
  /** Tokens that a training row predicts. */
  readonly window: number;
  /** Share of the predicted tokens that belong to the text and not to facts, in [0, 1). */
  readonly share: number;
  /** Wordings in which training states the facts of a family, at most as many as it has. */
  readonly wordings: number;
  /** The thing that has a wording: each `fact` one, in which it is asked, or each training `row` one. */
  readonly wordingOf: 'fact' | 'row';
  /** The part of training in which facts are stated, as shares of its steps; their number is the same. */
  readonly facts: { readonly from: number; readonly until: number };
  /**
   * Mean number, in a row of training, of questions about invented people, as far as the row has room. Half of them stand behind a
   * passage that states the answer, the others alone, and their answer is IDK. Left out: none.
   */
  readonly passages?: number | undefined;
  /** Tokens of held-out text before each prompt that is asked; 0: none. */
  readonly context: number;
}

/** Mean number of facts that a row of training states while facts are stated. @param length mean tokens of their sentences */
export function factsPerRow(
  length: number,
  { share, window, facts }: Pick<ProseOptions, 'share' | 'window' | 'facts'>,
): number {
  return ((1 - share) * window) / length / (facts.until - facts.from);
}

/** Mean number of tokens. @param texts token ids, at least one text */
export function meanLength(texts: readonly Int32Array[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0) / texts.length;
}
