import { describe, expect, test } from '@jest/globals';
import { meanInterval, studentQuantile975 } from '../../src/theory/meanInterval.js';

/** Pr[|T| < t] for Student's t, by Simpson's rule: with t = √ν tan θ the density is ∝ cos^(ν−1) θ. */
function centralProbability(t: number, degreesOfFreedom: number): number {
  const integral = (end: number): number => {
    const steps = 20_000;
    let sum = 0;
    for (let i = 0; i <= steps; i++) {
      const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      sum += weight * Math.cos((end * i) / steps) ** (degreesOfFreedom - 1);
    }
    return (sum * end) / (3 * steps);
  };
  return integral(Math.atan(t / Math.sqrt(degreesOfFreedom))) / integral(Math.PI / 2);
}

describe('studentQuantile975', () => {
  test('holds 95 % between its ends, in the table and beyond it', () => {
    for (let df = 1; df <= 30; df++) {
      // The table has three decimals: the quantile is right to half of the last.
      const q = studentQuantile975(df);
      expect(centralProbability(q - 0.00051, df)).toBeLessThan(0.95);
      expect(centralProbability(q + 0.00051, df)).toBeGreaterThan(0.95);
    }
    for (const df of [31, 35, 50, 99, 1000]) {
      const q = studentQuantile975(df);
      expect(centralProbability(q - 1e-4, df)).toBeLessThan(0.95);
      expect(centralProbability(q + 1e-4, df)).toBeGreaterThan(0.95);
    }
  });

  test.each([
    [40, 2.021],
    [60, 2.0],
    [100, 1.984],
  ])('is the published value at %d degrees of freedom', (df, published) => {
    expect(studentQuantile975(df)).toBeCloseTo(published, 3);
  });
});

describe('meanInterval', () => {
  test('three values by hand: 2 ± 4.303 · 1/√3', () => {
    const { mean, count, interval } = meanInterval(Object.freeze([1, 2, 3]));
    expect(mean).toBe(2);
    expect(count).toBe(3);
    expect(interval!.lower).toBeCloseTo(2 - 4.303 / Math.sqrt(3), 12);
    expect(interval!.upper).toBeCloseTo(2 + 4.303 / Math.sqrt(3), 12);
  });

  test('one value has no interval, equal values an empty one', () => {
    expect(meanInterval([0.25])).toEqual({ mean: 0.25, count: 1, interval: null });
    expect(meanInterval([0.25, 0.25])).toEqual({ mean: 0.25, count: 2, interval: { lower: 0.25, upper: 0.25 } });
  });

  test('refuses nothing at all and values that are not finite', () => {
    expect(() => meanInterval([])).toThrow(RangeError);
    expect(() => meanInterval([1, Infinity])).toThrow('Infinity');
    expect(() => studentQuantile975(0)).toThrow('got 0');
  });
});
