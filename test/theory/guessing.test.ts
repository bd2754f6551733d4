import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { penalty } from '../../src/theory/confidenceTarget.js';
import { fewerRightThan, honestBenchmarksNeeded, mixedThreshold, someGuessRight } from '../../src/theory/guessing.js';

test('birthdays: a lead of a point is an even bet at 253 questions, and all but sure at 3000', () => {
  expect(someGuessRight(1 / 365, 252)).toBeLessThan(0.5);
  expect(someGuessRight(1 / 365, 253)).toBeCloseTo(0.5005, 4);
  expect(someGuessRight(1 / 365, 1000)).toBeCloseTo(0.93565, 5);
  expect(someGuessRight(1 / 365, 3000)).toBeCloseTo(0.9997, 4);
});

describe('fewer right guesses than a limit', () => {
  test('the binomial distribution, counted by hand', () => {
    // Three throws of a fair coin: 1, 3, 3, 1 of 8.
    expect([0, 0.5, 1, 1.5, 2, 3, 3.5].map((limit) => fewerRightThan(limit, 0.5, 3) * 8)).toEqual(
      [0, 1, 1, 4, 4, 7, 8].map((eighths) => expect.closeTo(eighths, 9)),
    );
    expect(fewerRightThan(1, 0, 10)).toBe(1);
    expect(fewerRightThan(10, 1, 10)).toBe(0);
  });

  test('at limit 1 it is what someGuessRight leaves', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 4000 }),
        (chance, guesses) => {
          expect(fewerRightThan(1, chance, guesses) + someGuessRight(chance, guesses)).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});

describe('honest benchmarks among others', () => {
  test('the numbers that are published or worked out by hand, of 300', () => {
    expect(honestBenchmarksNeeded(300, 1, 0.2)).toBeCloseTo(100, 9);
    expect(honestBenchmarksNeeded(300, 1, 0.25)).toBeCloseTo(150, 9);
    expect(honestBenchmarksNeeded(300, 1, 0.1)).toBeCloseTo(37.5, 9);
    expect(honestBenchmarksNeeded(300, 1, 1 / 365)).toBeCloseTo(0.8264, 4);
    // SimpleQA: o4-mini answers 51 % more than gpt-5-thinking-mini, 2 of them right: one honest benchmark weighs as
    // much as 23.5.
    expect(1 / honestBenchmarksNeeded(1, 1, 2 / 51)).toBeCloseTo(23.5, 9);
    expect(honestBenchmarksNeeded(300, 1, 0.5)).toBe(Infinity);
  });

  test('a share of penalised benchmarks is a smaller penalty: the threshold is met at exactly the number needed', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.9, noNaN: true }),
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        (chance, lambda) => {
          const needed = honestBenchmarksNeeded(300, lambda, chance);
          fc.pre(Number.isFinite(needed) && needed < 1e6);
          expect(mixedThreshold(needed / (300 + needed), lambda)).toBeCloseTo(chance, 6);
        },
      ),
    );
  });

  test('all of them honest: the threshold is the confidence target', () => {
    for (const t of [0, 0.5, 0.75, 0.9]) expect(mixedThreshold(1, penalty(t))).toBeCloseTo(t, 12);
    expect(mixedThreshold(0, 9)).toBe(0);
  });

  test('numbers out of range are named', () => {
    expect(() => mixedThreshold(1.1, 1)).toThrow('share must lie in [0, 1], got 1.1');
    expect(() => mixedThreshold(1, -1)).toThrow(RangeError);
    expect(() => someGuessRight(2, 1)).toThrow(RangeError);
    expect(() => fewerRightThan(1, 0.5, 1.5)).toThrow(RangeError);
    expect(() => honestBenchmarksNeeded(-1, 1, 0.5)).toThrow(RangeError);
  });
});
