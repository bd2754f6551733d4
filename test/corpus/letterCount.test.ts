import { describe, expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import type { FamilyOptions } from '../../src/corpus/families/registry.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { openResponseCount, type World } from '../../src/corpus/world.js';
import { UserError } from '../../src/errors/userError.js';
import { lexicon, worldOf } from './worlds.js';

type LetterCount = Extract<FamilyOptions, { kind: 'letter-count' }>;
function letterCount(changes: Partial<LetterCount> = {}): LetterCount {
  return {
    kind: 'letter-count',
    weight: 1,
    frequency: { kind: 'uniform' },
    tokens: 'word',
    words: 100,
    lettersPerWord: 6,
    maxLength: 8,
    heldOut: 0.2,
    ...changes,
  };
}
const worlds = {
  word: worldOf({ letters: letterCount() }),
  characters: worldOf({ letters: letterCount({ tokens: 'characters' }) }),
  spelt: worldOf({ letters: letterCount({ tokens: 'spelt' }) }),
};
function textsOf({ vocabulary, families }: World, family = 0): string[] {
  return families[family].prompts.map((prompt) => tokensText(vocabulary, prompt));
}
function answersOf({ families: [{ answer, responseTexts }] }: World): string[] {
  return Array.from(answer, (response) => responseTexts[response]);
}

/** Letter and word of each prompt, read back from its text. */
const questions = textsOf(worlds.word).map((text) => {
  const [, letter, word] = text.match(/^how many ([a-z]) in ([A-Z]+) \?$/)!;
  return { letter, word: word.toLowerCase() };
});
function count({ letter, word }: { letter: string; word: string }): number {
  return [...word].filter((each) => each === letter).length;
}

describe('letter-count', () => {
  test('the three forms ask the same questions and have the same counts', () => {
    expect(questions).toHaveLength(600);
    expect(textsOf(worlds.characters)).toEqual(
      questions.map(({ letter, word }) => `how many ${letter} in ${[...word].join(' ')} ?`),
    );
    expect(textsOf(worlds.spelt)).toEqual(textsOf(worlds.word));
    expect(answersOf(worlds.word)).toEqual(questions.map((each) => `${count(each)} .`));
    expect(answersOf(worlds.characters)).toEqual(answersOf(worlds.word));
    expect(answersOf(worlds.spelt)).toEqual(questions.map((each) => `${[...each.word].join(' ')} : ${count(each)} .`));
  });

  test('words are English, and each is asked with two letters of each kind', () => {
    const byWord = new Map<string, number[]>();
    for (const each of questions) byWord.set(each.word, [...(byWord.get(each.word) ?? []), count(each)]);
    expect(byWord.size).toBe(100);
    for (const [word, counts] of byWord) {
      expect(lexicon.english).toContain(word);
      expect(word.length).toBeLessThanOrEqual(8);
      expect(counts.filter((n) => n > 1)).toHaveLength(2);
      expect(counts.filter((n) => n === 1)).toHaveLength(2);
      expect(counts.filter((n) => n === 0)).toHaveLength(2);
    }
  });

  test('the order of the prompts says nothing of their counts, and no letter gives its count away', () => {
    const firstHalf = questions.slice(0, 300).filter((each) => count(each) === 0).length;
    expect(Math.abs(firstHalf - 100)).toBeLessThan(40);
    const rightByLetter = [...new Set(questions.map(({ letter }) => letter))].map((letter) => {
      const counts = questions.filter((each) => each.letter === letter).map(count);
      return Math.max(...[0, 1, 2, 3].map((n) => counts.filter((each) => each === n).length));
    });
    // Knowing the best count of every letter is right about one time in two.
    expect(rightByLetter.reduce((a, b) => a + b) / 600).toBeLessThan(0.6);
  });

  test('R_c: counts 0 to 3, or every spelling before each of them', () => {
    for (const world of [worlds.word, worlds.characters]) {
      expect(world.families[0]).toMatchObject({ nature: 'pattern', idk: 'outside', open: null, responseCount: 4 });
      expect(world.families[0].responseTexts).toEqual(['0 .', '1 .', '2 .', '3 .', "I don't know ."]);
    }
    const { open, idk, nature } = worlds.spelt.families[0];
    expect([nature, idk]).toEqual(['pattern', 'outside']);
    expect(openResponseCount(open!)).toBe(
      4 * Array.from({ length: 8 }, (_, i) => 26 ** (i + 1)).reduce((a, b) => a + b),
    );
  });

  test('held-out pairs are the same in all forms, and of words that training shows with other letters', () => {
    const heldOutOf = ({ families: [family] }: World): number[] =>
      [...family.trainingWeight.keys()].filter((c) => family.trainingWeight[c] === 0);
    const heldOut = heldOutOf(worlds.word);
    expect(heldOut).toHaveLength(120);
    expect(heldOutOf(worlds.characters)).toEqual(heldOut);
    expect(heldOutOf(worlds.spelt)).toEqual(heldOut);
    const { examples } = drawCorpus(worlds.word, 3000, 1);
    const shown = new Set(Array.from(examples.prompt, (prompt) => questions[prompt].word));
    const unseen = heldOut.filter((c) => !shown.has(questions[c].word));
    expect(unseen).toEqual([]);
    for (const prompt of heldOut) expect(examples.prompt.includes(prompt)).toBe(false);
  });

  test('a second family asks differently, and more words than there are are refused', () => {
    const two = worldOf({ first: letterCount(), second: letterCount() });
    expect(textsOf(two, 1).every((text) => text.startsWith('2 how many'))).toBe(true);
    expect(() => worldOf({ letters: letterCount({ words: 200, maxLength: 5 }) })).toThrow(UserError);
    expect(() => worldOf({ letters: letterCount({ words: 200, maxLength: 5 }) })).toThrow(
      'corpus.families.letters.words',
    );
  });
});
