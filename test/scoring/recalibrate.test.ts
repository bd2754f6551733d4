import { describe, expect, test } from '@jest/globals';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { calibrationError } from '../../src/scoring/calibrationError.js';
import { fitRecalibration, recalibrated } from '../../src/scoring/recalibrate.js';

function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

describe('fitting', () => {
  test('finds the two numbers by which confidences were distorted', () => {
    const draws = stream(1, 'sample');
    const stated = Array.from({ length: 40_000 }, () => uniform(draws));
    const right = stated.map((p) => Number(uniform(draws) < logistic(0.5 * Math.log(p / (1 - p)) - 1)));
    const { slope, intercept } = fitRecalibration({ confidence: stated, right });
    expect(slope).toBeCloseTo(0.5, 1);
    expect(intercept).toBeCloseTo(-1, 1);
    const repaired = stated.map((p) => recalibrated({ slope, intercept }, p));
    expect(calibrationError({ confidence: stated, right }, 15)!.l1).toBeGreaterThan(0.15);
    expect(calibrationError({ confidence: repaired, right }, 15)!.l1).toBeLessThan(0.01);
  });

  test('the mean of what is fitted is the mean of the targets: the optimum is reached', () => {
    const confidence = [0.1, 0.3, 0.6, 0.8, 0.9, 0.99];
    const right = [0, 1, 0, 1, 1, 1];
    const fitted = fitRecalibration({ confidence, right });
    const sum = confidence.reduce((total, p) => total + recalibrated(fitted, p), 0);
    // Platt's targets: 5/6 for each of 4 right answers, 1/4 for each of 2 wrong ones.
    expect(sum).toBeCloseTo(4 * (5 / 6) + 2 / 4, 6);
  });

  test('confidence that parts right from wrong, all right, all of one confidence, 0 and 1: finite numbers', () => {
    for (const [confidence, right] of [
      [
        [0.1, 0.2, 0.8, 0.9],
        [0, 0, 1, 1],
      ],
      [
        [0.3, 0.9],
        [1, 1],
      ],
      [
        [0.5, 0.5, 0.5],
        [1, 0, 1],
      ],
      [
        [0, 1, 1, 0],
        [0, 1, 0, 1],
      ],
    ]) {
      const fitted = fitRecalibration({ confidence, right });
      expect(Number.isFinite(fitted.slope) && Number.isFinite(fitted.intercept)).toBe(true);
      for (const p of [0, 0.5, 1]) expect(recalibrated(fitted, p)).toBeGreaterThanOrEqual(0);
    }
    // (2 + 1)/(2 + 2) for each of 2 right answers.
    const all = fitRecalibration({ confidence: [0.3, 0.3], right: [1, 1] });
    expect(recalibrated(all, 0.3)).toBeCloseTo(3 / 4, 6);
  });

  test('no answers', () =>
    expect(() => fitRecalibration({ confidence: [], right: [] })).toThrow('there are no answers to recalibrate by'));
});
