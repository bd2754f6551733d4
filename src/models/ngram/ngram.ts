import { z } from 'zod';
import type { Corpus } from '../../corpus/corpus.js';
import { START } from '../../corpus/vocabulary.js';
import type { LanguageModel } from '../languageModel.js';
import type { CountedModelKind } from '../modelKind.js';
import { backOff } from './backOff.js';
import { discountingOf } from './discounting.js';
import { countNgrams } from './ngramCounts.js';

const options = z.strictObject({
  order: z.int().min(1).max(20).default(3).describe('n: a token is predicted from the n − 1 before it'),
  smoothing: z
    .enum(['none', 'add-k', 'kneser-ney', 'good-turing'])
    .default('add-k')
    .describe('how tokens never seen after a context get mass'),
  backoff: z
    .boolean()
    .default(false)
    .describe(
      'whether they share it as they do after the next shorter context, and contexts never seen take the distribution of that; kneser-ney mixes with shorter contexts at false',
    ),
  k: z
    .number()
    .min(0)
    .max(1000)
    .default(0.01)
    .describe('add-k: added to every count; at 0 an unseen context is uniform'),
  discount: z.number().gt(0).lt(1).default(0.75).describe('kneser-ney: D, taken off every count above 0'),
});

type NgramOptions = z.infer<typeof options>;

/**
 * An n-gram model of sentences padded with start tokens. All tokens but the start token are predicted, V' of them.
 * For tokens w that occurred c(hw) of c(h) times after a context h,
 * - `none`: p(w|h) = c(hw) / c(h);
 * - `add-k`: p(w|h) = (c(hw) + k) / (c(h) + kV');
 * - `good-turing`: p(w|h) = d c(hw) / c(h) with the discounts of Katz (1987), see goodTuringDiscounts;
 * - `kneser-ney`, one discount: p(w|h) = (c(hw) − D) / c(h), from counts after contexts of n − 1 tokens, from
 *   continuation counts after shorter ones.
 *
 * The other tokens share the rest evenly, and after a context that was never seen all tokens are equally likely. With
 * `backoff` they share the rest in proportion to p(w|h') of the context h' that is one token shorter (Katz 1987; Kneser
 * and Ney 1995), and a context that was never seen is replaced by h'. Below the empty context lies the uniform
 * distribution. `kneser-ney` without `backoff` is the interpolated form (Chen and Goodman 1999, eq. for p_KN): all
 * tokens share the rest in proportion to p(w|h').
 */
export const ngram = {
  kind: 'ngram' as const,
  description: 'Counted: the next token from the n − 1 before it.',
  options,
  fit: (options, { corpus, loss }) => {
    const { order, smoothing, backoff, k, discount } = options;
    if (smoothing === 'kneser-ney' && !backoff) return interpolated(corpus, loss, order, discount);
    if (backoff || smoothing === 'good-turing') return discounted(corpus, loss, options);
    return addK(corpus, loss, order, smoothing === 'none' ? 0 : k);
  },
} satisfies CountedModelKind<typeof options>;

function addK(corpus: Corpus, loss: 'all' | 'response', order: number, k: number): LanguageModel {
  const { counts, nodesOf } = countNgrams(corpus, order, loss, 'longest');
  const nodes = new Int32Array(order);
  return byRows(corpus, order, counts.size, (context, row) => {
    const predictable = row.length - 1;
    const seen = nodesOf(context, context.length, nodes) === order;
    const total = seen ? counts.total(nodes[order - 1]) : 0;
    if (total + k === 0) {
      row.fill(1 / predictable);
    } else {
      row.fill(k / (total + k * predictable));
      if (seen)
        counts.forEach(nodes[order - 1], (token, count) => (row[token] = (count + k) / (total + k * predictable)));
    }
  });
}

function interpolated(corpus: Corpus, loss: 'all' | 'response', order: number, discount: number): LanguageModel {
  const { counts, nodesOf } = countNgrams(corpus, order, loss, 'continuation');
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

function discounted(corpus: Corpus, loss: 'all' | 'response', options: NgramOptions): LanguageModel {
  const { order, smoothing, backoff } = options;
  const counted = countNgrams(
    corpus,
    order,
    loss,
    !backoff ? 'longest' : smoothing === 'kneser-ney' ? 'continuation' : 'all',
  );
  const { counts, nodesOf } = counted;
  const nodes = new Int32Array(order);
  const discounting = discountingOf(options, counted, corpus.world.vocabulary.words.length - 1);
  return byRows(corpus, order, counts.size, (context, row) => {
    row.fill(1 / (row.length - 1));
    row[START] = 0;
    const known = nodesOf(context, context.length, nodes);
    for (let length = backoff ? 0 : order - 1; length < known; length++)
      backOff(counts, nodes[length], length, discounting, row);
  });
}

/** Number of rows kept in memory, a few megabytes with the vocabularies of this program. */
const ROWS_KEPT = 1024;

/** Makes a model from a function that fills a row with probabilities; that of the start token is ignored. */
function byRows(
  corpus: Corpus,
  order: number,
  trainableParameters: number,
  fill: (context: Int32Array, row: Float64Array) => void,
): LanguageModel {
  const vocabularySize = corpus.world.vocabulary.words.length;
  // Contexts with the same last tokens have the same row, as most prompts of a family have: "… was born on".
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
