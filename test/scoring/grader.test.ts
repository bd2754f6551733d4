import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  accuracy,
  answeringThreshold,
  confidenceTarget,
  expectedScore,
  partialCredit,
  penaltyGrader,
} from '../../src/scoring/grader.js';

const beliefs = fc
  .array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 })
  .map((weights) => {
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((each) => each / total);
  });

describe('graders', () => {
  test("penalties at the paper's confidence targets: 0, 1, 3, 9", () => {
    for (const [t, lambda] of [
      [0, 0],
      [0.5, 1],
      [0.75, 3],
      [0.9, 9],
    ])
      expect(confidenceTarget(t).error).toBeCloseTo(-lambda, 12);
  });

  test('the SimpleQA table of the article: score × 100 at t = 0, 0.5, 0.75, 0.9', () => {
    const scores = (right: number, error: number, abstention: number): number[] =>
      [0, 0.5, 0.75, 0.9].map((t) =>
        Math.round(100 * expectedScore(confidenceTarget(t), { right, error, abstention })),
      );
    expect(scores(0.22, 0.26, 0.52)).toEqual([22, -4, -56, -212]);
    expect(scores(0.24, 0.75, 0.01)).toEqual([24, -51, -201, -651]);
  });

  test('answering pays exactly above the threshold, whatever the grader', () => {
    const graders = fc.oneof(
      fc.double({ min: 0, max: 0.999, noNaN: true }).map(confidenceTarget),
      fc.double({ min: 0, max: 1, noNaN: true }).map(partialCredit),
      fc.double({ min: 0, max: 1e6, noNaN: true }).map(penaltyGrader),
    );
    fc.assert(
      fc.property(graders, fc.double({ min: 0, max: 1, noNaN: true }), (grader, q) => {
        const threshold = answeringThreshold(grader);
        const gain = expectedScore(grader, { right: q, error: 1 - q, abstention: 0 }) - grader.abstention;
        if (q > threshold + 1e-9) expect(gain).toBeGreaterThan(0);
        if (q < threshold - 1e-9) expect(gain).toBeLessThan(0);
      }),
    );
    expect(answeringThreshold(confidenceTarget(0.75))).toBeCloseTo(0.75, 12);
  });

  test('Observation 1: under any belief over binary graders, some answer is at least as good as IDK, and better if it may be right', () => {
    fc.assert(
      fc.property(beliefs, (belief) => {
        // belief[r]: the probability that r is what the grader accepts.
        const best = Math.max(
          ...belief.map((right) => expectedScore(accuracy, { right, error: 1 - right, abstention: 0 })),
        );
        expect(best).toBeGreaterThan(expectedScore(accuracy, { right: 0, error: 0, abstention: 1 }));
      }),
    );
  });

  test.each([
    [() => penaltyGrader(-1)],
    [() => penaltyGrader(Infinity)],
    [() => penaltyGrader(NaN)],
    [() => partialCredit(1.1)],
    [() => confidenceTarget(1)],
    [() => answeringThreshold({ name: 'flat', right: 0, error: 0, abstention: 0 })],
  ])('refuses what is outside its domain', (make) => {
    expect(make).toThrow(RangeError);
  });
});
