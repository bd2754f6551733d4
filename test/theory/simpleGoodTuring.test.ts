import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawsOf, frequencyCounts, promptsOf } from '../../src/theory/frequencyCounts.js';
import { simpleGoodTuring, smearedCount } from '../../src/theory/simpleGoodTuring.js';
import { expectDigits, published } from './published.js';

interface Case {
  readonly name: string;
  readonly counts: readonly (readonly [number, number])[];
  readonly confidence: readonly number[];
  readonly draws: number;
  readonly prompts: number;
  readonly p0: number;
  readonly slope?: number;
  readonly intercept?: number;
  readonly renormaliser?: number;
  readonly smoothedFrom?: number;
  readonly smearedCounts?: Readonly<Record<string, number>>;
  readonly adjustedCounts?: Readonly<Record<string, number>>;
  readonly probabilities?: Readonly<Record<string, number>>;
  readonly warns?: boolean;
  readonly undefined?: boolean;
}

describe('published', () => {
  test.each(published<{ cases: Case[] }>('simpleGoodTuring').cases)('$name', (known) => {
    const counts = frequencyCounts(known.counts);
    expect([drawsOf(counts), promptsOf(counts)]).toEqual([known.draws, known.prompts]);
    for (const confidence of known.confidence) {
      const found = simpleGoodTuring(counts, confidence);
      expectDigits(found.p0, known.p0);
      for (const key of ['slope', 'intercept', 'renormaliser'] as const)
        if (known[key] !== undefined) expectDigits(found[key]!, known[key]);
      if (known.smoothedFrom !== undefined) expect(found.smoothedFrom).toBe(known.smoothedFrom);
      for (const [r, value] of Object.entries(known.smearedCounts ?? {}))
        expectDigits(
          smearedCount(
            counts,
            counts.findIndex(([times]) => times === Number(r)),
          ),
          value,
        );
      for (const [r, value] of Object.entries(known.adjustedCounts ?? {}))
        expectDigits(found.adjustedCounts.get(Number(r))!, value);
      for (const [r, value] of Object.entries(known.probabilities ?? {}))
        expectDigits(found.adjustedCounts.get(Number(r))! / known.draws, value);
      expect(found.warning === null).toBe(known.warns !== true);
      if (known.undefined === true)
        expect([found.slope, found.intercept, found.renormaliser, found.adjustedCounts.size]).toEqual([
          null,
          null,
          null,
          0,
        ]);
    }
  });
});

const someCounts = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 400 })), { minLength: 2, maxLength: 20 })
  .map(frequencyCounts);

test('probabilities of seen prompts sum to 1 − P0; nothing is NaN', () => {
  fc.assert(
    fc.property(someCounts, fc.double({ min: 0.1, max: 4, noNaN: true }), (counts, confidence) => {
      const { p0, adjustedCounts, slope } = simpleGoodTuring(counts, confidence);
      if (counts.length === 1) return expect(adjustedCounts.size).toBe(0);
      const seen =
        counts.reduce((sum, [times, prompts]) => sum + prompts * adjustedCounts.get(times)!, 0) / drawsOf(counts);
      expect(seen).toBeCloseTo(1 - p0, 10);
      expect(Number.isFinite(slope)).toBe(true);
    }),
  );
});

test('the confidence factor decides where smoothing begins: some data give two tables', () => {
  const counts = frequencyCounts([
    [1, 400],
    [2, 120],
    [3, 70],
    [4, 45],
    [5, 20],
    [7, 9],
    [9, 6],
    [12, 3],
    [20, 1],
  ]);
  const froms = [0.01, 1.65, 1.96, 50].map((confidence) => simpleGoodTuring(counts, confidence).smoothedFrom!);
  expect(froms).toEqual([...froms].sort((a, b) => b - a));
  expect(froms[0]).toBeGreaterThan(froms[3]);
  expect(froms[3]).toBe(1);
});

test('mistakes are named', () => {
  expect(() => simpleGoodTuring([])).toThrow(RangeError);
  expect(() => simpleGoodTuring(frequencyCounts([[1, 1]]), 0)).toThrow(/confidence/);
  expect(() => frequencyCounts([[0, 1]])).toThrow(/times/);
  expect(() => frequencyCounts([[1, 0.5]])).toThrow(/prompts/);
});
