import { describe, expect, test } from '@jest/globals';
import { binomial } from '../../src/random/binomial.js';
import { stream } from '../../src/random/stream.js';

describe('binomial', () => {
  test('edges', () => {
    const bits = stream(1, 'bootstrap');
    expect([binomial(bits, 0, 0.5), binomial(bits, 7, 0), binomial(bits, 7, 1)]).toEqual([0, 0, 7]);
    expect(() => binomial(bits, -1, 0.5)).toThrow(RangeError);
    expect(() => binomial(bits, 3, 1.5)).toThrow(RangeError);
  });

  test.each([
    [1, 0.3],
    [5, 0.5],
    [40, 0.05],
    [40, 0.93],
    [1_000_000, 0.4],
    [1_000_000, 1e-6],
    [1_000_000_000, 0.4],
    [9_000_000_000_000_000, 0.9],
  ])('mean and variance of %d draws at %d', (n, p) => {
    const bits = stream(3, 'bootstrap');
    const draws = 20_000;
    const values = Array.from({ length: draws }, () => binomial(bits, n, p));
    const mean = values.reduce((a, b) => a + b) / draws;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws - 1);
    const expected = n * p * (1 - p);
    expect(Math.abs(mean - n * p)).toBeLessThan(4 * Math.sqrt(expected / draws));
    // The fourth central moment of a binomial is 3σ⁴ + σ²(1 − 6p(1 − p)).
    const spread = Math.sqrt((2 * expected ** 2 + expected * (1 - 6 * p * (1 - p))) / draws);
    expect(Math.abs(variance - expected)).toBeLessThan(4 * spread);
    expect(values.every((x) => Number.isInteger(x) && x >= 0 && x <= n)).toBe(true);
  });

  test('each value as often as the formula says', () => {
    const bits = stream(9, 'bootstrap');
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 40_000; i++) counts[binomial(bits, 3, 0.25)]++;
    const expected = [27, 27, 9, 1].map((x) => (40_000 * x) / 64);
    const chiSquare = counts.reduce((sum, count, k) => sum + (count - expected[k]) ** 2 / expected[k], 0);
    expect(chiSquare).toBeLessThan(16.27); // 0.1 % of 3 degrees of freedom
  });
});
