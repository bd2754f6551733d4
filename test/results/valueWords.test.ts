import { expect, test } from '@jest/globals';
import { valueWords } from '../../src/results/valueWords.js';

function wordsOf(values: readonly (string | number | null)[]): readonly string[] {
  return values.map(valueWords(values));
}

test('scalars are themselves', () => {
  expect(wordsOf([0.3, 'zipf', null, 0.3])).toEqual(['0.3', 'zipf', 'null', '0.3']);
});

test('mappings are told by what differs in them', () => {
  expect(
    wordsOf(['{"kind":"gru","width":32,"layers":1}', '{"kind":"gru","width":64,"layers":1}', 'calibrated-learner']),
  ).toEqual(['width = 32', 'width = 64', 'calibrated-learner']);
  expect(wordsOf(['{"kind":"gru","width":32}', '{"kind":"lstm","width":32}'])).toEqual(['gru', 'lstm']);
  expect(wordsOf(['{"kind":"memoriser","unanswered":"abstain"}', 'transformer'])).toEqual(['memoriser', 'transformer']);
});

test('a value without what others have says so', () => {
  expect(
    wordsOf([
      '[{"until":0.6,"families":["old"]},{"families":["new"]}]',
      '[{"until":0.6,"families":["old"]},{"families":["new"],"replay":0.2}]',
    ]),
  ).toEqual(['no replay', 'replay = 0.2']);
});

test('texts that only begin like JSON, and values that words do not tell apart, are whole', () => {
  expect(wordsOf(['[a] b', '[c'])).toEqual(['[a] b', '[c']);
  expect(wordsOf(['[{"a":{"x":1}}]', '[{"b":{"x":1}}]'])).toEqual(['[{"a":{"x":1}}]', '[{"b":{"x":1}}]']);
});
