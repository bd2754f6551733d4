import { describe, expect, test } from '@jest/globals';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import { buildVocabulary, START, STOP, tokensText } from '../../src/corpus/vocabulary.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';
import { lexicon } from './worlds.js';

const { english, ...tokens } = lexicon;

describe('the lexicon that ships', () => {
  test('has enough tokens, all different', () => {
    expect(lexicon.firstNames.length).toBeGreaterThanOrEqual(128);
    expect(lexicon.lastNames.length).toBeGreaterThanOrEqual(128);
    expect(lexicon.middleInitials.length).toBe(26);
    expect(lexicon.words.length).toBeGreaterThanOrEqual(100);
    const all = Object.values(tokens).flat();
    expect(new Set(all).size).toBe(all.length);
  });

  test('has some thousand common English words of 3 to 10 letters', () => {
    expect(english.length).toBeGreaterThan(9000);
    for (const word of english) expect(word).toMatch(/^[a-z]{3,10}$/);
    for (const word of ['the', 'spelling', 'people']) expect(english).toContain(word);
  });

  test('holds no month and no word of the templates', () => {
    const all = new Set(Object.values(tokens).flat());
    for (const word of ['April', 'May', 'June', 'August', 'I', "don't", 'know', '.', ':'])
      expect(all.has(word)).toBe(false);
  });
});

describe('checkLexicon', () => {
  const changed = (change: object): unknown => ({ ...(loadLexicon() as object), ...change });

  test('refuses a token in two lists, by name', () => {
    expect(() => checkLexicon(changed({ words: [...lexicon.words, 'Kaplan'] }))).toThrow(
      'words must differ, got "Kaplan" in lastNames and in words',
    );
  });

  test.each([
    ['white space', { words: [...lexicon.words, 'two words'] }],
    ['too few names', { firstNames: lexicon.firstNames.slice(0, 100) }],
    ['an unknown list', { verbs: ['go'] }],
    ['something else than tokens', { words: [...lexicon.words, 3] }],
    ['English words that are not of letters', { english: [...english, "don't"] }],
    ['an English word twice', { english: [...english, english[0]] }],
  ])('refuses %s', (_, change) => {
    expect(() => checkLexicon(changed(change))).toThrow();
  });
});

describe('buildVocabulary', () => {
  test('numbers start, stop, and words by first occurrence', () => {
    const vocabulary = buildVocabulary(['b', 'a', '.', 'b', 'c']);
    expect(vocabulary.words).toEqual(['<s>', '.', 'b', 'a', 'c']);
    expect(vocabulary.idOf('<s>')).toBe(START);
    expect(vocabulary.idOf('.')).toBe(STOP);
    expect(vocabulary.words.map((word) => vocabulary.idOf(word))).toEqual([0, 1, 2, 3, 4]);
    expect(tokensText(vocabulary, [3, 4, 1])).toBe('a c .');
  });

  test('refuses unknown words, the start token and strings that are not tokens', () => {
    expect(() => buildVocabulary(['a']).idOf('b')).toThrow(RangeError);
    expect(() => buildVocabulary(['constructor']).idOf('toString')).toThrow(RangeError);
    for (const word of ['', 'a b', '<s>']) expect(() => buildVocabulary([word])).toThrow(RangeError);
  });
});
