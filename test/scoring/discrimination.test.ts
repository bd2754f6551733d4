import { expect, test } from '@jest/globals';
import { areaUnderRoc } from '../../src/scoring/discrimination.js';

test('counted by hand: of six pairs of a right and a wrong answer, four in order and one tied', () => {
  expect(areaUnderRoc({ confidence: [0.9, 0.5, 0.3, 0.5, 0.1], right: [1, 1, 1, 0, 0] })).toBeCloseTo(4.5 / 6, 12);
});

test('the value of scikit-learn in the documentation of roc_auc_score', () => {
  expect(areaUnderRoc({ confidence: [0.1, 0.4, 0.35, 0.8], right: [0, 0, 1, 1] })).toBeCloseTo(0.75, 12);
});

test('weights count as so many answers, and answers of one kind have no area', () => {
  expect(areaUnderRoc({ confidence: [0.2, 0.8, 0.5], right: [0, 1, 1], weight: [2, 1, 3] })).toBe(1);
  expect(areaUnderRoc({ confidence: [0.2, 0.8], right: [1, 1] })).toBeNull();
  expect(areaUnderRoc({ confidence: [], right: [] })).toBeNull();
});
