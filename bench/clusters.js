// @ts-check
/**
 * Measures two checks of `estimate`: how often the interval by documents covers the truth, beside that of independent rows, and how
 * often rows that are draws are taken for something else: `node bench/clusters.js [corpora]`.
 */
import { argv } from 'node:process';
import { promptWeights } from '../dist/corpus/frequencies/registry.js';
import { scatterOf } from '../dist/estimate/doubt/scatter.js';
import { aliasSampler } from '../dist/random/aliasSampler.js';
import { stream } from '../dist/random/stream.js';
import { uniform } from '../dist/random/uniform.js';
import { frequencyCounts } from '../dist/theory/frequencyCounts.js';
import { missingMassInterval } from '../dist/theory/missingMassInterval.js';
import { clusteredMissingMass } from '../dist/theory/unseen/clusteredMissingMass.js';

const corpora = Number(argv[2] ?? 600);
const [PROMPTS, TOPICS] = [1000, 50];

/** @param {number[][]} documents prompts of each row */
function summed(documents) {
  /** @type {Map<number, Map<number, number>>} */
  const places = new Map();
  for (const [at, rows] of documents.entries())
    for (const c of rows) {
      const of = places.get(c) ?? new Map();
      places.set(c, of.set(at, (of.get(at) ?? 0) + 1));
    }
  const own = documents.map(() => 0);
  /** @type {Map<string, [number, number]>} */
  const shared = new Map();
  for (const of of places.values()) {
    const [first, second] = [...of].sort(([a], [b]) => a - b);
    if (of.size === 1) own[first[0]] += first[1];
    if (of.size !== 2) continue;
    const [a, b] = shared.get(`${first[0]} ${second[0]}`) ?? [0, 0];
    shared.set(`${first[0]} ${second[0]}`, [a + first[1], b + second[1]]);
  }
  const sums = { rows: 0, own: 0, ownSquares: 0, products: 0, sizeSquares: 0, pairs: 0 };
  for (const [at, u] of own.entries()) {
    const s = documents[at].length;
    sums.rows += s;
    sums.own += u;
    sums.ownSquares += u * u;
    sums.products += u * s;
    sums.sizeSquares += s * s;
  }
  for (const [a, b] of shared.values()) sums.pairs += 2 * a * b;
  return { sums, places };
}

let least = 1;
let most = 0;
for (const exponent of [0, 1, 1.7])
  for (const size of [1, 5, 20])
    for (const kind of ['repeats', 'topic'])
      for (const count of [30, 200]) {
        const raw = Float64Array.from({ length: PROMPTS }, (_, c) => 1 / (c + 1) ** exponent);
        const total = raw.reduce((sum, w) => sum + w, 0);
        const law = raw.map((w) => w / total);
        const any = aliasSampler(law);
        const topics = Array.from({ length: TOPICS }, (_, topic) => {
          const prompts = Array.from({ length: PROMPTS / TOPICS }, (_, at) => topic + TOPICS * at);
          const weights = Float64Array.from(prompts, (c) => law[c]);
          return { prompts, draw: aliasSampler(weights), weight: weights.reduce((sum, w) => sum + w, 0) };
        });
        const topicOf = aliasSampler(Float64Array.from(topics, ({ weight }) => weight));
        const random = stream(3, 'sample');
        let [held, naive] = [0, 0];
        for (let i = 0; i < corpora; i++) {
          const documents = Array.from({ length: count }, () => {
            const length = 1 + Math.floor(uniform(random) * (2 * size - 1));
            if (kind === 'repeats') {
              const main = any(random);
              return Array.from({ length }, () => (uniform(random) < 0.7 ? main : any(random)));
            }
            const { prompts, draw } = topics[topicOf(random)];
            return Array.from({ length }, () => prompts[draw(random)]);
          });
          const { sums, places } = summed(documents);
          const truth = law.reduce((sum, w, c) => (places.has(c) ? sum : sum + w), 0);
          const { lower, upper } = clusteredMissingMass(sums, 0.95);
          if (lower <= truth && truth <= upper) held++;
          const times = [...places.values()].map((of) => [...of.values()].reduce((sum, n) => sum + n, 0));
          const [n1, n2] = [1, 2].map((n) => times.filter((each) => each === n).length);
          const rows = missingMassInterval(n1, n2, sums.rows, 0.95);
          if (rows.lower <= truth && truth <= rows.upper) naive++;
        }
        least = Math.min(least, held / corpora);
        if (size > 1) most = Math.max(most, naive / corpora);
        console.log(
          `exponent ${exponent}, ${count} documents of about ${size} rows, ${kind}: by documents ${(held / corpora).toFixed(3)}, by rows ${(naive / corpora).toFixed(3)}`,
        );
      }
console.log(`by documents at least ${least.toFixed(3)}; by rows at most ${most.toFixed(3)} with 5 rows or more`);

let [taken, tried, deviate] = [0, 0, -Infinity];
for (const [prompts, rows] of [
  [20, 40],
  [200, 60],
  [200, 400],
  [200, 4000],
  [5000, 2000],
  [5000, 20_000],
  [300, 60_000],
  [20, 20_000],
])
  for (const law of /** @type {import('../dist/corpus/frequencies/registry.js').FrequencyOptions[]} */ ([
    { kind: 'uniform' },
    { kind: 'zipf', exponent: 1 },
    { kind: 'zipf', exponent: 2 },
    { kind: 'pareto', shape: 1.2 },
    { kind: 'head-tail', headPrompts: prompts / 10, headMass: 0.8 },
  ])) {
    const weights = promptWeights(law, {
      path: '',
      prompts,
      answerProbability: 1,
      totalExamples: rows,
      weight: 1,
      stream: stream(1, 'world'),
    });
    const draw = aliasSampler(weights);
    const random = stream(5, 'sample');
    for (let i = 0; i < corpora / 60; i++) {
      const times = new Int32Array(prompts);
      for (let row = 0; row < rows; row++) times[draw(random)]++;
      const tally = new Map();
      for (const each of times) if (each > 0) tally.set(each, (tally.get(each) ?? 0) + 1);
      const found = scatterOf(frequencyCounts(tally), rows);
      tried++;
      if (!found.draws) taken++;
      deviate = Math.max(deviate, found.deviate ?? -Infinity);
    }
  }
console.log(`draws taken for something else: ${taken} of ${tried}; largest deviate ${deviate.toFixed(1)}`);
