/** Documents as one row of tokens, with the places where sentences begin. */
import { STOP } from '../vocabulary.js';
import type { Integers, KeptText, TextWriter } from './keptText.js';
import type { ProseTokenizer } from './proseTokenizer.js';

export interface RunningText {
  /** Token ids of all documents, one after the other. */
  readonly tokens: Integers;
  /** Indices into `tokens` at which sentences begin, ascending. */
  readonly sentences: Integers;
  /** Number of characters of the documents. */
  readonly characters: number;
}

/** Tokens of one part of a text, at most: places in it are integers of 32 bits. */
export const MOST_TOKENS = 2 ** 31 - 1;

/** Encodes documents one by one. Every document begins with a space, as if another stood before it. */
export function runningTextWriter(
  writer: TextWriter,
  part: string,
  { forEachToken, vocabulary }: ProseTokenizer,
): { add(document: string): void; readonly characters: number; readonly tokens: number } {
  const token = writer.integers(`${part}-tokens`, vocabulary.words.length - 1);
  const sentence = writer.integers(`${part}-sentences`, MOST_TOKENS);
  const opens = vocabulary.words.map((word) => /^[ĠĊ]/.test(word));
  let [at, characters] = [0, 0];
  return {
    add(document) {
      const text = ` ${document.trim()}`;
      let before = STOP;
      let isFirst = true;
      forEachToken(text, (id) => {
        if (isFirst || (before === STOP && opens[id])) sentence(at);
        isFirst = false;
        token(id);
        before = id;
        at++;
      });
      characters += text.length;
    },
    get characters() {
      return characters;
    },
    get tokens() {
      return at;
    },
  };
}

/** The text that was written. */
export function runningText(kept: KeptText, part: string, characters: number): RunningText {
  return { tokens: kept.integers(`${part}-tokens`), sentences: kept.integers(`${part}-sentences`), characters };
}
