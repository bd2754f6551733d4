import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stream } from '../../src/random/stream.js';
import { drawExam, marker } from '../../src/studies/leaderboards/exam.js';
import { leaderboards } from '../../src/studies/leaderboards/leaderboards.js';
import {
  bestPolicy,
  type Guess,
  leaderboardScore,
  mitigationGain,
  outcomesOf,
} from '../../src/studies/leaderboards/policy.js';
import { honestBenchmarksNeeded } from '../../src/theory/guessing.js';
import { lexicon } from '../corpus/worlds.js';

const mitigation = { cost: 0.01, saving: 0.5 };
const guesses: readonly Guess[] = [1 / 365, 0.25, 'spread'];
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('policies', () => {
  test('outcomes of a question, by hand', () => {
    expect(outcomesOf(0.6, { threshold: 0, mitigated: false }, 0.25, mitigation)).toEqual({
      right: expect.closeTo(0.7, 12),
      error: expect.closeTo(0.3, 12),
      abstention: expect.closeTo(0, 12),
    });
    expect(outcomesOf(0.6, { threshold: 0.25, mitigated: false }, 0.25, mitigation)).toEqual({
      right: 0.6,
      error: 0,
      abstention: 0.4,
    });
    // Confidences above ½ are right three times in four: half of the unknown 0.4 is answered.
    expect(outcomesOf(0.6, { threshold: 0.5, mitigated: true }, 'spread', mitigation)).toEqual({
      right: expect.closeTo(0.75 * 0.99, 12),
      error: expect.closeTo(0.025, 12),
      abstention: expect.closeTo(0.2325, 12),
    });
  });

  test.each(guesses)('an exam of many questions counts what they are expected to be: %p', (guess) => {
    const exam = drawExam(100_000, guess, stream(1, 'sample'));
    for (const policy of [
      { threshold: 0, mitigated: false },
      { threshold: 0.3, mitigated: true },
      { threshold: 0.1, mitigated: true },
    ]) {
      const counted = marker(exam, 0.6, mitigation)(policy);
      const expected = outcomesOf(0.6, policy, guess, mitigation);
      for (const outcome of ['right', 'error', 'abstention'] as const)
        expect(Math.abs(counted[outcome] - expected[outcome])).toBeLessThan(0.006);
    }
  });

  test('no policy scores higher than the best', () => {
    fc.assert(
      fc.property(
        share,
        share,
        share,
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.boolean(),
        fc.constantFrom(...guesses),
        (knowledge, w, threshold, lambda, mitigated, guess) => {
          const board = { share: w, penalty: lambda };
          const score = (policy: { threshold: number; mitigated: boolean }): number =>
            leaderboardScore(board, outcomesOf(knowledge, policy, guess, mitigation));
          expect(score({ threshold, mitigated })).toBeLessThanOrEqual(
            score(bestPolicy(board, mitigated, mitigation)) + 1e-9,
          );
          const { alone, jointly } = mitigationGain(knowledge, board, guess, mitigation);
          expect(alone).toBeLessThanOrEqual(jointly + 1e-9);
          // wλ·c_e − c_a.
          const without = outcomesOf(knowledge, bestPolicy(board, false, mitigation), guess, mitigation);
          expect(alone).toBeCloseTo(w * lambda * 0.5 * without.error - 0.01 * without.right, 9);
        },
      ),
    );
  });

  test('guessing and abstaining score alike at the number of honest benchmarks needed', () => {
    for (const q of [1 / 365, 0.1, 0.25]) {
      const needed = honestBenchmarksNeeded(300, 1, q);
      const score = (threshold: number): number =>
        leaderboardScore(
          { share: needed / (300 + needed), penalty: 1 },
          outcomesOf(0.6, { threshold, mitigated: false }, q, mitigation),
        );
      expect(score(0)).toBeCloseTo(score(1), 12);
    }
  });
});

describe('selection', () => {
  const run = (changes: object, seed = 1) =>
    leaderboards.run(
      leaderboards.options.parse({ models: 20, generations: 20, questions: 1000, knowledge: [0.5], ...changes }),
      { seed, lexicon, onProgress: () => {} },
    ) as never as {
      readonly leagues: readonly {
        readonly plain: { readonly guessers: number; readonly threshold: number };
        readonly mitigable: { readonly mitigated: number };
      }[];
      readonly rankings: Readonly<Record<string, { readonly kendall: number }>>;
    };

  test('accuracy breeds guessers, a penalty everywhere caution and a mitigation', () => {
    const byAccuracy = run({}).leagues[0];
    const penalised = run({ accuracyBenchmarks: 0, honestBenchmarks: 1, penalty: 3 }).leagues[0];
    expect(byAccuracy.plain.guessers).toBeGreaterThan(0.9);
    expect(byAccuracy.mitigable.mitigated).toBeLessThan(0.1);
    expect(Math.abs(penalised.plain.threshold - 0.75)).toBeLessThan(0.1);
    expect(penalised.mitigable.mitigated).toBeGreaterThan(0.9);
  });

  test('rankings agree at λ = 0 and less and less beyond', () => {
    const kendall = Object.values(run({}).rankings).map((each) => each.kendall);
    expect(kendall[0]).toBe(1);
    expect([...kendall].sort((a, b) => b - a)).toEqual(kendall);
  });

  test('depends on the seed and on the options, and on nothing else', () => {
    expect(run({})).toEqual(run({}));
    expect(run({}, 2)).not.toEqual(run({}));
  });
});
