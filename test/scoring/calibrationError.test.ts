import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Binning, brierScore, calibrationError } from '../../src/scoring/calibrationError.js';
import { riskCoverage } from '../../src/scoring/riskCoverage.js';

interface Published {
  readonly confidence: number[];
  readonly right: number[];
  readonly bins: number;
  readonly l1: number;
  readonly l2?: number;
  readonly max?: number;
}
const { cases } = JSON.parse(readFileSync('test/external/calibrationError.json', 'utf8')) as { cases: Published[] };

const answer = fc.record({
  p: fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 0, max: 10 }).map((k) => k / 10),
  ),
  y: fc.boolean(),
  w: fc.integer({ min: 1, max: 9 }),
});
const someAnswers = fc.array(answer, { minLength: 1, maxLength: 40 });
function columns(rows: readonly { p: number; y: boolean; w?: number }[]) {
  return {
    confidence: rows.map(({ p }) => p),
    right: rows.map(({ y }) => Number(y)),
    ...(rows.every(({ w }) => w !== undefined) && { weight: rows.map(({ w }) => w!) }),
  };
}
const binnings: readonly Binning[] = ['equal-width', 'equal-mass'];

describe('calibration error', () => {
  test.each(cases)('published case %#', ({ confidence, right, bins, l1, l2, max }) => {
    const error = calibrationError({ confidence, right }, bins)!;
    expect(error.l1).toBeCloseTo(l1, 4);
    if (l2 !== undefined) expect(error.l2).toBeCloseTo(l2, 4);
    if (max !== undefined) expect(error.max).toBeCloseTo(max, 4);
  });

  test('0 and 1 belong to the first and the last bin, an inner edge to the bin below', () => {
    const { bins } = calibrationError(
      { confidence: [0, 0.1, 0.3, 0.30000000000000004, 1], right: [0, 0, 0, 0, 1] },
      10,
    )!;
    expect(bins.map(({ above, upTo, weight }) => [above, upTo, weight])).toEqual([
      [0, 0.1, 2],
      [0.2, 0.3, 1],
      [0.3, 0.4, 1],
      [0.9, 1, 1],
    ]);
  });

  test('one confidence for all: one bin of equal mass, its gap the error', () => {
    const error = calibrationError({ confidence: [0.7, 0.7, 0.7, 0.7], right: [1, 0, 1, 0] }, 15, 'equal-mass')!;
    expect(error.bins).toHaveLength(1);
    expect(error.l1).toBeCloseTo(0.2, 12);
    expect([error.l2, error.max]).toEqual([error.l1, error.l1]);
  });

  test('bins of equal mass hold equally many where confidences differ', () => {
    const confidence = Array.from({ length: 12 }, (_, i) => (i + 1) / 13);
    const { bins } = calibrationError({ confidence, right: confidence.map(() => 1) }, 4, 'equal-mass')!;
    expect(bins.map(({ weight }) => weight)).toEqual([3, 3, 3, 3]);
  });

  test('more bins than answers: a bin an answer, and the error is the mean gap', () => {
    const error = calibrationError({ confidence: [0.2, 0.9], right: [0, 1] }, 10, 'equal-mass')!;
    expect(error.bins.map(({ weight }) => weight)).toEqual([1, 1]);
    expect(error.l1).toBeCloseTo((0.2 + 0.1) / 2, 12);
  });

  test('no answers, no error', () => {
    expect(calibrationError({ confidence: [], right: [] }, 10)).toBeNull();
    expect(brierScore({ confidence: [], right: [] })).toBeNull();
    expect(riskCoverage({ confidence: [], right: [] })).toBeNull();
  });

  test('l1 ≤ l2 ≤ max; every answer in one bin; the order of rows and the unit of weights do not matter', () => {
    fc.assert(
      fc.property(
        someAnswers,
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(...binnings),
        (rows, count, binning) => {
          const { l1, l2, max, bins } = calibrationError(columns(rows), count, binning)!;
          expect(l1).toBeLessThanOrEqual(l2 + 1e-12);
          expect(l2).toBeLessThanOrEqual(max + 1e-12);
          expect(bins.reduce((sum, { weight }) => sum + weight, 0)).toBe(rows.reduce((sum, { w }) => sum + w, 0));
          expect(bins.length).toBeLessThanOrEqual(count);
          const other = calibrationError(
            columns([...rows].reverse().map((row) => ({ ...row, w: row.w * 1024 }))),
            count,
            binning,
          )!;
          expect(other.l1).toBeCloseTo(l1, 12);
          expect(other.bins.map(({ upTo }) => upTo)).toEqual(bins.map(({ upTo }) => upTo));
        },
      ),
    );
  });

  test('a weight of k is k answers', () => {
    fc.assert(
      fc.property(
        someAnswers,
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(...binnings),
        (rows, count, binning) => {
          const repeated = columns(rows.flatMap(({ p, y, w }) => Array.from({ length: w }, () => ({ p, y }))));
          expect(calibrationError(columns(rows), count, binning)!.l2).toBeCloseTo(
            calibrationError(repeated, count, binning)!.l2,
            12,
          );
          expect(brierScore(columns(rows))!).toBeCloseTo(brierScore(repeated)!, 12);
          expect(riskCoverage(columns(rows))!.area).toBeCloseTo(riskCoverage(repeated)!.area, 12);
        },
      ),
    );
  });

  test('an exact probability of being right is many answers', () => {
    const exact = { confidence: [0.6, 0.9], right: [0.25, 1] };
    const counted = { confidence: [0.6, 0.6, 0.6, 0.6, 0.9, 0.9, 0.9, 0.9], right: [1, 0, 0, 0, 1, 1, 1, 1] };
    expect(calibrationError(exact, 10)!.l1).toBeCloseTo(calibrationError(counted, 10)!.l1, 12);
    expect(brierScore(exact)!).toBeCloseTo(brierScore(counted)!, 12);
    expect(riskCoverage(exact)!.area).toBeCloseTo(riskCoverage(counted)!.area, 12);
  });

  test.each([
    [{ confidence: [1.1], right: [1] }, 10],
    [{ confidence: [NaN], right: [1] }, 10],
    [{ confidence: [0.5], right: [2] }, 10],
    [{ confidence: [0.5, 0.5], right: [1] }, 10],
    [{ confidence: [0.5], right: [1], weight: [-1] }, 10],
    [{ confidence: [0.5], right: [1] }, 0],
  ])('refuses what is outside its domain, case %#', (answers, count) => {
    expect(() => calibrationError(answers, count)).toThrow(RangeError);
  });
});

describe('risk–coverage', () => {
  test('by hand: confidences 0.9, 0.8, 0.8, 0.1, the second and the last wrong', () => {
    const { curve, area } = riskCoverage({ confidence: [0.1, 0.8, 0.9, 0.8], right: [0, 0, 1, 1] })!;
    expect(curve).toEqual([
      { threshold: 0.9, coverage: 0.25, risk: 0 },
      { threshold: 0.8, coverage: 0.75, risk: 1 / 3 },
      { threshold: 0.1, coverage: 1, risk: 0.5 },
    ]);
    expect(area).toBeCloseTo(0.5 * (1 / 3) + 0.25 * 0.5, 12);
  });

  test('without ties the area is the mean risk of the k surest, k = 1 … n (Geifman, Uziel and El-Yaniv 2019)', () => {
    fc.assert(
      fc.property(fc.uniqueArray(answer, { minLength: 1, maxLength: 30, selector: ({ p }) => p + 0 }), (rows) => {
        const falling = [...rows].sort((a, b) => b.p - a.p).map(({ p, y }) => ({ p, y }));
        const risks = falling.map((_, k) => falling.slice(0, k + 1).filter(({ y }) => !y).length / (k + 1));
        expect(riskCoverage(columns(falling))!.area).toBeCloseTo(risks.reduce((a, b) => a + b) / risks.length, 12);
      }),
    );
  });

  test('one confidence for all: the error rate at coverage 1, and the area is the same', () => {
    expect(riskCoverage({ confidence: [0.4, 0.4, 0.4, 0.4], right: [1, 0, 0, 0] })).toEqual({
      curve: [{ threshold: 0.4, coverage: 1, risk: 0.75 }],
      area: 0.75,
    });
  });
});
