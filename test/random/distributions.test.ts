import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distinctIntegers } from '../../src/random/distinctIntegers.js';
import { integer } from '../../src/random/integer.js';
import { normal } from '../../src/random/normal.js';
import { shuffle } from '../../src/random/shuffle.js';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { chiSquareDeviate } from './chiSquare.js';

function tally(cells: number, draws: number, draw: () => number): Float64Array {
  const counts = new Float64Array(cells);
  for (let i = 0; i < draws; i++) counts[draw()]++;
  return counts;
}
function even(cells: number, draws: number): Float64Array {
  return new Float64Array(cells).fill(draws / cells);
}

describe('uniform', () => {
  test('covers [0, 1) evenly and carries 53 bits', () => {
    const source = stream(1, 'sample');
    expect(
      chiSquareDeviate(
        tally(100, 1e5, () => Math.floor(uniform(source) * 100)),
        even(100, 1e5),
      ),
    ).toBeLessThan(5);
    const values = Array.from({ length: 1000 }, () => uniform(source));
    expect(values.every((value) => value >= 0 && value < 1 && Number.isInteger(value * 2 ** 53))).toBe(true);
    expect(values.some((value) => (value * 2 ** 53) % 2 === 1)).toBe(true);
  });

  test('reaches both ends of its range', () => {
    expect(uniform({ next: () => 0 })).toBe(0);
    expect(uniform({ next: () => -1 })).toBe(1 - 2 ** -53);
  });
});

describe('integer', () => {
  test.each([1, 2, 3, 7, 64, 365])('covers [0, %p) evenly', (bound) => {
    const source = stream(bound, 'sample');
    const counts = tally(bound, 50_000, () => integer(source, bound));
    if (bound > 1) expect(chiSquareDeviate(counts, even(bound, 50_000))).toBeLessThan(5);
  });

  test('has no modulo bias where the bound is large', () => {
    // 2^32 mod 3·2^30 would make the lowest third twice as likely as the others.
    const source = stream(3, 'sample');
    const counts = tally(3, 30_000, () => Math.floor(integer(source, 3 * 2 ** 30) / 2 ** 30));
    expect(chiSquareDeviate(counts, even(3, 30_000))).toBeLessThan(5);
  });

  test('covers a bound above 2^32 evenly, from its first to its last quarter and in its lowest bits', () => {
    const source = stream(4, 'sample');
    const bound = 1.5 * 2 ** 50;
    const quarters = tally(4, 30_000, () => Math.floor(integer(source, bound) / (bound / 4)));
    const lowest = tally(8, 30_000, () => integer(source, bound) % 8);
    expect(chiSquareDeviate(quarters, even(4, 30_000))).toBeLessThan(5);
    expect(chiSquareDeviate(lowest, even(8, 30_000))).toBeLessThan(5);
  });

  test.each([0, -1, 1.5, 2 ** 54])('refuses the bound %p', (bound) => {
    expect(() => integer(stream(1, 'sample'), bound)).toThrow(RangeError);
  });
});

test('normal has the moments and the tails of the standard normal law', () => {
  const source = stream(5, 'initialisation');
  const n = 100_000;
  const values = Array.from({ length: n }, () => normal(source));
  const mean = (f: (x: number) => number): number => values.reduce((sum, x) => sum + f(x), 0) / n;
  // Bounds are 5 standard errors: of x 1/√n, of x² √2/√n, of x⁴ √96/√n.
  expect(Math.abs(mean((x) => x))).toBeLessThan(5 / Math.sqrt(n));
  expect(Math.abs(mean((x) => x * x) - 1)).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(n));
  expect(Math.abs(mean((x) => x ** 4) - 3)).toBeLessThan((5 * Math.sqrt(96)) / Math.sqrt(n));
  expect(Math.abs(mean((x) => Number(x > 1.959964)) - 0.025)).toBeLessThan(5 * Math.sqrt((0.025 * 0.975) / n));
});

describe('shuffle', () => {
  test('gives each order of four as often', () => {
    const source = stream(2, 'batches');
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = shuffle(source, [0, 1, 2, 3]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquareDeviate([...counts.values()], even(24, 24_000))).toBeLessThan(5);
  });

  test('keeps the values, of arrays and typed arrays', () => {
    fc.assert(
      fc.property(fc.int32Array(), fc.integer(), (values, seed) => {
        const shuffled = shuffle(stream(seed, 'batches'), values.slice());
        expect(shuffled.sort()).toEqual(values.slice().sort());
      }),
    );
  });
});

describe('distinctIntegers', () => {
  test('are distinct and in range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer(),
        (bound, share, seed) => {
          const count = Math.floor(share * bound);
          const drawn = distinctIntegers(stream(seed, 'world'), count, bound);
          expect(drawn.length).toBe(count);
          expect(new Set(drawn).size).toBe(count);
          expect(drawn.every((value) => Number.isInteger(value) && value >= 0 && value < bound)).toBe(true);
        },
      ),
    );
  });

  test.each([5, 30])('gives each ordered pair below %p as often', (bound) => {
    const source = stream(4, 'world');
    const pairs = bound * (bound - 1);
    const counts = tally(bound * bound, 20 * pairs, () => {
      const [a, b] = distinctIntegers(source, 2, bound);
      return a * bound + b;
    });
    const expected = counts.map((_, cell) => (Math.floor(cell / bound) === cell % bound ? 0 : 20));
    expect(chiSquareDeviate(counts, expected)).toBeLessThan(5);
  });

  test('refuses more than there are', () => {
    expect(() => distinctIntegers(stream(1, 'world'), 3, 2)).toThrow(RangeError);
  });
});
