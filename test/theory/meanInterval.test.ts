import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { binomialInterval } from '../../src/theory/binomialInterval.js';
import { meanInterval, meanShareInterval, studentQuantile975 } from '../../src/theory/meanInterval.js';

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

describe('meanShareInterval', () => {
  test('stays in [0, 1], contains the mean and the t interval, and mirrors', () => {
    const share = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 0.5));
    fc.assert(
      fc.property(fc.array(share, { minLength: 2, maxLength: 9 }), (values) => {
        const { mean, interval } = meanShareInterval(values);
        const plain = meanInterval(values).interval!;
        expect(interval!.lower).toBeGreaterThanOrEqual(0);
        expect(interval!.upper).toBeLessThanOrEqual(1);
        expect(interval!.lower).toBeLessThanOrEqual(mean + 1e-12);
        expect(interval!.upper).toBeGreaterThanOrEqual(mean - 1e-12);
        expect(interval!.lower).toBeLessThanOrEqual(Math.max(0, plain.lower) + 1e-12);
        expect(interval!.upper).toBeGreaterThanOrEqual(Math.min(1, plain.upper) - 1e-12);
        const mirrored = meanShareInterval(values.map((value) => 1 - value)).interval!;
        // A spread of the size of rounding may vanish in 1 − value.
        if (Math.max(...values) - Math.min(...values) > 1e-9 || new Set(values).size === 1) {
          expect(mirrored.lower).toBeCloseTo(1 - interval!.upper, 9);
          expect(mirrored.upper).toBeCloseTo(1 - interval!.lower, 9);
        }
      }),
    );
  });

  test('three values by hand, on the scale of the logit', () => {
    const { interval } = meanShareInterval([0.8, 0.9, 0.95]);
    const [mean, deviation] = [0.88333333, Math.sqrt(0.0116666667 / 2)];
    const h = (4.303 * deviation) / Math.sqrt(3) / (mean * (1 - mean));
    const logit = Math.log(mean / (1 - mean));
    expect(interval!.lower).toBeCloseTo(1 / (1 + Math.exp(h - logit)), 6);
    // The plain t interval reaches farther up, to 1.07, and is cut.
    expect(interval!.upper).toBe(1);
  });

  test('equal values get what Clopper and Pearson give, which one seed does not', () => {
    for (const n of [2, 3, 8]) {
      expect(meanShareInterval(Array(n).fill(1)).interval).toEqual({
        lower: expect.closeTo(binomialInterval(n, n).lower, 12),
        upper: 1,
      });
      expect(meanShareInterval(Array(n).fill(0)).interval).toEqual({
        lower: 0,
        upper: expect.closeTo(binomialInterval(0, n).upper, 12),
      });
    }
    expect(meanShareInterval([0.4]).interval).toBeNull();
    expect(() => meanShareInterval([0.4, 1.1])).toThrow('1.1');
    expect(() => meanShareInterval([0.4, Number.NaN])).toThrow('NaN');
  });

  // Coverages of docs/theory.md §6, which this test makes anew.
  const worlds: readonly (readonly [string, (share: Draw) => number, mean: number, least: number])[] = [
    ['Beta(2, 2)', ({ beta }) => beta(2, 2), 1 / 2, 0.94],
    ['Beta(20, 2)', ({ beta }) => beta(20, 2), 20 / 22, 0.94],
    ['Beta(50, 1)', ({ beta }) => beta(50, 1), 50 / 51, 0.93],
    ['Beta(5, ½)', ({ beta }) => beta(5, 1 / 2), 10 / 11, 0.92],
    ['Beta(2, 0.2)', ({ beta }) => beta(2, 0.2), 10 / 11, 0.86],
    ['0 or 1, 70 %', ({ next }) => Number(next() < 0.7), 0.7, 0.95],
    ['0 or 1, 90 %', ({ next }) => Number(next() < 0.9), 0.9, 0.95],
    ['1, or 0.3 to 0.7 in 20 %', ({ next }) => (next() < 0.8 ? 1 : 0.3 + 0.4 * next()), 0.9, 0.95],
  ];
  test.each(worlds)('covers the mean of worlds of %s', (_, world, mean, least) => {
    // Three standard errors of 4000 draws are 0.01.
    for (const n of [3, 5, 8]) expect(coverage(n, world, mean)).toBeGreaterThan(least - 0.01);
  });

  test('misses the mean of two narrow kinds of worlds if one is rare, as documented', () => {
    const kinds = ({ next, beta }: Draw): number => (next() < 0.9 ? beta(50, 1) : beta(1, 50));
    const covered = [3, 5, 8].map((n) => coverage(n, kinds, 0.9 * (50 / 51) + 0.1 / 51));
    expect(covered).toEqual([0.61, 0.44, 0.57].map((each) => expect.closeTo(each, 1)));
  });
});

/** Share of 4000 samples of n worlds whose interval contains the mean. */
function coverage(n: number, world: (draw: Draw) => number, mean: number): number {
  const draw = draws(20);
  let covered = 0;
  for (let i = 0; i < 4000; i++) {
    const { lower, upper } = meanShareInterval(Array.from({ length: n }, () => world(draw))).interval!;
    if (lower <= mean + 1e-12 && upper >= mean - 1e-12) covered += 1;
  }
  return covered / 4000;
}

interface Draw {
  next(): number;
  beta(a: number, b: number): number;
}

/** Returns uniform draws, and Beta draws as ratios of Gamma draws: sums of exponentials, and Jöhnk's method for what is less than 1. */
function draws(seed: number): Draw {
  const random = stream(seed, 'bootstrap/shares');
  const next = (): number => 1 - uniform(random);
  const gamma = (a: number): number => {
    let sum = 0;
    for (let i = 0; i < Math.floor(a); i++) sum -= Math.log(next());
    const rest = a - Math.floor(a);
    if (rest === 0) return sum;
    for (;;) {
      const [x, y] = [next() ** (1 / rest), next() ** (1 / (1 - rest))];
      if (x + y <= 1) return sum - (Math.log(next()) * x) / (x + y);
    }
  };
  return {
    next,
    beta: (a, b) => {
      const x = gamma(a);
      return x / (x + gamma(b));
    },
  };
}
