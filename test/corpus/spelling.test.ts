import { describe, expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { piecesOf, wordsOfSharedPieces } from '../../src/corpus/words/pieces.js';
import { type FamilyWorld, openResponseCount, type World } from '../../src/corpus/world.js';
import { UserError } from '../../src/errors/userError.js';
import { stream } from '../../src/random/stream.js';
import { lexicon, spelling, worldOf } from './worlds.js';

function texts({ vocabulary }: World, { prompts }: FamilyWorld): string[] {
  return prompts.map((prompt) => tokensText(vocabulary, prompt));
}
function wordsOf(world: World, family: FamilyWorld): string[] {
  return texts(world, family).map((text) => text.replace(/[- :]/g, '').replace(/^2?spell/, ''));
}

describe('spelling', () => {
  const world = worldOf({ spelling: spelling({ heldOut: 0.2 }) });
  const [family] = world.families;

  test('shows a word in pieces and answers with its letters', () => {
    const words = wordsOf(world, family);
    words.forEach((word, c) => {
      expect(lexicon.english).toContain(word);
      expect(texts(world, family)[c]).toBe(
        `spell ${word
          .match(/..?/g)!
          .map((piece) => `${piece}-`)
          .join(' ')} :`,
      );
      expect(family.responseTexts[family.answer[c]]).toBe(`${word.split('').join(' ')} .`);
      expect(word.length).toBeLessThanOrEqual(6);
    });
    expect(new Set(words).size).toBe(300);
  });

  test('is an open pattern without IDK: R_c holds every string of letters', () => {
    expect(family).toMatchObject({ kind: 'spelling', nature: 'pattern', idk: 'outside', responseCount: 300 });
    expect(tokensText(world.vocabulary, family.open!.alphabet)).toBe(
      'a b c d e f g h i j k l m n o p q r s t u v w x y z',
    );
    expect(openResponseCount(family.open!)).toBe(26 + 26 ** 2 + 26 ** 3 + 26 ** 4 + 26 ** 5 + 26 ** 6);
  });

  test('words that training never shows are made of pieces that it shows', () => {
    const { examples } = drawCorpus(world, 3000, 1);
    const shown = new Set(Array.from(examples.prompt, (prompt) => [...family.prompts[prompt]]).flat());
    const heldOut = family.prompts.filter((_, c) => family.trainingWeight[c] === 0);
    expect(heldOut).toHaveLength(60);
    for (const prompt of heldOut) for (const token of prompt) expect(shown.has(token)).toBe(true);
  });

  test('another seed draws other words; a second family asks differently', () => {
    const two = worldOf({ first: spelling(), second: spelling() }, { seed: 2 });
    expect(texts(two, two.families[1])[0]).toMatch(/^2 spell /);
    const shared = wordsOf(two, two.families[0]).filter((word) => wordsOf(world, family).includes(word)).length;
    expect(shared).toBeGreaterThan(50);
    expect(shared).toBeLessThan(250);
  });

  test('refuses more words than there are', () => {
    expect(() => worldOf({ spelling: spelling({ words: 2000, maxLength: 4 }) })).toThrow(UserError);
    expect(() => worldOf({ spelling: spelling({ words: 2000, maxLength: 4 }) })).toThrow(
      'corpus.families.spelling.words',
    );
  });
});

describe('wordsOfSharedPieces', () => {
  test('each piece stands in several of the words', () => {
    for (const count of [200, 1000, 4000]) {
      const words = wordsOfSharedPieces(lexicon.english, count, 5, stream(1, 'world'));
      expect(new Set(words).size).toBe(count);
      const standsIn = (piece: string): number => words.filter((word) => piecesOf(word).includes(piece)).length;
      for (const piece of new Set(words.slice(0, 100).flatMap(piecesOf)))
        expect(standsIn(piece)).toBeGreaterThanOrEqual(5);
    }
  });

  test('keeps no word with a piece of its own', () => {
    expect(wordsOfSharedPieces(['abcd', 'abab', 'cdab', 'xyab'], 4, 2, stream(1, 'world')).sort()).toEqual([
      'abab',
      'abcd',
      'cdab',
    ]);
    expect(wordsOfSharedPieces(['abcd', 'efgh'], 2, 2, stream(1, 'world'))).toEqual([]);
  });
});
