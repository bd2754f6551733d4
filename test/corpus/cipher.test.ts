import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { feistel, randomPermutation, xor } from '../../src/corpus/words/ciphers.js';
import type { World } from '../../src/corpus/world.js';
import { stream } from '../../src/random/stream.js';
import { chiSquareDeviate } from '../random/chiSquare.js';
import { common, worldOf } from './worlds.js';

type Key = 'permutation' | 'xor' | 'feistel';
function cipher(key: Key, messages = 64, seed = 1): World {
  return worldOf({ cipher: { kind: 'cipher', ...common, messages, key, rounds: 3, answerProbability: 1 } }, { seed });
}
function texts({ families, vocabulary }: World, index = 0): string[] {
  return families[index].prompts.map((prompt) => tokensText(vocabulary, prompt));
}

/** The message of each cipher text, both as pairs of digits, read from the words. */
function decryption(world: World): Map<string, string> {
  return new Map(
    texts(world).map((text, c) => [
      /of (.*) \?$/.exec(text)![1],
      world.families[0].responseTexts[world.families[0].answer[c]].replace(' .', ''),
    ]),
  );
}

describe('cipher', () => {
  test.each<Key>(['permutation', 'xor', 'feistel'])(
    '%s: every cipher text is asked for once, and every message is the answer once',
    (key) => {
      fc.assert(
        fc.property(fc.integer({ min: 4, max: 12 }), fc.integer(), (base, seed) => {
          const world = cipher(key, base ** 2, seed);
          const [{ responseCount, idk, nature }] = world.families;
          expect({ responseCount, idk, nature }).toEqual({ responseCount: base ** 2, idk: 'valid', nature: 'pattern' });
          const pairs = decryption(world);
          expect(pairs.size).toBe(base ** 2);
          expect(new Set(pairs.values()).size).toBe(base ** 2);
        }),
        { numRuns: 10 },
      );
    },
  );

  test('xor: one key for all, a power of two by XOR and other bases by sum', () => {
    const digits = (text: string): number[] => text.split(' ').map(Number);
    const keys = (base: number, undo: (h: number, m: number) => number): Set<string> =>
      new Set(
        [...decryption(cipher('xor', base ** 2))].map(([h, m]) =>
          digits(h)
            .map((digit, i) => undo(digit, digits(m)[i]))
            .join(),
        ),
      );
    expect(keys(8, (h, m) => h ^ m).size).toBe(1);
    expect(keys(10, (h, m) => (h - m + 10) % 10).size).toBe(1);
  });

  test('feistel: one round leaves a digit as it is and adds a function of it to the other', () => {
    const base = 11;
    const decrypted = feistel(base, 1, stream(1, 'world'));
    const added = new Map<number, Set<number>>();
    decrypted.forEach((message, text) => {
      expect(Math.floor(text / base)).toBe(message % base);
      const right = message % base;
      added.set(right, (added.get(right) ?? new Set()).add(((text % base) - Math.floor(message / base) + base) % base));
    });
    expect([...added.values()].every(({ size }) => size === 1)).toBe(true);
    expect(new Set([...added.values()].flatMap((each) => [...each])).size).toBeGreaterThan(2);
  });

  test('feistel: the second round undoes neither digit', () => {
    const base = 16;
    const decrypted = feistel(base, 2, stream(2, 'world'));
    const fixed = (of: (number: number) => number, to: (number: number) => number): number =>
      Math.max(
        ...Array.from(
          { length: base },
          (_, d) => new Set([...decrypted].flatMap((m, h) => (of(h) === d ? [to(m)] : []))).size,
        ),
      );
    expect(
      fixed(
        (h) => Math.floor(h / base),
        (m) => m % base,
      ),
    ).toBeGreaterThan(1);
  });

  test('permutation: the message of a cipher text is uniform', () => {
    const counts = new Float64Array(16);
    for (let seed = 0; seed < 3200; seed++) counts[randomPermutation(4, stream(seed, 'world/key'))[5]]++;
    expect(chiSquareDeviate(counts, new Float64Array(16).fill(200))).toBeLessThan(5);
  });

  test('keys differ with the seed, and a second family has its own key and asks differently', () => {
    expect(decryption(cipher('permutation', 64, 1))).not.toEqual(decryption(cipher('permutation', 64, 2)));
    expect(xor(16, stream(1, 'world'))).not.toEqual(xor(16, stream(2, 'world')));
    const options = {
      kind: 'cipher' as const,
      ...common,
      messages: 64,
      key: 'permutation' as const,
      rounds: 3,
      answerProbability: 1,
    };
    const world = worldOf({ a: options, b: options });
    expect(texts(world, 0).every((text) => text.startsWith('What is the decryption of '))).toBe(true);
    expect(texts(world, 1).every((text) => text.startsWith('What is the decryption 2 of '))).toBe(true);
  });

  test('a number of messages that is not a square is refused', () => {
    expect(() => cipher('xor', 100)).not.toThrow();
    expect(() => cipher('xor', 101)).toThrow('the number of messages must be a square');
  });
});
