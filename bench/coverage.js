// @ts-check
/**
 * Measures how often the intervals of `estimate` cover the truth, over corpora of every law of frequencies:
 * `node bench/coverage.js [corpora]`.
 */
import { argv } from 'node:process';
import { promptWeights } from '../dist/corpus/frequencies/registry.js';
import { extrapolate } from '../dist/estimate/extrapolate.js';
import { aliasSampler } from '../dist/random/aliasSampler.js';
import { stream } from '../dist/random/stream.js';
import { uniform } from '../dist/random/uniform.js';
import { frequencyCounts, seenTimes } from '../dist/theory/frequencyCounts.js';
import { goodTuringInterval, lemma1HalfWidth } from '../dist/theory/goodTuring.js';
import { missingMassInterval } from '../dist/theory/missingMassInterval.js';

const corpora = Number(argv[2] ?? 1000);
const CONFIDENCE = 0.95;

/** @type {(prompts: number) => readonly import('../dist/corpus/frequencies/registry.js').FrequencyOptions[]} */
function lawsOf(prompts) {
  return [
    { kind: 'uniform' },
    { kind: 'zipf', exponent: 1 },
    { kind: 'zipf', exponent: 2 },
    { kind: 'pareto', shape: 1.2 },
    { kind: 'head-tail', headPrompts: prompts / 10, headMass: 0.8 },
  ];
}
const SIZES = [
  [200, 40],
  [200, 400],
  [200, 4000],
  [5000, 2000],
  [5000, 20000],
];
const FACTORS = [1.5, 2, 5, 10];

for (const [prompts, examples] of SIZES) {
  for (const law of lawsOf(prompts)) {
    for (const alpha of [1, 0.7]) {
      const weights = promptWeights(law, {
        path: '',
        prompts,
        answerProbability: alpha,
        totalExamples: examples,
        weight: 1,
        stream: stream(1, 'world'),
      });
      const draw = aliasSampler(weights);
      const random = stream(2, 'sample');
      const held = { finite: 0, asymptotic: 0 };
      const ahead = FACTORS.map(() => ({ mass: 0, fresh: 0, ratio: 0 }));
      const off = { trusted: 0, trustedOff: 0, others: 0, othersOff: 0 };
      for (let i = 0; i < corpora; i++) {
        const answered = new Map();
        for (let row = 0; row < examples; row++) {
          const c = draw(random);
          if (alpha === 1 || uniform(random) < alpha) answered.set(c, (answered.get(c) ?? 0) + 1);
        }
        const missing = weights.reduce((sum, mu, c) => sum + (answered.has(c) ? 0 : mu * alpha), 0);
        const tally = new Map();
        for (const times of answered.values()) tally.set(times, (tally.get(times) ?? 0) + 1);
        const counts = frequencyCounts(tally);
        const [n1, n2] = [seenTimes(counts, 1), seenTimes(counts, 2)];
        const covers = (/** @type {{lower: number, upper: number}} */ { lower, upper }, /** @type {number} */ truth) =>
          lower - 1e-12 <= truth && truth <= upper + 1e-12;
        const half = lemma1HalfWidth(examples, 1 - CONFIDENCE);
        const finite =
          alpha === 1
            ? goodTuringInterval(n1, examples, 1 - CONFIDENCE)
            : { lower: n1 / examples - half, upper: n1 / examples + half };
        if (covers(finite, missing)) held.finite++;
        if (covers(missingMassInterval(n1, n2, examples, CONFIDENCE), missing)) held.asymptotic++;
        for (const [at, each] of extrapolate(counts, examples, FACTORS, CONFIDENCE).entries()) {
          const more = Math.round((FACTORS[at] - 1) * examples);
          // in expectation over the further draws, given the data seen
          const [mass, fresh] = weights.reduce(
            ([left, found], mu, c) => {
              if (answered.has(c)) return [left, found];
              const unseen = (1 - mu * alpha) ** more;
              return [left + mu * alpha * unseen, found + 1 - unseen];
            },
            [0, 0],
          );
          if (covers({ lower: each.lower, upper: each.upper }, mass)) ahead[at].mass++;
          if (covers({ lower: each.newPromptsLower, upper: each.newPromptsUpper }, fresh)) ahead[at].fresh++;
          const isOff = !(each.likelyMissingMass < 1.5 * mass && mass < 1.5 * each.likelyMissingMass);
          off[each.trustworthy ? 'trusted' : 'others']++;
          if (isOff) off[each.trustworthy ? 'trustedOff' : 'othersOff']++;
          ahead[at].ratio += each.likelyMissingMass / Math.max(mass, 1e-9);
        }
      }
      const share = (/** @type {number} */ n) => (n / corpora).toFixed(3);
      console.log(
        `${JSON.stringify(law).padEnd(52)} C ${String(prompts).padEnd(5)} N ${String(examples).padEnd(6)} α ${alpha}  finite ${share(held.finite)} asymptotic ${share(held.asymptotic)}  ahead ${ahead.map(({ mass, fresh, ratio }) => `${share(mass)}/${share(fresh)}/${share(ratio)}`).join(' ')}  off by more than 1.5: trusted ${off.trustedOff} of ${off.trusted}, others ${off.othersOff} of ${off.others}`,
      );
    }
  }
}
