import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type StreamName, stream } from '../../src/random/stream.js';

function firstDraws(seed: number, name: StreamName, count = 4): number[] {
  const draws = stream(seed, name);
  return Array.from({ length: count }, () => draws.next());
}

describe('stream', () => {
  test('gives the same draws for the same seed and name', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => expect(firstDraws(seed, 'world')).toEqual(firstDraws(seed, 'world'))),
    );
  });

  test('gives the draws that stored results were made with', () => {
    expect(firstDraws(1, 'world/birthdays/answers', 2)).toMatchInlineSnapshot(`
[
  -827801676,
  1948564398,
]
`);
  });

  test('differs between names, suffixes, and seeds that share their low or high half', () => {
    const names: StreamName[] = [
      'world',
      'sample',
      'initialisation',
      'batches',
      'bootstrap',
      'world/a',
      'world/b',
      'world/ab',
    ];
    const seeds = [0, 1, -1, 2 ** 32, 2 ** 32 + 1, 2 ** 40, Number.MAX_SAFE_INTEGER];
    const all = names.flatMap((name) => seeds.map((seed) => firstDraws(seed, name).join()));
    expect(new Set(all).size).toBe(names.length * seeds.length);
  });

  test('neighbouring seeds share no more bits than chance', () => {
    let equal = 0;
    const pairs = 4000;
    for (let seed = 0; seed < pairs; seed++) {
      let differing = firstDraws(seed, 'sample', 1)[0] ^ firstDraws(seed + 1, 'sample', 1)[0];
      for (let bit = 0; bit < 32; bit++, differing >>>= 1) equal += 1 - (differing & 1);
    }
    // 32 · 4000 fair coins: 5 standard deviations are 0.007.
    expect(Math.abs(equal / (32 * pairs) - 0.5)).toBeLessThan(0.007);
  });

  test.each([0.5, NaN, Infinity, 2 ** 53])('refuses the seed %p', (seed) => {
    expect(() => stream(seed, 'world')).toThrow(RangeError);
  });
});
