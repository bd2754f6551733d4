import { describe, expect, test } from '@jest/globals';
import { tokensText } from '../../src/corpus/vocabulary.js';
import type { World } from '../../src/corpus/world.js';
import { chiSquareDeviate } from '../random/chiSquare.js';
import { facts, worldOf } from './worlds.js';

function texts(world: World, family = 0): string[] {
  return world.families[family].prompts.map((prompt) => tokensText(world.vocabulary, prompt));
}

describe('arbitrary facts', () => {
  test('birthdays read as sentences', () => {
    const world = worldOf({ birthdays: facts({ prompts: 50 }) });
    const [birthdays] = world.families;
    for (const text of texts(world)) expect(text).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ was born on$/);
    expect(birthdays.responseTexts.slice(0, 2)).toEqual(['January 1 .', 'January 2 .']);
    expect(birthdays.responseTexts.slice(-2)).toEqual(['December 31 .', "I don't know ."]);
    expect(birthdays.responseTexts).toContain('February 28 .');
    expect(birthdays.responseTexts).not.toContain('February 29 .');
    expect(new Set(birthdays.responseTexts).size).toBe(366);
    expect(birthdays).toMatchObject({ kind: 'arbitrary-facts', nature: 'arbitrary', weight: 1, responseCount: 365 });
  });

  test.each([
    [2, 1],
    [32, 1],
    [33, 2],
    [1024, 2],
    [1025, 3],
    [10_000, 3],
  ])('%p responses are different strings of %p words', (responses, length) => {
    const [family] = worldOf({ keywords: facts({ responses, prompts: 20 }) }).families;
    expect(family.responseTexts.length).toBe(responses + 1);
    expect(new Set(family.responseTexts).size).toBe(responses + 1);
    for (const text of family.responseTexts.slice(0, -1)) expect(text.split(' ').length).toBe(length + 1);
    expect(family.responseCount).toBe(responses);
  });

  test.each([2, 3, 100, 2000, 16_384, 16_385, 60_000])('%p prompts are distinct and share few tokens', (prompts) => {
    const world = worldOf({ birthdays: facts({ prompts }) });
    expect(new Set(texts(world)).size).toBe(prompts);
    const names = world.vocabulary.words.length - 2 - 3 - 12 - 31 - 3;
    const initials = prompts > 128 ** 2 ? Math.ceil(prompts / 128 ** 2) : 0;
    expect(names).toBeLessThanOrEqual(2 * Math.min(128, Math.ceil(Math.sqrt(prompts))) + initials);
  });

  test('families of one kind never ask the same, and answer independently', () => {
    const same = facts({ prompts: 4, answerProbability: 0.5 });
    const world = worldOf(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [name, same])));
    const all = world.families.flatMap((_, index) => texts(world, index));
    expect(new Set(all).size).toBe(28);
    expect(new Set(world.families.map((family) => family.answer.join())).size).toBe(7);
    expect(world.families[0].weight).toBeCloseTo(1 / 7, 12);
    expect(Array.from(world.families[0].answerProbability)).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  test('answers are uniform, and independent of the tokens of the name', () => {
    const world = worldOf({ keywords: facts({ responses: 8, prompts: 10_000 }) });
    const [family] = world.families;
    const byAnswer = new Float64Array(8);
    family.answer.forEach((answer) => byAnswer[answer]++);
    expect(
      chiSquareDeviate(
        byAnswer,
        byAnswer.map(() => 1250),
      ),
    ).toBeLessThan(5);
    for (const place of [0, 1]) {
      const tokens = [...new Set(family.prompts.map((prompt) => prompt[place]))];
      const observed = new Float64Array(tokens.length * 8);
      const expected = new Float64Array(tokens.length * 8);
      family.prompts.forEach((prompt, c) => {
        const row = tokens.indexOf(prompt[place]);
        observed[row * 8 + family.answer[c]]++;
        for (let answer = 0; answer < 8; answer++) expected[row * 8 + answer] += byAnswer[answer] / 10_000;
      });
      expect(chiSquareDeviate(observed, expected)).toBeLessThan(5);
    }
  });

  test('the world is a function of the seed, and a family of its own options and name', () => {
    const plain = (world: World): unknown => JSON.parse(JSON.stringify(world));
    const options = { birthdays: facts({ prompts: 100 }) };
    expect(plain(worldOf(options))).toEqual(plain(worldOf(options)));
    const answers = (world: World): string => world.families[0].answer.join();
    const names = (world: World): string => texts(world).join();
    const original = worldOf(options);
    const other = worldOf(options, { seed: 2 });
    expect(answers(other)).not.toBe(answers(original));
    expect(names(other)).not.toBe(names(original));
    expect(answers(worldOf({ weddings: facts({ prompts: 100 }) }))).not.toBe(answers(original));
    for (const same of [
      worldOf({ ...options, others: facts({ prompts: 10 }) }),
      worldOf({ birthdays: facts({ prompts: 100, answerProbability: 0.3, frequency: { kind: 'pareto', shape: 1 } }) }),
      worldOf(options, { examples: 7 }),
    ]) {
      expect(answers(same)).toBe(answers(original));
      expect(names(same)).toBe(names(original));
    }
  });
});
