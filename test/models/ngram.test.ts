import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Corpus } from '../../src/corpus/corpus.js';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { sentence } from '../../src/corpus/sentence.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { goodTuringDiscounts } from '../../src/models/ngram/goodTuringDiscounts.js';
import { ngram } from '../../src/models/ngram/ngram.js';
import { brackets, common, facts, worldOf } from '../corpus/worlds.js';

type Loss = 'all' | 'response';
const world = worldOf({
  keywords: facts({ prompts: 6, responses: 5, answerProbability: 0.7 }),
  brackets: brackets({ prompts: 6, kinds: 2, depth: 2, length: 4 }),
});
const V = world.vocabulary.words.length;
const corpus = drawCorpus(world, 25, 1);

/** All n-grams of the corpus as texts of ids, repeated as often as they occur, padded with start tokens. */
function ngrams(of: Corpus, order: number, loss: Loss): string[][] {
  const { family, prompt, response } = of.examples;
  return Array.from(family).flatMap((_, i) => {
    const { tokens, responseStart } = sentence(of.world, family[i], prompt[i], response[i]);
    const padded = [...Array<number>(order - 1).fill(0), ...tokens].map(String);
    const first = loss === 'all' ? 0 : responseStart;
    return Array.from({ length: tokens.length - first }, (_, j) => padded.slice(first + j, first + j + order));
  });
}

/** The order − 1 tokens before the gap. */
function history(context: readonly number[], order: number): string[] {
  return [...Array<number>(order).fill(0), ...context].slice(context.length + 1).map(String);
}

function bruteAddK(loss: Loss, order: number, k: number, context: readonly number[], token: number): number {
  const h = history(context, order).join();
  const matching = ngrams(corpus, order, loss).filter((gram) => gram.slice(0, -1).join() === h);
  const count = matching.filter((gram) => gram.at(-1) === String(token)).length;
  return (count + k) / (matching.length + k * (V - 1));
}

/** Chen and Goodman's recursion, from the definition: level n from counts, lower ones from distinct words before. */
function bruteKneserNey(
  loss: Loss,
  order: number,
  discount: number,
  context: readonly number[],
  token: number,
): number {
  const grams = ngrams(corpus, order, loss);
  const level = (n: number): number => {
    if (n === 0) return 1 / (V - 1);
    const h =
      n === 1
        ? ''
        : history(context, order)
            .slice(-(n - 1))
            .join();
    // Below the top, each different (n+1)-gram counts once: that is the number of different words before the n-gram.
    const events =
      n === order ? grams : distinct(grams.map((gram) => gram.slice(-(n + 1)))).map((gram) => gram.slice(1));
    const matching = events.filter((gram) => gram.slice(0, -1).join() === h);
    if (matching.length === 0) return level(n - 1);
    const count = matching.filter((gram) => gram.at(-1) === String(token)).length;
    const followers = distinct(matching).length;
    return (Math.max(count - discount, 0) + discount * followers * level(n - 1)) / matching.length;
  };
  return level(order);
}

/**
 * Katz's recursion from its definition: a token seen after a context keeps its discounted share, the others have α(h)
 * p(w|h').
 */
function bruteBackOff(
  loss: Loss,
  order: number,
  discounted: Discounted,
  continuation: boolean,
  context: readonly number[],
): (token: number) => number {
  const grams = ngrams(corpus, order, loss);
  const eventsOf = (n: number): string[][] =>
    n === order
      ? grams
      : continuation
        ? distinct(grams.map((gram) => gram.slice(-(n + 1)))).map((gram) => gram.slice(1))
        : grams.map((gram) => gram.slice(-n));
  const level = (n: number): ((of: number) => number) => {
    if (n === 0) return () => 1 / (V - 1);
    const h =
      n === 1
        ? ''
        : history(context, order)
            .slice(-(n - 1))
            .join();
    const matching = eventsOf(n).filter((gram) => gram.slice(0, -1).join() === h);
    if (matching.length === 0) return level(n - 1);
    const counts = new Map<number, number>();
    for (const gram of matching) counts.set(Number(gram.at(-1)), (counts.get(Number(gram.at(-1))) ?? 0) + 1);
    const below = level(n - 1);
    const kept = (w: number): number => discounted(n, counts.get(w)!, matching.length);
    const others = Array.from({ length: V - 1 }, (_, i) => i + 1).filter((w) => !counts.has(w));
    const left = 1 - [...counts.keys()].reduce((sum, w) => sum + kept(w), 0);
    const ofOthers = others.reduce((sum, w) => sum + below(w), 0);
    return (w) => {
      if (others.length === 0) return kept(w) / (1 - left);
      if (counts.has(w)) return kept(w);
      return ofOthers > 0 ? (left * below(w)) / ofOthers : left / others.length;
    };
  };
  return level(order);
}

/** p of a token that came `count` of `total` times after a context of n − 1 tokens. */
type Discounted = (n: number, count: number, total: number) => number;

function bruteCountsOfCounts(loss: Loss, order: number, n: number): number[] {
  const times = new Map<string, number>();
  for (const gram of ngrams(corpus, order, loss))
    times.set(gram.slice(-n).join(), (times.get(gram.slice(-n).join()) ?? 0) + 1);
  return Array.from({ length: 20 }, (_, r) => [...times.values()].filter((count) => count === r).length);
}

function distinct(grams: readonly string[][]): string[][] {
  return [...new Map(grams.map((gram) => [gram.join(), gram])).values()];
}

function someContexts(loss: Loss): number[][] {
  const { family, prompt, response } = corpus.examples;
  const seen = [0, 5, 11].flatMap((i) => {
    const { tokens, responseStart } = sentence(world, family[i], prompt[i], response[i]);
    return [0, 1, responseStart, responseStart + 1].map((end) =>
      Array.from(tokens.subarray(0, loss === 'all' ? end : Math.max(end, responseStart))),
    );
  });
  return [...seen, [], [V - 1], [V - 1, 2, 3], [2, 2, 2, 2, 2]];
}

async function compare(
  model: LanguageModel,
  contexts: number[][],
  brute: (context: number[], token: number) => number,
): Promise<void> {
  const rows = await model.nextTokenLogProbabilities(contexts.map((context) => Int32Array.from(context)));
  expect(rows.length).toBe(contexts.length * V);
  contexts.forEach((context, i) => {
    expect(rows[i * V]).toBe(-Infinity);
    for (let token = 1; token < V; token++)
      expect(Math.exp(rows[i * V + token])).toBeCloseTo(brute(context, token), 12);
  });
}

const cases: [Loss, number][] = (['all', 'response'] as const).flatMap((loss) =>
  [1, 2, 3, 5].map((order): [Loss, number] => [loss, order]),
);

describe.each(cases)('loss %s, order %p', (loss, order) => {
  const fit = (options: object): LanguageModel =>
    ngram.fit(ngram.options.parse({ order, ...options }), { corpus, loss });

  test('add-k agrees with brute-force counts', async () => {
    await compare(fit({ k: 0.3 }), someContexts(loss), (context, token) => bruteAddK(loss, order, 0.3, context, token));
  });

  test('Kneser–Ney agrees with its recursion over brute-force counts', async () => {
    const model = fit({ smoothing: 'kneser-ney', discount: 0.6 });
    await compare(model, someContexts(loss), (context, token) => bruteKneserNey(loss, order, 0.6, context, token));
  });
});

describe.each(cases)('back-off, loss %s, order %p', (loss, order) => {
  const fit = (options: object): LanguageModel =>
    ngram.fit(ngram.options.parse({ order, backoff: true, ...options }), { corpus, loss });
  const kept = Array.from({ length: order + 1 }, (_, n) =>
    n === 0 ? [] : goodTuringDiscounts(bruteCountsOfCounts(loss, order, n)),
  );
  const goodTuring: Discounted = (n, count, total) => ((kept[n][count] ?? 1) * count) / total;

  test.each<[string, object, Discounted, boolean]>([
    ['no smoothing', { smoothing: 'none' }, (_n, count, total) => count / total, false],
    ['add-k', { k: 0.3 }, (_n, count, total) => (count + 0.3) / (total + 0.3 * (V - 1)), false],
    ['Good–Turing', { smoothing: 'good-turing' }, goodTuring, false],
    ['Kneser–Ney', { smoothing: 'kneser-ney', discount: 0.6 }, (_n, count, total) => (count - 0.6) / total, true],
  ])('%s agrees with its recursion over brute-force counts', async (_name, options, discounted, continuation) => {
    const contexts = someContexts(loss);
    const after = new Map(contexts.map((each) => [each, bruteBackOff(loss, order, discounted, continuation, each)]));
    await compare(fit(options), contexts, (context, token) => after.get(context)!(token));
  });

  test('without back-off, what Good–Turing leaves is shared evenly', async () => {
    const model = fit({ smoothing: 'good-turing', backoff: false });
    await compare(model, someContexts(loss), (context, token) => {
      const h = history(context, order).join();
      const matching = ngrams(corpus, order, loss).filter((gram) => gram.slice(0, -1).join() === h);
      const followers = distinct(matching).map((gram) => gram.at(-1)!);
      const share = (w: string): number =>
        goodTuring(order, matching.filter((gram) => gram.at(-1) === w).length, matching.length);
      if (followers.includes(String(token))) return share(String(token));
      return (1 - followers.reduce((sum, w) => sum + share(w), 0)) / (V - 1 - followers.length);
    });
  });
});

describe('Good–Turing discounts', () => {
  test('by hand, k = 5: n_r = 100, 40, 20, 12, 8, 5', () => {
    // A = 6·5/100 = 0.3; 1* = 0.8, 2*/2 = 0.75, 3*/3 = 0.8, 4*/4 = 5·8/48, 5*/5 = 6·5/40; d = (r*/r − 0.3)/0.7
    const d = goodTuringDiscounts([0, 100, 40, 20, 12, 8, 5]);
    [0, 0.5 / 0.7, 0.45 / 0.7, 0.5 / 0.7, (40 / 48 - 0.3) / 0.7, 0.45 / 0.7].forEach((value, r) =>
      expect(d[r]).toBeCloseTo(value, 14),
    );
    expect(d).toHaveLength(6);
  });

  test('what is freed is n_1, and discounts lie in (0, 1], wherever counts of counts allow it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 9 }), (tail) => {
        const n = [0, ...tail.sort((a, b) => b - a)];
        const d = goodTuringDiscounts(n);
        d.slice(1).forEach((each) => expect(each > 0 && each <= 1).toBe(true));
        const freed = d.reduce((sum, each, r) => sum + (r === 0 ? 0 : (1 - each) * r * n[r]), 0);
        const least = d.length === 2 && d[1] === 0.5 ? n[1] / 2 : n[1];
        expect(freed).toBeCloseTo(n[1] === 0 ? 0 : least, 9);
      }),
    );
  });

  test('nothing seen once: nothing discounted; nothing seen twice: one half', () => {
    expect(goodTuringDiscounts([0, 0, 7, 3])).toEqual([0]);
    expect(goodTuringDiscounts([])).toEqual([0]);
    expect(goodTuringDiscounts([0, 9])).toEqual([0, 0.5]);
  });
});

describe('ngram', () => {
  test.each([1, 3, 8, 9, 12])(
    'order %p sees a pronoun 8 tokens before the gap only where its window reaches so far',
    async (order) => {
      const pronouns = worldOf({ agreement: { kind: 'agreement', ...common, sentences: 1, gap: 8 } });
      const model = ngram.fit(ngram.options.parse({ order }), {
        corpus: drawCorpus(pronouns, 50, 1),
        loss: 'response',
      });
      expect(model.window).toBe(order - 1);
      const rows = await model.nextTokenLogProbabilities(pronouns.families[0].prompts);
      const [she, he] = [rows.subarray(0, rows.length / 2), rows.subarray(rows.length / 2)];
      if (order < 9) expect(she).toEqual(he);
      else expect(she).not.toEqual(he);
    },
  );

  test('rows are normalised, whatever the options and the context', async () => {
    const options = fc.record({
      order: fc.integer({ min: 1, max: 6 }),
      smoothing: fc.constantFrom('none' as const, 'add-k' as const, 'kneser-ney' as const, 'good-turing' as const),
      backoff: fc.boolean(),
      k: fc.constantFrom(0, 0.01, 5),
      discount: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
    });
    const contexts = fc.array(fc.array(fc.integer({ min: 1, max: V - 1 }), { maxLength: 6 }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(options, contexts, fc.constantFrom<Loss>('all', 'response'), async (each, drawn, loss) => {
        const model = ngram.fit(each, { corpus, loss });
        const rows = await model.nextTokenLogProbabilities(drawn.map((context) => Int32Array.from(context)));
        drawn.forEach((_, i) => {
          const sum = rows.subarray(i * V, (i + 1) * V).reduce((total, logP) => total + Math.exp(logP), 0);
          expect(sum).toBeCloseTo(1, 10);
        });
      }),
    );
  });

  test('counts the numbers that it stores: at order 1 one for each token that occurs', () => {
    const tokens = new Set(ngrams(corpus, 1, 'all').map(([token]) => token));
    expect(ngram.fit(ngram.options.parse({ order: 1 }), { corpus, loss: 'all' }).trainableParameters).toBe(tokens.size);
  });

  test('a trigram cannot tell people apart; a 6-gram remembers every one it has seen', async () => {
    const people = worldOf({ keywords: facts({ prompts: 20, responses: 5 }) });
    const drawn = drawCorpus(people, 400, 1);
    const [{ prompts, answer, tree }] = people.families;
    const wide = await ngram
      .fit(ngram.options.parse({ order: 6, k: 1e-9 }), { corpus: drawn, loss: 'response' })
      .nextTokenLogProbabilities(prompts);
    const narrow = await ngram
      .fit(ngram.options.parse({}), { corpus: drawn, loss: 'response' })
      .nextTokenLogProbabilities(prompts);
    const size = people.vocabulary.words.length;
    prompts.forEach((_, c) => {
      expect(Math.exp(wide[c * size + tree.edgeToken[tree.leafEdge[answer[c]]]])).toBeGreaterThan(0.999);
      expect(narrow.subarray(c * size, (c + 1) * size)).toEqual(narrow.subarray(0, size));
    });
  });
});
