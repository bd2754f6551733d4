/** Documents as one row of tokens, with the places where sentences begin. */
import { STOP } from '../vocabulary.js';
import type { ProseTokenizer } from './proseTokenizer.js';

export interface RunningText {
  /** Token ids of all documents, one after the other. */
  readonly tokens: Int32Array;
  /** Indices into `tokens` at which sentences begin, ascending. */
  readonly sentences: Int32Array;
  /** Number of characters of the documents. */
  readonly characters: number;
}

/** Every document begins with a space, as if another stood before it. */
export function runningText(documents: readonly string[], { encode, vocabulary }: ProseTokenizer): RunningText {
  const encoded = documents.map((document) => encode(` ${document.trim()}`));
  const tokens = new Int32Array(encoded.reduce((sum, { length }) => sum + length, 0));
  const sentences: number[] = [];
  const opens = vocabulary.words.map((word) => /^[ĠĊ]/.test(word));
  let at = 0;
  for (const document of encoded) {
    tokens.set(document, at);
    for (let i = 0; i < document.length; i++)
      if (i === 0 || (document[i - 1] === STOP && opens[document[i]])) sentences.push(at + i);
    at += document.length;
  }
  return {
    tokens,
    sentences: Int32Array.from(sentences),
    characters: documents.reduce((sum, document) => sum + document.trim().length + 1, 0),
  };
}
