/** Over corpora of every law of frequencies the intervals cover the truth at least as often as they claim (bench/coverage.js draws more and larger ones). */
import { describe, expect, test } from '@jest/globals';
import { type FrequencyOptions, promptWeights } from '../../src/corpus/frequencies/registry.js';
import { extrapolate } from '../../src/estimate/extrapolate.js';
import { aliasSampler } from '../../src/random/aliasSampler.js';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { type FrequencyCounts, frequencyCounts, seenTimes } from '../../src/theory/frequencyCounts.js';
import { goodTuringInterval, lemma1HalfWidth } from '../../src/theory/goodTuring.js';
import { missingMassInterval } from '../../src/theory/missingMassInterval.js';

const CORPORA = 1000;
const PROMPTS = 200;

const LAWS: readonly FrequencyOptions[] = [
  { kind: 'uniform' },
  { kind: 'zipf', exponent: 1 },
  { kind: 'head-tail', headPrompts: 20, headMass: 0.8 },
  { kind: 'pareto', shape: 1.2 },
  { kind: 'singleton-rate', target: 0.15 },
];

interface Drawn {
  readonly counts: FrequencyCounts;
  readonly missingMass: number;
  /** The missing mass after twice the data, in expectation over the second half. */
  readonly afterDouble: number;
}

/** Corpora of one world. */
function draw(weights: Float64Array, examples: number, alpha: number, seed: number): readonly Drawn[] {
  const prompt = aliasSampler(weights);
  const random = stream(seed, 'sample');
  return Array.from({ length: CORPORA }, () => {
    const answered = new Int32Array(weights.length);
    for (let row = 0; row < examples; row++) {
      const c = prompt(random);
      if (alpha === 1 || uniform(random) < alpha) answered[c]++;
    }
    const tally = new Map<number, number>();
    for (const times of answered) if (times > 0) tally.set(times, (tally.get(times) ?? 0) + 1);
    const unseen = weights.filter((_, c) => answered[c] === 0).map((mu) => mu * alpha);
    return {
      counts: frequencyCounts(tally),
      missingMass: unseen.reduce((sum, mu) => sum + mu, 0),
      afterDouble: unseen.reduce((sum, mu) => sum + mu * (1 - mu) ** examples, 0),
    };
  });
}

function share(drawn: readonly Drawn[], covers: (each: Drawn) => boolean): number {
  return drawn.filter(covers).length / CORPORA;
}
function inside({ lower, upper }: { readonly lower: number; readonly upper: number }, truth: number): boolean {
  return lower <= truth + 1e-12 && truth <= upper + 1e-12;
}

const CASES = LAWS.flatMap((law) =>
  [
    [60, 1],
    [400, 1],
    [400, 0.6],
  ].map(([examples, alpha]) => ({ law, examples, alpha })),
);

describe('intervals over a thousand corpora', () => {
  test.each(CASES)('$law.kind, N = $examples, α = $alpha', ({ law, examples, alpha }) => {
    const weights = promptWeights(law, {
      path: '',
      prompts: PROMPTS,
      answerProbability: alpha,
      totalExamples: examples,
      weight: 1,
      stream: stream(7, 'world'),
    });
    const drawn = draw(weights, examples, alpha, 11);
    for (const level of [0.95, 0.8]) {
      const held = {
        finite: share(drawn, ({ counts, missingMass }) => {
          const rate = seenTimes(counts, 1) / examples;
          const half = lemma1HalfWidth(examples, 1 - level);
          return inside(
            alpha === 1
              ? goodTuringInterval(seenTimes(counts, 1), examples, 1 - level)
              : { lower: rate - half, upper: rate + half },
            missingMass,
          );
        }),
        asymptotic: share(drawn, ({ counts, missingMass }) =>
          inside(missingMassInterval(seenTimes(counts, 1), seenTimes(counts, 2), examples, level), missingMass),
        ),
        double: share(drawn, ({ counts, afterDouble }) =>
          inside(extrapolate(counts, examples, [2], level)[0], afterDouble),
        ),
      };
      for (const covered of Object.values(held)) expect(covered).toBeGreaterThanOrEqual(level);
    }
  });

  test('an interval of half the width would not do: the check can fail', () => {
    const weights = promptWeights(
      { kind: 'uniform' },
      { path: '', prompts: PROMPTS, answerProbability: 1, totalExamples: 400, weight: 1, stream: stream(7, 'world') },
    );
    const halved = share(draw(weights, 400, 1, 11), ({ counts, missingMass }) => {
      const { lower, upper } = missingMassInterval(seenTimes(counts, 1), seenTimes(counts, 2), 400, 0.95);
      return inside({ lower: (3 * lower + upper) / 4, upper: (lower + 3 * upper) / 4 }, missingMass);
    });
    expect(halved).toBeLessThan(0.85);
  });
});
