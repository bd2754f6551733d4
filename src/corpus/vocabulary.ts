/** Tokens and their ids: words, or the pieces of words of a byte-level tokenizer. Id 0 is the start of a sentence, id 1 the closing stop. */
export interface Vocabulary {
  /** Word of each id; a piece of a word as byte letters (`Ġborn`). */
  readonly words: readonly string[];
  /** The text that tokens write, without the space before it. */
  text(tokens: ArrayLike<number>): string;
  /**
   * Returns the id of a word.
   * @throws RangeError for an unknown word
   */
  idOf(word: string): number;
}

/** Id of `<s>`, which models put before a sentence and no sentence holds. */
export const START = 0;
/** Id of `.`, which closes every sentence. */
export const STOP = 1;

/**
 * Builds the vocabulary of a world: start, stop, and then the given words, numbered in the order in which they first
 * occur.
 * @throws RangeError for a word that is empty or holds white space, and for the start token
 */
export function buildVocabulary(words: Iterable<string>): Vocabulary {
  const list = ['<s>', '.'];
  const known = new Set(list);
  for (const word of words) {
    if (!/^\S+$/.test(word)) throw new RangeError(`a word must be one token, without white space, got "${word}"`);
    if (word === list[START]) throw new RangeError(`a word must not be the start token, got "${word}"`);
    if (known.has(word)) continue;
    known.add(word);
    list.push(word);
  }
  return vocabularyOf(list, (tokens) => Array.from(tokens, (token) => list[token]).join(' '));
}

/** Returns the vocabulary of these tokens, in the order of their ids. @param text see `Vocabulary` */
export function vocabularyOf(words: readonly string[], text: Vocabulary['text']): Vocabulary {
  const ids = new Map(words.map((word, id) => [word, id]));
  return {
    words,
    text,
    idOf(word) {
      const id = ids.get(word);
      if (id === undefined) throw new RangeError(`"${word}" is not in the vocabulary`);
      return id;
    },
  };
}

/** Returns the text of token ids. */
export function tokensText(vocabulary: Vocabulary, tokens: ArrayLike<number>): string {
  return vocabulary.text(tokens);
}
