import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tokensText } from '../../src/corpus/vocabulary.js';
import type { World } from '../../src/corpus/world.js';
import { common, worldOf } from './worlds.js';

function arithmetic(options: { modulus: number; prompts?: number; heldOut?: number }, seed = 1): World {
  return worldOf({ sums: { kind: 'arithmetic', ...common, prompts: null, ...options } }, { seed });
}
function texts({ families, vocabulary }: World, index = 0): string[] {
  return families[index].prompts.map((prompt) => tokensText(vocabulary, prompt));
}

describe('arithmetic', () => {
  test('every pair stands once, and its answer is the sum modulo m, read from the words', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.integer(), (modulus, seed) => {
        const world = arithmetic({ modulus }, seed);
        const [{ responseTexts, answer, responseCount, idk, nature }] = world.families;
        const all = texts(world);
        expect(new Set(all).size).toBe(modulus ** 2);
        expect({ responseCount, idk, nature }).toEqual({ responseCount: modulus, idk: 'outside', nature: 'pattern' });
        all.forEach((text, c) => {
          const [, a, b] = /^(\d+) \+ (\d+) =$/.exec(text)!;
          expect(responseTexts[answer[c]]).toBe(`${(Number(a) + Number(b)) % modulus} .`);
        });
      }),
      { numRuns: 20 },
    );
  });

  test('a + b and b + a are one fact: training shows both or neither', () => {
    const world = arithmetic({ modulus: 20, heldOut: 0.3 });
    const shown = new Map(texts(world).map((text, c) => [text, world.families[0].trainingWeight[c] > 0]));
    for (const [text, isShown] of shown) expect(shown.get(text.replace(/(\d+) \+ (\d+)/, '$2 + $1'))).toBe(isShown);
    expect(new Set(world.families[0].fact).size).toBe((20 * 21) / 2);
    const heldOut = [...shown.values()].filter((isShown) => !isShown).length;
    expect(Math.abs(heldOut / 400 - 0.3)).toBeLessThan(0.05);
  });

  test('fewer prompts are a random part of all; more than there are, are refused', () => {
    const sums = new Set(texts(arithmetic({ modulus: 30, prompts: 100 })));
    expect(sums.size).toBe(100);
    expect(sums).not.toEqual(new Set(texts(arithmetic({ modulus: 30, prompts: 100 }, 2))));
    expect(() => arithmetic({ modulus: 3, prompts: 10 })).toThrow('only 9 pairs of numbers differ modulo 3');
  });

  test('a second family asks differently', () => {
    const options = { kind: 'arithmetic' as const, ...common, modulus: 3, prompts: null };
    const world = worldOf({ a: options, b: options });
    expect(texts(world, 1).every((text) => text.startsWith('2 : '))).toBe(true);
  });
});
