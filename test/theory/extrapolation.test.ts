/** New prompts and missing mass ahead, against sums done in another way and against laws whose future is known. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { frequencyCounts } from '../../src/theory/frequencyCounts.js';
import { goodToulmin } from '../../src/theory/goodToulmin.js';
import {
  factorTo,
  leastFound,
  leastLeft,
  likelyFound,
  likelyLeft,
  mostFound,
  mostLeft,
} from '../../src/theory/missingMassAhead.js';

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k;
}

describe('Good–Toulmin', () => {
  test('up to double: the alternating sum', () => {
    const counts = frequencyCounts([
      [1, 7],
      [2, 3],
      [3, 2],
      [40, 1],
    ]);
    expect(goodToulmin(counts, 2)).toMatchObject({ newPrompts: 7 - 3 + 2 - 1, smoothed: false });
    expect(goodToulmin(counts, 1.5).newPrompts).toBeCloseTo(7 / 2 - 3 / 4 + 2 / 8 - 2 ** -40, 12);
    expect(goodToulmin(counts, 1).newPrompts).toBe(0);
  });

  test('beyond: the mean over L of sums that end at L', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 500 })), { minLength: 1 }),
        fc.double({ min: 2.1, max: 12, noNaN: true }),
        (pairs, factor) => {
          const counts = frequencyCounts(pairs);
          const tau = factor - 1;
          const n = counts.reduce((sum, [r, f]) => sum + r * f, 0);
          const trials = Math.max(1, Math.floor(0.5 * (Math.log((n * tau * tau) / (tau - 1)) / Math.log(3))));
          const q = 2 / (2 + tau);
          let mean = 0;
          for (let l = 0; l <= trials; l++) {
            const cut = counts.reduce((sum, [r, f]) => (r <= l ? sum - (-tau) ** r * f : sum), 0);
            mean += choose(trials, l) * q ** l * (1 - q) ** (trials - l) * cut;
          }
          expect(Math.abs(goodToulmin(counts, factor).newPrompts - mean)).toBeLessThan(1e-8 * (1 + Math.abs(mean)));
        },
      ),
    );
  });

  test('expected counts of equally likely prompts: unbiased', () => {
    // λ = 1: f_k = C e^−1/k!; new prompts by double: C e^−1 (1 − e^−1).
    let [factorial, sum] = [1, 0];
    for (let k = 1; k <= 20; k++) sum -= ((-1) ** k / (factorial *= k)) * Math.exp(-1);
    expect(sum).toBeCloseTo(Math.exp(-1) * (1 - Math.exp(-1)), 12);
    const counts = frequencyCounts(
      [1, 2, 3, 4, 5, 6, 7].map(
        (k) => [k, Math.round((1e6 * Math.exp(-1)) / [1, 2, 6, 24, 120, 720, 5040][k - 1])] as const,
      ),
    );
    expect(goodToulmin(counts, 2).newPrompts / (1e6 * sum)).toBeCloseTo(1, 4);
  });

  test('mistakes', () => {
    expect(() => goodToulmin([], 2)).toThrow(RangeError);
    expect(() => goodToulmin(frequencyCounts([[1, 1]]), 0.5)).toThrow(/factor/);
  });
});

describe('missing mass ahead', () => {
  test('equally likely prompts: all three forms agree, e^(−λτ)', () => {
    const lambda = 0.7;
    const rare = { f1: lambda, f2: lambda ** 2 / 2, f3: lambda ** 3 / 6 };
    for (const left of [leastLeft, likelyLeft, mostLeft]) expect(left(rare, 3)).toBeCloseTo(Math.exp(-3 * lambda), 10);
    for (const found of [leastFound, mostFound])
      expect(found(rare, 3)).toBeCloseTo((1 - Math.exp(-3 * lambda)) / lambda, 10);
  });

  test('power laws, f_k ∝ Γ(k − α)/k!: likelyLeft is factor^(α − 1)', () => {
    for (const alpha of [0.2, 0.5, 0.8]) {
      const rare = { f1: 1, f2: (1 - alpha) / 2, f3: ((1 - alpha) * (2 - alpha)) / 6 };
      expect(likelyLeft(rare, 9)).toBeCloseTo(10 ** (alpha - 1), 10);
    }
  });

  test('any mixture of two frequencies lies between least and most, and their sums between those found', () => {
    const positive = fc.double({ min: 0.01, max: 4, noNaN: true });
    fc.assert(
      fc.property(
        positive,
        positive,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        (a, b, share, tau) => {
          const f = (k: number, factorial: number): number =>
            (share * a ** k * Math.exp(-a) + (1 - share) * b ** k * Math.exp(-b)) / factorial;
          const rare = { f1: f(1, 1), f2: f(2, 2), f3: f(3, 6) };
          const left = (share * a * Math.exp(-a * (1 + tau)) + (1 - share) * b * Math.exp(-b * (1 + tau))) / rare.f1;
          const found =
            (share * Math.exp(-a) * (1 - Math.exp(-a * tau)) + (1 - share) * Math.exp(-b) * (1 - Math.exp(-b * tau))) /
            rare.f1;
          expect(leastLeft(rare, tau)).toBeLessThanOrEqual(left + 1e-9);
          expect(mostLeft(rare, tau)).toBeGreaterThanOrEqual(left - 1e-9);
          expect(leastFound(rare, tau)).toBeLessThanOrEqual(found + 1e-9);
          expect(mostFound(rare, tau)).toBeGreaterThanOrEqual(found - 1e-9);
          expect(likelyLeft(rare, tau)).toBeGreaterThanOrEqual(leastLeft(rare, tau) - 1e-9);
        },
      ),
    );
  });

  test('no singletons, no doubletons', () => {
    expect([
      leastLeft({ f1: 0, f2: 1, f3: 1 }, 1),
      likelyLeft({ f1: 0, f2: 1, f3: 1 }, 1),
      mostLeft({ f1: 0, f2: 1, f3: 1 }, 1),
    ]).toEqual([0, 0, 1]);
    expect([leastLeft, likelyLeft, mostLeft].map((left) => left({ f1: 5, f2: 0, f3: 0 }, 9))).toEqual([1, 1, 1]);
  });

  test('likelyFound is the integral of likelyLeft, at every law', () => {
    const positive = fc.double({ min: 0.01, max: 50, noNaN: true });
    fc.assert(
      fc.property(positive, positive, positive, fc.double({ min: 0.1, max: 9, noNaN: true }), (f1, f2, f3, tau) => {
        const rare = { f1, f2, f3 };
        const steps = 4000;
        let sum = 0;
        // Simpson's rule on t = u⁴, because the share may fall steeply at 0.
        for (let i = 0; i <= steps; i++) {
          const u = i / steps;
          const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
          sum += weight * likelyLeft(rare, tau * u ** 4) * 4 * tau * u ** 3;
        }
        expect(likelyFound(rare, tau)).toBeCloseTo(sum / (3 * steps), 4);
      }),
    );
    // θ = m_1: 1/(1 + θτ), whose integral is a logarithm.
    expect(likelyFound({ f1: 2, f2: 1, f3: 2 / 3 }, 3)).toBeCloseTo(Math.log(4), 9);
    expect(likelyFound({ f1: 0, f2: 1, f3: 1 }, 1)).toBe(0);
    expect(likelyFound({ f1: 5, f2: 0, f3: 0 }, 9)).toBe(9);
  });

  test('the factor at which a share is reached', () => {
    expect(factorTo(0.25, (tau) => 1 / (1 + tau))).toBeCloseTo(4, 8);
    expect(factorTo(2, () => 1)).toBe(1);
    expect(factorTo(0.5, () => 1)).toBeNull();
  });
});
