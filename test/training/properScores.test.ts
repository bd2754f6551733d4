/** Rewards by proper scores: what they ascend, where it is highest, and what training under them does. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stream } from '../../src/random/stream.js';
import type { GradedOutcome } from '../../src/scoring/grader.js';
import { confidenceTarget } from '../../src/scoring/grader.js';
import { drawAnswers } from '../../src/training/posttraining/drawAnswers.js';
import {
  brierWeight,
  logWeight,
  properReward,
  type ScoreWeight,
} from '../../src/training/posttraining/properScores.js';
import { reward } from '../../src/training/posttraining/rewardedAnswers.js';
import { rowOf, smallWorld, tableModel } from '../measurement/smallWorld.js';

/** The last two responses of a row are IDK and all invalid strings. */
function outcomeOf(r: number, answer: number, count: number): GradedOutcome {
  if (r === count - 2) return 'abstention';
  return r === answer ? 'right' : 'error';
}

function softmax(logits: readonly number[]): number[] {
  const exps = logits.map(Math.exp);
  const total = exps.reduce((a, b) => a + b, 0);
  return exps.map((e) => e / total);
}

/** The scores themselves, written down as the comments of the code state them. */
const SCORES: Readonly<
  Record<string, { weight: ScoreWeight; right: (p: number) => number; error: (p: number) => number }>
> = {
  brier: { weight: brierWeight, right: (p) => p - p ** 2 / 2, error: (p) => -(p ** 2) / 2 },
  log: { weight: logWeight(1e-9), right: Math.log, error: (p) => Math.log(1 - p) },
};

const logits = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 7 });

describe('proper scores', () => {
  test.each(Object.entries(SCORES))(
    '%s: the expected reward of drawn answers is the gradient of the score, by finite differences',
    (_, { weight, right, error }) => {
      fc.assert(
        fc.property(logits, fc.nat(20), (z, seed) => {
          const answer = seed % (z.length - 2);
          const score = (at: readonly number[]): number =>
            softmax(at).reduce((sum, p, r) => {
              const outcome = outcomeOf(r, answer, z.length);
              return sum + (outcome === 'abstention' ? 0 : outcome === 'right' ? right(p) : error(p));
            }, 0);
          const p = softmax(z);
          const rewards = p.map((stated, r) => properReward(weight, outcomeOf(r, answer, z.length), stated));
          z.forEach((_, i) => {
            // E_{r ~ p}[reward_r ∂ ln p_r / ∂ z_i]
            const expected = p.reduce((sum, each, r) => sum + each * rewards[r] * ((r === i ? 1 : 0) - p[i]), 0);
            const h = 1e-5;
            const moved = (by: number): number[] => z.map((value, j) => (i === j ? value + by : value));
            expect(expected).toBeCloseTo((score(moved(h)) - score(moved(-h))) / (2 * h), 6);
          });
        }),
        { numRuns: 100 },
      );
    },
  );

  test.each([
    ['brier', brierWeight],
    ['log', logWeight(0.01)],
    ['log with a high floor', logWeight(0.25)],
  ] as const)('%s is strictly proper: the expected slope is above 0 below ρ, and below 0 above it', (_, weight) => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (rho, p) => {
          fc.pre(Math.abs(rho - p) > 1e-6);
          const slope = rho * properReward(weight, 'right', p) + (1 - rho) * properReward(weight, 'error', p);
          expect(Math.sign(slope)).toBe(Math.sign(rho - p));
        },
      ),
    );
  });

  test('the Brier reward is that of a confidence target at the stated probability; the log score divides it', () => {
    for (const p of [0.1, 0.5, 0.9])
      for (const outcome of ['right', 'error', 'abstention'] as const) {
        const brier = properReward(brierWeight, outcome, p);
        expect(brier).toBeCloseTo(reward(confidenceTarget(p), outcome), 12);
        expect(properReward(logWeight(0.01), outcome, p)).toBeCloseTo(brier / (p * (1 - p)), 12);
      }
    expect(properReward(logWeight(0.01), 'right', 1e-6)).toBeCloseTo(100, 2); // not a million
  });

  test('drawn answers carry the probability with which they were given, all invalid strings together', async () => {
    const row = rowOf(4, [
      [0, 0.3],
      [1, 0.2],
      [4, 0.4],
    ]);
    const family = smallWorld({ responseCount: 4, answer: [1], answerProbability: 1 });
    const [drawn] = await drawAnswers(
      tableModel(family, [row]),
      family.tree,
      family.prompts,
      500,
      stream(1, 'posttraining/answers'),
    );
    const probabilities = new Map(drawn.map(({ response, probability }) => [response, probability]));
    expect(probabilities.get(0)).toBeCloseTo(0.3, 12);
    expect(probabilities.get(1)).toBeCloseTo(0.2, 12);
    expect(probabilities.get(4)).toBeCloseTo(0.4, 12);
    expect(probabilities.get(null)).toBeCloseTo(0.1, 12);
  });
});
