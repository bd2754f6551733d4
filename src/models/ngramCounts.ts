import type { Corpus } from '../corpus/corpus.js';
import { sentence } from '../corpus/sentence.js';
import { START } from '../corpus/vocabulary.js';
import { contextCounts, type ContextCounts } from './contextCounts.js';
import { pairIndex } from './pairIndex.js';

/** Counts of n-grams over start-padded sentences. */
export interface NgramCounts {
  /** Counts after each context; contexts are the nodes of `nodesOf`. */
  readonly counts: ContextCounts;
  /**
   * Writes the nodes of a position's contexts of 0, 1, … order − 1 tokens and returns how many of them were seen
   * in training; a context was seen only where all shorter ones were.
   * @param position in `tokens`: the contexts end just before it; before the sentence stand start tokens
   */
  nodesOf(tokens: Int32Array, position: number, nodes: Int32Array): number;
}

/**
 * Counts a corpus.
 * @param continuation false: the counts of the longest contexts alone. true: below the longest contexts the
 *   continuation counts of Kneser and Ney (1995), the number of different tokens seen before context and token.
 */
export function countNgrams(corpus: Corpus, order: number, loss: 'all' | 'response', continuation: boolean): NgramCounts {
  // A trie of contexts from their last token backwards; the root, the empty context, is node 0.
  const contexts = pairIndex();
  const counts = contextCounts();
  const tokenBefore = (tokens: Int32Array, position: number, back: number): number =>
    position - back >= 0 ? tokens[position - back] : START;

  const nodes = new Int32Array(order);
  const { family, prompt, response } = corpus.examples;
  for (let i = 0; i < family.length; i++) {
    const { tokens, responseStart } = sentence(corpus.world, family[i], prompt[i], response[i]);
    for (let position = loss === 'all' ? 0 : responseStart; position < tokens.length; position++) {
      for (let back = 1; back < order; back++) {
        nodes[back] = contexts.insert(nodes[back - 1], tokenBefore(tokens, position, back)) + 1;
      }
      let length = order - 1;
      let count = counts.increment(nodes[length], tokens[position]);
      // A token new to a context is one more continuation of the context that is one token shorter.
      while (continuation && count === 1 && length > 0) count = counts.increment(nodes[--length], tokens[position]);
    }
  }

  return {
    counts,
    nodesOf(tokens, position, into) {
      into[0] = 0;
      for (let back = 1; back < order; back++) {
        const number = contexts.find(into[back - 1], tokenBefore(tokens, position, back));
        if (number < 0) return back;
        into[back] = number + 1;
      }
      return order;
    },
  };
}
