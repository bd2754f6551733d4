import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  exactSlack,
  isVacuous,
  paperSlack,
  theorem2Lower,
  theorem2LowerExact,
  theorem2LowerTight,
  theorem2Upper,
  theorem2UpperExact,
  tightSlack,
} from '../../src/theory/theorem2.js';

const gamma = 0.01;
const birthdays = { minErrors: 364, delta: 0 };

describe('slack', () => {
  test.each([
    [1e4, 0.9],
    [5e4, 0.45],
    [1e5, 0.33],
    [1e6, 0.12],
  ])('of the paper at N = %d is %d', (examples, published) => {
    expect(paperSlack(examples)).toBeCloseTo(published, 2);
  });

  // The published N leave out 2/min|E_c| and δ: at them, sr alone equals the slack.
  test.each([
    [0.5, 2453, 38718],
    [0.3, 7096, 123279],
    [0.2, 16460, 306954],
  ])('falls below sr = %d from N = %d on in the tight form, %d in the published one', (sr, tight, paper) => {
    expect(tightSlack(tight, gamma)).toBeLessThan(sr);
    expect(tightSlack(tight - 1, gamma)).toBeGreaterThanOrEqual(sr);
    expect(paperSlack(paper)).toBeLessThan(sr);
    expect(paperSlack(paper - 1)).toBeGreaterThanOrEqual(sr);
  });

  test('at γ = 0.01 is the formula of the theory sheet', () => {
    for (const n of [1, 10, 4321, 1e6]) {
      const sheet =
        (4.42 * Math.sqrt(Math.log(1000)) + Math.sqrt(2 * Math.log(300 * n) * Math.log(600))) / Math.sqrt(n);
      expect(tightSlack(n, gamma)).toBeCloseTo(sheet, 12);
    }
  });

  test('tight ≤ exact for every N and γ ≤ 1/2; exact ≤ paper at γ = 0.01', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 1e-9, max: 0.5, noNaN: true }), (n, anyGamma) => {
        expect(tightSlack(n, anyGamma)).toBeLessThanOrEqual(exactSlack(n, anyGamma));
        expect(exactSlack(n, gamma)).toBeLessThanOrEqual(paperSlack(n));
      }),
    );
  });
});

describe('lower bounds', () => {
  test('subtract 2/min|E_c|, the slack and δ from sr', () => {
    const input = { singletonRate: 0.5, examples: 1e6, minErrors: 364, delta: 0.03 };
    expect(theorem2Lower(input)).toBeCloseTo(0.5 - 2 / 364 - (35 + 6 * Math.log(1e6)) / 1000 - 0.03, 12);
    expect(theorem2LowerExact({ ...input, gamma })).toBeCloseTo(0.5 - 2 / 364 - (6 * Math.log(3e8)) / 1000 - 0.03, 12);
    expect(theorem2LowerTight({ ...input, gamma })).toBeCloseTo(0.5 - 2 / 364 - tightSlack(1e6, gamma) - 0.03, 12);
  });

  test('stay vacuous a little beyond the published N, for 2/min|E_c| is part of them', () => {
    expect(isVacuous(theorem2Lower({ ...birthdays, singletonRate: 0.5, examples: 38718 }))).toBe(true);
    expect(isVacuous(theorem2Lower({ ...birthdays, singletonRate: 0.5, examples: 40000 }))).toBe(false);
    expect(isVacuous(theorem2LowerTight({ ...birthdays, singletonRate: 0.5, examples: 2453, gamma }))).toBe(true);
    expect(isVacuous(theorem2LowerTight({ ...birthdays, singletonRate: 0.5, examples: 2520, gamma }))).toBe(false);
    expect(isVacuous(0)).toBe(true);
  });
});

describe('upper bounds', () => {
  test('have the closed forms of Theorem 2', () => {
    const input = { singletonRate: 0.358, examples: 2000, maxErrors: 364 };
    expect(theorem2Upper(input)).toBeCloseTo(0.358 * (364 / 365) + 13 / Math.sqrt(2000), 12);
    expect(theorem2UpperExact({ ...input, gamma })).toBeCloseTo(
      0.358 * (364 / 365) + 5 * Math.sqrt(Math.log(500) / 2000),
      12,
    );
  });

  test('the paper rounds up', () => {
    const input = { singletonRate: 0.2, examples: 777, maxErrors: 3 };
    expect(theorem2Upper(input)).toBeGreaterThan(theorem2UpperExact({ ...input, gamma }));
  });
});

test('values outside the domain are refused and quoted', () => {
  const input = { singletonRate: 0.2, examples: 100, minErrors: 4, delta: 0 };
  expect(() => theorem2Lower({ ...input, singletonRate: 1.5 })).toThrow(
    new RangeError('singletonRate must lie in [0, 1], got 1.5'),
  );
  expect(() => theorem2Lower({ ...input, examples: 0 })).toThrow('examples must be an integer ≥ 1, got 0');
  expect(() => theorem2Lower({ ...input, minErrors: 0 })).toThrow('minErrors');
  expect(() => theorem2Lower({ ...input, delta: -1 })).toThrow('delta');
  expect(() => theorem2LowerExact({ ...input, gamma: 0 })).toThrow('gamma must lie in (0, 1], got 0');
  expect(() => theorem2LowerTight({ ...input, gamma: 2 })).toThrow('got 2');
  expect(() => theorem2UpperExact({ singletonRate: 0.2, examples: 100, maxErrors: 4, gamma: -1 })).toThrow('gamma');
  expect(() => theorem2Upper({ singletonRate: 0.2, examples: 0, maxErrors: 4 })).toThrow('examples');
  expect(() => theorem2Upper({ singletonRate: 0.2, examples: 9, maxErrors: 0 })).toThrow('maxErrors');
});
