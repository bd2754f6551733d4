import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  expectedMissingMass,
  expectedMissingMassOfShare,
  expectedSingletonRate,
  expectedSingletonRateOfShare,
} from '../../src/theory/expectedSingletonRate.js';

const subDistribution = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 })
  .filter((weights) => weights.reduce((a, b) => a + b, 0) > 1e-3)
  .map((weights) => weights.map((w) => w / weights.reduce((a, b) => a + b, 0)));

/** Binomial(n, w) by Pascal's recurrence, [n + 1]. */
function binomial(n: number, w: number): number[] {
  let row = [1];
  for (let i = 0; i < n; i++) row = [...row, 0].map((p, k) => p * (1 - w) + (k > 0 ? row[k - 1] * w : 0));
  return row;
}

/** E[value(N) | N ≥ 1] by the sum over the binomial. */
function givenSome(n: number, w: number, value: (examples: number) => number): number {
  const probabilities = binomial(n, w);
  const some = probabilities.slice(1).reduce((a, b) => a + b, 0);
  return probabilities.slice(1).reduce((sum, p, i) => sum + p * value(i + 1), 0) / some;
}

describe('for a fixed N', () => {
  test('two prompts, two rows: enumerated by hand', () => {
    // Draws (0,0), (0,1), (1,0), (1,1): both rows are singletons in the middle two.
    expect(expectedSingletonRate([0.25, 0.75], 2)).toBeCloseTo(2 * 0.25 * 0.75, 15);
    expect(expectedMissingMass([0.25, 0.75], 2)).toBeCloseTo(0.25 * 0.75 ** 2 + 0.75 * 0.25 ** 2, 15);
    expect(expectedSingletonRate([1], 1)).toBe(1);
    expect(expectedSingletonRate([1], 2)).toBe(0);
    expect(expectedMissingMass([0.4, 0.6], 0)).toBeCloseTo(1, 15);
  });

  test.each([
    [0.5, 0.693],
    [0.3, 1.204],
    [0.2, 1.609],
    [0.1, 2.303],
  ])('uniform μ gives about %d at N/|C| = %d', (published, ratio) => {
    const prompts = 100_000;
    const weights = new Float64Array(prompts).fill(1 / prompts);
    expect(expectedSingletonRate(weights, ratio * prompts)).toBeCloseTo(published, 3);
  });

  test('E[sr] − E[MM] is Σ μ′²(1 − μ′)^(N−1) and lies in [0, 1/N]', () => {
    fc.assert(
      fc.property(
        subDistribution,
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (weights, n, alpha) => {
          const answered = weights.map((w) => w * alpha);
          const difference = expectedSingletonRate(answered, n) - expectedMissingMass(answered, n);
          const closed = answered.reduce((sum, x) => sum + x * x * (1 - x) ** (n - 1), 0);
          expect(difference).toBeCloseTo(closed, 12);
          expect(difference).toBeGreaterThanOrEqual(-1e-15);
          expect(difference).toBeLessThanOrEqual(1 / n + 1e-15);
        },
      ),
    );
  });

  test('keeps its digits where 1 − μ′ rounds to 1', () => {
    expect(expectedSingletonRate([1e-17], 1e17 + 1)).toBeCloseTo(1e-17 * Math.exp(-1), 30);
  });
});

describe('for a binomial N', () => {
  test('is the sum over the binomial', () => {
    const share = fc.oneof(fc.double({ min: 1e-6, max: 1, noNaN: true }), fc.constantFrom(1, 1e-9, 1 - 1e-12));
    fc.assert(
      fc.property(subDistribution, fc.integer({ min: 1, max: 40 }), share, (weights, n, w) => {
        expect(expectedSingletonRateOfShare(weights, n, w)).toBeCloseTo(
          givenSome(n, w, (k) => expectedSingletonRate(weights, k)),
          10,
        );
        expect(expectedMissingMassOfShare(weights, n, w)).toBeCloseTo(
          givenSome(n, w, (k) => expectedMissingMass(weights, k)),
          10,
        );
      }),
    );
  });

  test('a prompt that is always asked is a singleton where N = 1 only, continuously', () => {
    const n = 12;
    const onlyOne = givenSome(n, 0.2, (k) => (k === 1 ? 1 : 0));
    expect(expectedSingletonRateOfShare([1], n, 0.2)).toBeCloseTo(onlyOne, 12);
    expect(expectedSingletonRateOfShare([1 - 1e-13], n, 0.2)).toBeCloseTo(onlyOne, 11);
    expect(expectedSingletonRateOfShare([1], 1, 1)).toBe(1);
    expect(expectedSingletonRateOfShare([1], 5, 1)).toBe(0);
  });

  test('weight 1 is the fixed N', () => {
    expect(expectedSingletonRateOfShare([0.3, 0.5], 7, 1)).toBeCloseTo(expectedSingletonRate([0.3, 0.5], 7), 14);
  });

  test('large n neither overflows nor loses the mean: near the fixed N = n w', () => {
    const weights = new Float64Array(1000).fill(1e-3);
    expect(expectedSingletonRateOfShare(weights, 1e7, 1e-4)).toBeCloseTo(expectedSingletonRate(weights, 1000), 3);
  });
});

test('values outside the domain are refused and quoted', () => {
  expect(() => expectedSingletonRate([0.5, 1.5], 3)).toThrow(
    new RangeError('answeredWeights[1] must lie in [0, 1], got 1.5'),
  );
  expect(() => expectedSingletonRate([0.5], 0)).toThrow('examples must be an integer ≥ 1, got 0');
  expect(() => expectedMissingMass([0.5], -1)).toThrow('got -1');
  expect(() => expectedSingletonRateOfShare([0.5], 3, 0)).toThrow('weight must lie in (0, 1], got 0');
  expect(() => expectedMissingMassOfShare([0.5], 0, 0.5)).toThrow('totalExamples');
});
