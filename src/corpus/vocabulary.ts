/** Words and their ids. Id 0 is the start of a sentence, id 1 the closing stop. */
export interface Vocabulary {
  /** Word of each id. */
  readonly words: readonly string[];
  /** Id of a word; throws where the word is unknown. */
  idOf(word: string): number;
}

/** `<s>`: models put it before a sentence; no sentence holds it. */
export const START = 0;
/** `.`: closes every sentence. */
export const STOP = 1;
