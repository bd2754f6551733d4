import { z } from 'zod';
import type { Corpus } from '../corpus/corpus.js';
import { START } from '../corpus/vocabulary.js';
import type { LanguageModel } from './languageModel.js';
import type { CountedModelKind } from './modelKind.js';
import { countNgrams } from './ngramCounts.js';

const options = z.strictObject({
  order: z.int().min(1).max(20).default(3).describe('n: a token is predicted from the n − 1 before it'),
  smoothing: z.enum(['add-k', 'kneser-ney']).default('add-k').describe('how tokens never seen after a context get mass'),
  k: z.number().min(0).max(1000).default(0.01).describe('add-k: added to every count; at 0 an unseen context is uniform'),
  discount: z.number().gt(0).lt(1).default(0.75).describe('kneser-ney: D, taken off every count above 0'),
});

/**
 * An n-gram model of sentences padded with start tokens. The start token is never predicted; all other tokens are.
 * - `add-k`: p(w|h) = (c(hw) + k) / (c(h) + kV'), V' the number of tokens that can be predicted.
 * - `kneser-ney`: interpolated, one discount (Chen and Goodman 1999, eq. for p_KN): on contexts of n − 1 tokens from
 *   counts, on shorter ones from continuation counts, below the empty context uniform. A context with no counts takes
 *   the distribution of the next shorter one.
 */
export const ngram = {
  kind: 'ngram' as const,
  options,
  fit: ({ order, smoothing, k, discount }, { corpus, loss }) =>
    smoothing === 'add-k' ? addK(corpus, loss, order, k) : kneserNey(corpus, loss, order, discount),
} satisfies CountedModelKind<typeof options>;

function addK(corpus: Corpus, loss: 'all' | 'response', order: number, k: number): LanguageModel {
  const { counts, nodesOf } = countNgrams(corpus, order, loss, false);
  const nodes = new Int32Array(order);
  return byRows(corpus, order, counts.size, (context, row) => {
    const predictable = row.length - 1;
    const seen = nodesOf(context, context.length, nodes) === order;
    const total = seen ? counts.total(nodes[order - 1]) : 0;
    if (total + k === 0) {
      row.fill(1 / predictable);
    } else {
      row.fill(k / (total + k * predictable));
      if (seen) counts.forEach(nodes[order - 1], (token, count) => (row[token] = (count + k) / (total + k * predictable)));
    }
  });
}

function kneserNey(corpus: Corpus, loss: 'all' | 'response', order: number, discount: number): LanguageModel {
  const { counts, nodesOf } = countNgrams(corpus, order, loss, true);
  const nodes = new Int32Array(order);
  return byRows(corpus, order, counts.size, (context, row) => {
    row.fill(1 / (row.length - 1));
    const known = nodesOf(context, context.length, nodes);
    for (let length = 0; length < known; length++) {
      const total = counts.total(nodes[length]);
      if (total === 0) continue;
      const toShorter = (discount * counts.distinct(nodes[length])) / total;
      for (let token = 0; token < row.length; token++) row[token] *= toShorter;
      counts.forEach(nodes[length], (token, count) => (row[token] += (count - discount) / total));
    }
  });
}

/** Some megabytes, with vocabularies of this program. */
const ROWS_KEPT = 1024;

/** A model from a function that fills a row with the next token's probabilities; it need not mind the start token. */
function byRows(
  corpus: Corpus,
  order: number,
  trainableParameters: number,
  fill: (context: Int32Array, row: Float64Array) => void,
): LanguageModel {
  const vocabularySize = corpus.world.vocabulary.words.length;
  // Contexts that end alike have the same row, and prompts of a family mostly do: "… was born on".
  const known = new Map<string, Float64Array>();
  const rowAfter = (context: Int32Array): Float64Array => {
    const key = order === 1 ? '' : context.subarray(-(order - 1)).join(' ');
    const before = known.get(key);
    if (before !== undefined) return before;
    const row = new Float64Array(vocabularySize);
    fill(context, row);
    row[START] = 0;
    for (let token = 0; token < vocabularySize; token++) row[token] = Math.log(row[token]);
    if (known.size === ROWS_KEPT) known.clear();
    known.set(key, row);
    return row;
  };
  return {
    kind: 'ngram',
    trainableParameters,
    vocabularySize,
    window: order - 1,
    async nextTokenLogProbabilities(contexts) {
      const rows = new Float64Array(contexts.length * vocabularySize);
      contexts.forEach((context, i) => rows.set(rowAfter(context), i * vocabularySize));
      return rows;
    },
  };
}
