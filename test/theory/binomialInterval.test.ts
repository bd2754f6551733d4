import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { binomialInterval } from '../../src/theory/binomialInterval.js';

describe('binomialInterval', () => {
  // Newcombe 1998, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, Table I, method
  // 5.
  test.each([
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('%i of %i: as published', (hits, draws, lower, upper) => {
    const interval = binomialInterval(hits, draws);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  test('none and all have closed forms', () => {
    for (const draws of [1, 7, 2000, 1_000_000]) {
      expect(binomialInterval(0, draws).upper).toBeCloseTo(1 - 0.025 ** (1 / draws), 12);
      expect(binomialInterval(draws, draws).lower).toBeCloseTo(0.025 ** (1 / draws), 12);
      expect(binomialInterval(0, draws).lower).toBe(0);
      expect(binomialInterval(draws, draws).upper).toBe(1);
    }
    expect(binomialInterval(0, 0)).toEqual({ lower: 0, upper: 1 });
  });

  test('its ends are where a tail of the binomial sums to 2.5 %', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), (draws, drawn) => {
        const hits = Math.min(drawn, draws);
        const { lower, upper } = binomialInterval(hits, draws);
        expect(lower).toBeLessThan(hits / draws + 1e-12);
        if (hits > 0) expect(tail(draws, lower, (k) => k >= hits)).toBeCloseTo(0.025, 9);
        if (hits < draws) expect(tail(draws, upper, (k) => k <= hits)).toBeCloseTo(0.025, 9);
      }),
    );
  });

  test('refuses what is no count', () => {
    expect(() => binomialInterval(3, 2)).toThrow('draws');
    expect(() => binomialInterval(-1, 2)).toThrow('hits');
    expect(() => binomialInterval(0.5, 2)).toThrow('hits');
  });
});

/** Returns the sum of C(n, k) p^k (1 − p)^(n − k) over the k that belong. */
function tail(n: number, p: number, belongs: (k: number) => boolean): number {
  let term = (1 - p) ** n;
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    if (belongs(k)) sum += term;
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
  }
  return sum;
}
