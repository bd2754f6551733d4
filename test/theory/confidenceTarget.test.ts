import { expect, test } from '@jest/globals';
import { penalty } from '../../src/theory/confidenceTarget.js';

test.each([
  [0, 0],
  [0.5, 1],
  [0.75, 3],
  [0.9, 9],
])('confidence target %d costs %d', (target, cost) => {
  expect(penalty(target)).toBeCloseTo(cost, 12);
});

test('decimal targets give the doubles nearest to their fractions', () => {
  expect([0.9, 0.8, 0.95, 0.99, 0.999].map(penalty)).toEqual([9, 4, 19, 99, 999]);
  expect(penalty(1 / 3)).toBeCloseTo(0.5, 15);
});

test('at confidence exactly t, answering earns what IDK earns: nothing', () => {
  for (const t of [0.1, 0.37, 0.99]) expect(t - (1 - t) * penalty(t)).toBeCloseTo(0, 12);
});

test('a target of 1 or more, or below 0, is refused', () => {
  expect(() => penalty(1)).toThrow(new RangeError('confidenceTarget must lie in [0, 1), got 1'));
  expect(() => penalty(-0.1)).toThrow('-0.1');
});
