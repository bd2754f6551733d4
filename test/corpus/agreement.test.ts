import { describe, expect, test } from '@jest/globals';
import { tokensText } from '../../src/corpus/vocabulary.js';
import type { World } from '../../src/corpus/world.js';
import { common, worldOf } from './worlds.js';

function texts({ families, vocabulary }: World, index = 0): string[] {
  return families[index].prompts.map((prompt) => tokensText(vocabulary, prompt));
}
function agreement(sentences: number, gap: number, seed = 1): World {
  return worldOf({ agreement: { kind: 'agreement', ...common, sentences, gap } }, { seed });
}

describe('agreement', () => {
  test("the default is the paper's two prompts and two responses", () => {
    const world = agreement(1, 8);
    const [{ responseTexts, responseCount, idk, nature, answer, fact }] = world.families;
    const stated = Object.fromEntries(texts(world).map((text, c) => [text, responseTexts[answer[c]]]));
    expect(stated).toEqual({
      'She lost it and was completely out of': 'her mind .',
      'He lost it and was completely out of': 'his mind .',
    });
    expect({ responseCount, idk, nature }).toEqual({ responseCount: 2, idk: 'outside', nature: 'pattern' });
    expect(fact[0]).not.toBe(fact[1]);
  });

  test.each([
    [1, 8],
    [64, 8],
    [512, 8],
    [1, 40],
    [100, 12],
  ])('%p sentences at gap %p: each once with She and once with He, and nothing else differs', (sentences, gap) => {
    const world = agreement(sentences, gap);
    const all = texts(world);
    expect(new Set(all).size).toBe(2 * sentences);
    expect(new Set(world.families[0].prompts.map(({ length }) => length))).toEqual(new Set([gap]));
    const rests = (pronoun: string): string[] =>
      all
        .filter((text) => text.startsWith(`${pronoun} `))
        .map((text) => text.slice(pronoun.length))
        .sort();
    expect(rests('She')).toEqual(rests('He'));
    all.forEach((text, c) => expect(world.families[0].answer[c]).toBe(text.startsWith('She ') ? 0 : 1));
    expect(all.some((text) => /^She lost it .*and was completely out of$/.test(text))).toBe(true);
  });

  test('the order of the prompts says nothing of the answers', () => {
    const firstHalf = agreement(512, 8)
      .families[0].answer.subarray(0, 512)
      .reduce((sum, answer) => sum + answer, 0);
    // 256 ± 5 standard deviations of a draw without replacement.
    expect(Math.abs(firstHalf - 256)).toBeLessThan(5 * Math.sqrt(512 / 8));
  });

  test('a second family asks differently, from as far away', () => {
    const world = worldOf({
      a: { kind: 'agreement', ...common, sentences: 5, gap: 8 },
      b: { kind: 'agreement', ...common, sentences: 5, gap: 8 },
    });
    expect(texts(world, 1).every((text) => /^2 (She|He) /.test(text) && text.split(' ').length === 9)).toBe(true);
  });
});
