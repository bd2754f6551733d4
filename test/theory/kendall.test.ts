import { expect, test } from '@jest/globals';
import { kendallTau } from '../../src/theory/kendall.js';

test('the same order, the opposite one, and one swapped pair of six', () => {
  expect(kendallTau([1, 2, 3, 4], [10, 20, 30, 40])).toBe(1);
  expect(kendallTau([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
  expect(kendallTau([1, 2, 3, 4], [1, 2, 4, 3])).toBeCloseTo(4 / 6, 12);
});

test('ties: the value of scipy.stats.kendalltau in its documentation', () => {
  expect(kendallTau([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])).toBeCloseTo(-0.47140452079103173, 12);
});

test('lists without an order', () => {
  expect(() => kendallTau([1], [1, 2])).toThrow('lists must be of equal length, got 1 and 2');
  expect(() => kendallTau([1, 1], [1, 2])).toThrow(RangeError);
});
