import { describe, expect, test } from '@jest/globals';
import { tokensText } from '../../src/corpus/vocabulary.js';
import type { World } from '../../src/corpus/world.js';
import { UserError } from '../../src/errors/userError.js';
import { chiSquareDeviate } from '../random/chiSquare.js';
import { attribute, facts, worldOf } from './worlds.js';

function texts(world: World, family = 0): string[] {
  return world.families[family].prompts.map((prompt) => tokensText(world.vocabulary, prompt));
}

describe('attributes', () => {
  test.each<[number, RegExp, string, string, number]>([
    [2, /owns a$/, 'cat .', 'dog .', 1],
    [12, /'s favourite month is$/, 'January .', 'December .', 1],
    [365, /gave up smoking on$/, 'January 1 .', 'December 31 .', 13],
    [10_000, /'s locker number is$/, '00 00 .', '99 99 .', 101],
  ])('%p responses have a meaning', (responses, prompt, first, last, contexts) => {
    const world = worldOf({ attribute: attribute({ responses, prompts: 20 }) });
    const [family] = world.families;
    for (const text of texts(world)) expect(text).toMatch(prompt);
    expect(family).toMatchObject({ kind: 'attribute', nature: 'arbitrary', responseCount: responses, idk: 'valid' });
    expect([family.responseTexts[0], family.responseTexts.at(-2)]).toEqual([first, last]);
    expect(new Set(family.responseTexts).size).toBe(responses + 1);
    // IDK adds the two contexts "I" and "I don't".
    expect(family.tree.prefixes.length).toBe(contexts + 2);
  });

  test('any other number of responses can be had', () => {
    for (const responses of [3, 4, 10, 33, 2000]) {
      expect(
        new Set(worldOf({ attribute: attribute({ responses, prompts: 20 }) }).families[0].responseTexts).size,
      ).toBe(responses + 1);
    }
  });

  test('answers are uniform', () => {
    const [family] = worldOf({ attribute: attribute({ responses: 12, prompts: 12_000 }) }).families;
    const observed = new Float64Array(12);
    family.answer.forEach((answer) => observed[answer]++);
    expect(chiSquareDeviate(observed, new Float64Array(12).fill(1000))).toBeLessThan(5);
  });

  test('without abstention it is multiple choice, and α must be 1', () => {
    expect(worldOf({ attribute: attribute({ abstention: false }) }).families[0].idk).toBe('outside');
    expect(worldOf({ attribute: attribute({ answerProbability: 0.4 }) }).families[0].answerProbability[0]).toBe(0.4);
    const contradiction = (): unknown =>
      worldOf({ attribute: attribute({ abstention: false, answerProbability: 0.9 }) });
    expect(contradiction).toThrow(UserError);
    expect(contradiction).toThrow('corpus.families.attribute.answerProbability');
  });

  test('no two families of a world ask the same', () => {
    const few = { prompts: 4 };
    const world = worldOf({
      dates: facts(few),
      a: attribute({ ...few, responses: 365 }),
      b: attribute({ ...few, responses: 365 }),
      keys: facts({ ...few, responses: 40 }),
      c: attribute({ ...few, responses: 40 }),
      d: attribute({ ...few, responses: 40 }),
      e: attribute(few),
      f: attribute(few),
      g: attribute(few),
    });
    expect(new Set(world.families.flatMap((_, index) => texts(world, index))).size).toBe(36);
  });
});
