import type { Corpus } from '../../corpus/corpus.js';
import { sentenceReader } from '../../corpus/sentence.js';
import { START } from '../../corpus/vocabulary.js';
import { type ContextCounts, contextCounts } from './contextCounts.js';
import { pairIndex } from './pairIndex.js';

/** Counts of n-grams over start-padded sentences. */
export interface NgramCounts {
  /** Counts after each context; contexts are numbered by the nodes that `nodesOf` writes. */
  readonly counts: ContextCounts;
  /**
   * Writes the nodes of the contexts of 0, 1, … order − 1 tokens before a position, and returns the number of them that
   * were seen in training. A context was seen only if all shorter ones were.
   * @param position in `tokens` before which the contexts end; the sentence is preceded by start tokens
   */
  nodesOf(tokens: Int32Array, position: number, nodes: Int32Array): number;
  /** Returns, by length of context, the numbers n_r of context–token pairs seen r times, at index r, up to 9. */
  countsOfCounts(): readonly Int32Array[];
}

/**
 * Contexts that have counts: the `longest` ones of order − 1 tokens, or `all`, also the shorter ones. With
 * `continuation` the shorter ones have continuation counts (Kneser and Ney 1995), the number of different tokens seen
 * before context and token.
 */
export type CountedContexts = 'longest' | 'all' | 'continuation';

const MOST_COUNTED = 9;

/** Counts the n-grams of a corpus. */
export function countNgrams(
  corpus: Corpus,
  order: number,
  loss: 'all' | 'response',
  counted: CountedContexts,
): NgramCounts {
  // A trie of contexts from their last token backwards; the root, the empty context, is node 0.
  const contexts = pairIndex();
  const counts = contextCounts();
  const tokenBefore = (tokens: Int32Array, position: number, back: number): number =>
    position - back >= 0 ? tokens[position - back] : START;

  const [all, continuation] = [counted === 'all', counted === 'continuation'];
  const nodes = new Int32Array(order);
  const { family, prompt, response } = corpus.examples;
  const read = sentenceReader(corpus.world);
  for (let i = 0; i < family.length; i++) {
    const { tokens, responseStart } = read(family[i], prompt[i], response[i]);
    for (let position = loss === 'all' ? 0 : responseStart; position < tokens.length; position++) {
      for (let back = 1; back < order; back++) {
        nodes[back] = contexts.insert(nodes[back - 1], tokenBefore(tokens, position, back)) + 1;
      }
      let length = order - 1;
      let count = counts.increment(nodes[length], tokens[position]);
      // A token new to a context is one more continuation of the context that is one token shorter.
      while (length > 0 && (all || (continuation && count === 1)))
        count = counts.increment(nodes[--length], tokens[position]);
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
    countsOfCounts() {
      const ofLength = Array.from({ length: order }, () => new Int32Array(MOST_COUNTED + 1));
      // The number of a context is larger than that of the shorter context that it extends.
      const lengths = new Uint8Array(contexts.size + 1);
      for (let node = 0; node <= contexts.size; node++) {
        if (node > 0) lengths[node] = lengths[contexts.firstOf(node - 1)] + 1;
        counts.forEach(node, (_token, count) => {
          if (count <= MOST_COUNTED) ofLength[lengths[node]][count]++;
        });
      }
      return ofLength;
    },
  };
}
