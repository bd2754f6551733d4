import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aliasSampler } from '../../src/random/aliasSampler.js';
import { stream } from '../../src/random/stream.js';
import { chiSquareDeviate } from './chiSquare.js';

describe('aliasSampler', () => {
  test.each([
    ['even', [1, 1, 1, 1, 1]],
    ['one', [3]],
    ['very uneven', [1000, 1, 10, 0, 100, 0, 500]],
    ['Zipf', Array.from({ length: 200 }, (_, i) => 1 / (i + 1))],
  ])('draws in proportion to %s weights', (_, weights) => {
    const draw = aliasSampler(weights);
    const source = stream(7, 'sample');
    const n = 100_000;
    const counts = new Float64Array(weights.length);
    for (let i = 0; i < n; i++) counts[draw(source)]++;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (weights.length > 1)
      expect(
        chiSquareDeviate(
          counts,
          weights.map((weight) => (n * weight) / total),
        ),
      ).toBeLessThan(5);
  });

  test('the table holds exactly the weights', () => {
    // Asks at the middle of every cell of a grid on which all column borders lie.
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 1, maxLength: 8 }), (parts) => {
        fc.pre(parts.some((part) => part > 0));
        const total = parts.reduce((sum, part) => sum + part, 0);
        const draw = aliasSampler(parts);
        const steps = parts.length * total;
        const counts = new Float64Array(parts.length);
        for (let step = 0; step < steps; step++) counts[draw(atMiddle((step + 0.5) / steps))] += 1 / steps;
        parts.forEach((part, i) => expect(counts[i]).toBeCloseTo(part / total, 9));
      }),
    );
  });

  test('never draws weight 0, whatever the rounding', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1, noNaN: true })), {
          minLength: 2,
          maxLength: 20,
        }),
        (weights) => {
          fc.pre(weights.some((weight) => weight > 0));
          const draw = aliasSampler(weights);
          const source = stream(1, 'sample');
          for (let i = 0; i < 200; i++) if (weights[draw(source)] === 0) throw new Error('drew weight 0');
        },
      ),
    );
  });

  test.each([[[]], [[0, 0]], [[1, -1]], [[NaN, 1]], [[Infinity, 1]]])('refuses the weights %p', (weights) => {
    expect(() => aliasSampler(weights)).toThrow(RangeError);
  });
});

/** A stream whose one uniform draw is `value`, up to 2^−53. */
function atMiddle(value: number): { next(): number } {
  const bits = Math.floor(value * 2 ** 53);
  const draws = [Math.floor(bits / 2 ** 26) << 5, (bits % 2 ** 26) << 6];
  return { next: () => draws.shift()! };
}
