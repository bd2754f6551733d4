import { describe, expect, test } from '@jest/globals';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import {
  goodTuringInterval,
  lemma1HalfWidth,
  missingMassEstimate,
  missingMassStandardError,
  promptsSeen,
  singletonRate,
} from '../../src/theory/goodTuring.js';

describe('singletonRate', () => {
  test('divides the prompts answered once by all rows', () => {
    expect(singletonRate(Int32Array.of(2, 1, 0, 0), 3)).toBeCloseTo(1 / 3, 15);
    // Two rows more that abstain: same singletons, larger N.
    expect(singletonRate(Int32Array.of(2, 1, 0, 0), 5)).toBeCloseTo(1 / 5, 15);
  });

  test('is undefined without rows, and says so', () => {
    expect(() => singletonRate([0, 0], 0)).toThrow(new RangeError('examples must be an integer ≥ 1, got 0'));
    expect(() => singletonRate([1, 1], 1)).toThrow('got 2');
  });

  test('leaves its input alone', () => {
    const answered = Object.freeze([1, 2, 1]);
    expect(singletonRate(answered, 4)).toBe(0.5);
    expect(promptsSeen(answered, 2)).toBe(1);
  });
});

test('the intervals have the widths of the theory sheet, cut to [0, 1]', () => {
  const { lower, upper } = goodTuringInterval(5000, 10000, 0.05);
  const halfWidth = 1e-4 + 2.42 * Math.sqrt(Math.log(80) / 1e4);
  expect(lower).toBeCloseTo(0.5 - halfWidth, 12);
  expect(upper).toBeCloseTo(0.5 + halfWidth, 12);
  expect(goodTuringInterval(0, 4, 0.05)).toEqual({ lower: 0, upper: 1 });
  expect(lemma1HalfWidth(2000, 0.01)).toBeCloseTo(4.42 * Math.sqrt(Math.log(500) / 2000), 12);
  expect(() => lemma1HalfWidth(2000, 0)).toThrow('gamma must lie in (0, 1], got 0');
});

test('prosody of Gale and Sampson: 120 singletons in 30902 give P0 = 0.003883244', () => {
  expect(missingMassEstimate(120, 30902)).toBeCloseTo(0.003883244, 9);
});

test('missingMassStandardError refuses counts that do not fit in N', () => {
  expect(() => missingMassStandardError(2, 5, 10)).toThrow('1.2');
  expect(missingMassStandardError(10, 0, 10)).toBe(0);
});

describe('over 500 drawn corpora with abstentions and uneven μ', () => {
  const prompts = 300;
  const examples = 400;
  const weights = Array.from({ length: prompts }, (_, c) => 1 / (c + 5));
  const total = weights.reduce((a, b) => a + b, 0);
  const alpha = (c: number): number => (c % 3 === 0 ? 0.5 : 0.9);
  const cumulative = new Float64Array(prompts);
  weights.reduce((sum, w, c) => (cumulative[c] = sum + w / total), 0);

  const random = xoroshiro128plus(20250904);
  const corpora = Array.from({ length: 500 }, () => {
    const answered = new Int32Array(prompts);
    for (let i = 0; i < examples; i++) {
      const u = uniformFloat64(random);
      const drawn = cumulative.findIndex((edge) => u < edge);
      const c = drawn < 0 ? prompts - 1 : drawn;
      if (uniformFloat64(random) < alpha(c)) answered[c]++;
    }
    const missingMass = weights.reduce((sum, w, c) => (answered[c] === 0 ? sum + (w / total) * alpha(c) : sum), 0);
    const sr = singletonRate(answered, examples);
    const standardError = missingMassStandardError(promptsSeen(answered, 1), promptsSeen(answered, 2), examples);
    return { difference: missingMass - sr, standardError };
  });

  test('Lemma 1 at γ = 0.01 holds in at least 99 %', () => {
    const held = corpora.filter(({ difference }) => Math.abs(difference) <= lemma1HalfWidth(examples, 0.01)).length;
    expect(held).toBeGreaterThanOrEqual(495);
  });

  test('MM − sr spreads as its standard error says', () => {
    // 500 draws give a standard deviation to 3.2 % (one standard error), and the mean square of the formula more
    // exactly.
    const meanSquare = corpora.reduce((sum, { difference }) => sum + difference ** 2, 0) / corpora.length;
    const predicted = corpora.reduce((sum, { standardError }) => sum + standardError ** 2, 0) / corpora.length;
    expect(Math.sqrt(meanSquare / predicted)).toBeGreaterThan(0.9);
    expect(Math.sqrt(meanSquare / predicted)).toBeLessThan(1.1);
  });
});
