import { expect, test } from '@jest/globals';
import { recalibratedErrors } from '../../src/measurement/metrics/recalibration.js';
import { stream } from '../../src/random/stream.js';

/** Answers of which nine in ten are right; all have the same confidence, or right and wrong ones have different confidences. */
function said(known: number, unknown: number) {
  const right = Array.from({ length: 1000 }, (_, i) => Number(i % 10 > 0));
  return { weight: right.map(() => 0.001), right, confidence: right.map((each) => (each ? known : unknown)) };
}

test('many graded answers repair over-confidence, few do not', () => {
  const [few, many] = recalibratedErrors(said(0.99, 0.6), 15, { examples: [5, 500], stream: stream(1, 'measurement') });
  expect(many).toEqual({ examples: 500, expectedCalibrationError: expect.any(Number), regret: 0 });
  expect(many.expectedCalibrationError).toBeLessThan(0.015);
  expect(few.expectedCalibrationError).toBeGreaterThan(3 * many.expectedCalibrationError);
});

test('a confidence without information becomes the accuracy', () => {
  const [many] = recalibratedErrors(said(0.5, 0.5), 15, { examples: [20_000], stream: stream(1, 'measurement') });
  expect(many.expectedCalibrationError).toBeLessThan(0.005);
  // All are answered, one in ten of them wrong.
  expect(many.regret).toBeCloseTo(0.1, 9);
});
