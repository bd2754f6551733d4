import { expect, test } from '@jest/globals';
import { weightedSum } from '../../src/measurement/weightedSum.js';

test('a prompt that is never asked counts nothing, even where its value is infinite', () => {
  expect(weightedSum(Float64Array.of(0.25, 0.75, 0), (prompt) => [4, 8, Infinity][prompt])).toBe(7);
});
