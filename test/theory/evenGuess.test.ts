import { expect, test } from '@jest/globals';
import { accuracyCap, evenGuessError } from '../../src/theory/evenGuess.js';

test('one date in 365 is right by luck', () => {
  expect(evenGuessError(1, 365)).toBeCloseTo(364 / 365, 12);
  expect(evenGuessError(0.25, 365)).toBeCloseTo(0.249315, 6);
  expect(evenGuessError(0.5, 2)).toBe(0.25);
});

test('a single response cannot be missed, and what is never asked costs nothing', () => {
  expect(evenGuessError(1, 1)).toBe(0);
  expect(evenGuessError(0, 365)).toBe(0);
  expect(accuracyCap(1, 1)).toBe(1);
  expect(accuracyCap(0, 12)).toBe(1);
});

test('accuracy is capped by what even guesses miss', () => {
  // A quarter of the prompts unanswered, 12 months: 3/4 + 1/4·1/12.
  expect(accuracyCap(0.25, 12)).toBeCloseTo(0.75 + 0.25 / 12, 12);
  expect(accuracyCap(1, 365)).toBeCloseTo(1 / 365, 12);
});

test.each([
  [-0.1, 365],
  [1.1, 365],
  [NaN, 365],
  [0.5, 0],
  [0.5, 2.5],
])('mass %p, responses %p: outside the domain', (mass, responses) => {
  expect(() => evenGuessError(mass, responses)).toThrow(RangeError);
  expect(() => accuracyCap(mass, responses)).toThrow(RangeError);
});
