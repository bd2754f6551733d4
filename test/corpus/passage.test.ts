import { expect, test } from '@jest/globals';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { common, worldOf } from './worlds.js';

const world = worldOf(
  { given: { ...common, kind: 'passage', attribute: 'birthday', prompts: 200, others: 2 } as never },
  { examples: 100, seed: 5 },
);
const [given] = world.families;
const texts = given.prompts.map((tokens) => tokensText(world.vocabulary, tokens));

test('the answer is what the passage states of the person that is asked for', () => {
  texts.forEach((text, prompt) => {
    const sentences = text.split(' . ');
    expect(sentences).toHaveLength(4);
    const answer = given.responseTexts[given.answer[prompt]].replace(/ \.$/, '');
    const stating = sentences.slice(0, 3).filter((sentence) => sentence.endsWith(` ${answer}`));
    const names = (sentence: string): readonly string[] => sentence.match(/\p{Lu}\p{L}+ \p{Lu}\p{L}+/gu) ?? [];
    const [asked] = names(sentences[3]).slice(-1);
    expect(stating.some((sentence) => names(sentence).includes(asked))).toBe(true);
    const words = (sentence: string): string => sentence.replace(asked, '').replace(answer, '').trim();
    const own = stating.find((sentence) => names(sentence).includes(asked))!;
    expect(words(own)).not.toBe(words(sentences[3]));
  });
});

test('every place of the passage is asked for', () => {
  const places = texts.map((text, prompt) => {
    const answer = ` ${given.responseTexts[given.answer[prompt]].replace(/ \.$/, '')}`;
    return text.split(' . ').findIndex((sentence) => sentence.endsWith(answer));
  });
  expect(new Set(places)).toEqual(new Set([0, 1, 2]));
});
