import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holdsWords, normalised } from '../../src/audit/grade/normalised.js';

/** What `normalize_answer` of SQuAD 1.1's evaluation script gives (evaluate-v1.1.py, run on Python 3.11). */
const SQUAD: readonly (readonly [text: string, expected: string])[] = [
  ['The Denver Broncos', 'denver broncos'],
  ['  denver   broncos. ', 'denver broncos'],
  ['Santa Clara, California', 'santa clara california'],
  ['an apple a day', 'apple day'],
  ["Levi's Stadium!", 'levis stadium'],
  ['U.S.A.', 'usa'],
  ['1,000,000', '1000000'],
  ['Mother-in-law', 'motherinlaw'],
  ['C++', 'c'],
  ['The A Team', 'team'],
  ["O'Neill", 'oneill'],
  ['x^2 = 4', 'x2 4'],
  ['Is this the answer?', 'is this answer'],
  ["'Quoted'", 'quoted'],
  ['100%', '100'],
  ['the the cat', 'cat'],
  ['Hamlet, by the Bard', 'hamlet by bard'],
];

describe('the normalised form of an answer', () => {
  test('is that of SQuAD', () => {
    expect(SQUAD.map(([text]) => normalised(text))).toEqual(SQUAD.map(([, expected]) => expected));
  });

  test('takes punctuation of all scripts, and one form of a letter', () => {
    expect(normalised('Côte d’Ivoire')).toBe(normalised("Co\u0302te d'Ivoire"));
    expect(normalised('«東京»。')).toBe('東京');
    expect(normalised('**Paris**')).toBe('paris');
  });

  test('keeps numbers apart that SQuAD takes for one', () => {
    for (const [one, other] of [
      ['1.5', '15'],
      ['-5', '5'],
      ['−5', '5'],
      ['0.25.', '25'],
      ['.5', '5'],
      ['-.5', '-5'],
    ])
      expect(normalised(one)).not.toBe(normalised(other));
    expect(normalised('−5')).toBe(normalised('-5.'));
  });

  test('keeps letters that are an answer', () => {
    expect(normalised('A.')).toBe('a');
    expect(normalised('hepatitis A')).not.toBe(normalised('hepatitis'));
    expect(normalised('The')).toBe('the');
    expect(normalised('+')).toBe('+');
  });

  test('is empty for no text that has a sign, and does not depend on case and blanks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(normalised(text) === '').toBe(text.trim() === '');
        expect(normalised(`\t${text.toUpperCase().replaceAll(' ', '  ')}\n`)).toBe(normalised(text));
      }),
    );
  });
});

test('words are held whole', () => {
  expect(holdsWords('capital is paris france', 'paris')).toBe(true);
  expect(holdsWords('parisian', 'paris')).toBe(false);
  expect(holdsWords('anything', '')).toBe(false);
});
