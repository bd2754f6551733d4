/** Extrapolations are possible for all counts: new prompts are none of fewer than zero, grow with the data, and stay below τ·n_1. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { curveOf } from '../../src/estimate/curve/curve.js';
import { estimate } from '../../src/estimate/estimate.js';
import { extrapolate } from '../../src/estimate/extrapolate.js';
import { estimateScreen } from '../../src/estimate/show/estimateScreen.js';
import { drawsOf, frequencyCounts, promptsOf, seenTimes } from '../../src/theory/frequencyCounts.js';
import { rarefied } from '../../src/theory/unseen/rarefaction.js';

const FACTORS = [1.05, 1.5, 2, 2.2, 3, 5, 10, 30];

function countsOf(pairs: readonly (readonly [number, number])[]) {
  const frequencies = frequencyCounts(pairs);
  const rows = drawsOf(frequencies);
  return {
    rows,
    answeredRows: rows,
    emptyPrompts: 0,
    prompts: promptsOf(frequencies),
    frequencies,
    conflictingPrompts: null,
    distinctAnswers: null,
  };
}

describe('new prompts', () => {
  test('for all counts', () => {
    const count = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 200 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(count, fc.integer({ min: 1, max: 1000 })), { minLength: 1 }), (pairs) => {
        const { frequencies, rows } = countsOf(pairs);
        let before = 0;
        for (const { factor, ...e } of extrapolate(frequencies, rows, FACTORS, 0.95)) {
          const slack = 1e-9 * (1 + e.newPrompts);
          expect(e.newPrompts).toBeGreaterThanOrEqual(before - slack);
          expect(e.newPrompts).toBeLessThanOrEqual((factor - 1) * seenTimes(frequencies, 1) + slack);
          expect(0 <= e.newPromptsLower && e.newPromptsLower <= e.newPrompts).toBe(true);
          expect(e.newPromptsUpper).toBeGreaterThanOrEqual(e.newPrompts);
          before = e.newPrompts;
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a saturated corpus: by Chao1 little more than one prompt is left', () => {
    const { frequencies, rows } = countsOf([[1, 30], [2, 400], [3, 900], [4, 1000]]); // biome-ignore format: pairs
    for (const e of extrapolate(frequencies, rows, [2, 5, 10], 0.95)) expect(e.newPrompts).toBeCloseTo(1.125, 3);
  });

  test('a site with six kinds, one of them seen once', () => {
    const { frequencies, rows } = countsOf([[1, 1], [3, 1], [7, 2], [19, 1], [79, 1]]); // biome-ignore format: pairs
    const found = extrapolate(frequencies, rows, [1.5, 2, 5, 10], 0.95).map(({ newPrompts }) => newPrompts);
    expect(found).toEqual([0.5, 1, 4, 9]);
  });
});

test('eight rows: an error of 1 % is only perhaps reached', () => {
  const counts = countsOf([[2, 1], [6, 1]]); // biome-ignore format: pairs
  const e = estimate(counts, { level: 0.95 });
  expect(e.dataNeeded.map(({ reached, trustworthy }) => [reached, trustworthy])).toEqual([
    ['perhaps', false],
    ['perhaps', false],
  ]);
  const screen = estimateScreen(e, { read: '' });
  expect(screen).toMatch(/An error of 1 % may be reached: the interval goes up to 72\.8 %/);
  expect(screen).not.toMatch(/is already|would add little/);
  const sure = estimate(countsOf([[1, 1], [2, 1], [3, 1], [900, 40], [1000, 40]]), { level: 0.95 }); // biome-ignore format: pairs
  expect(sure.dataNeeded.map(({ reached }) => reached)).toEqual(['yes', 'yes']);
});

test('the curve passes through the data: what fewer rows show grows, and what is missing falls', () => {
  const { frequencies, rows } = countsOf([[1, 31], [2, 17], [3, 9], [5, 6], [20, 3]]); // biome-ignore format: pairs
  const curve = curveOf(frequencies, rows, 0.95);
  expect(curve.map(({ from }) => from).filter((from, at, all) => from !== all[at - 1])).toEqual([
    'rarefaction',
    'data',
    'extrapolation',
  ]);
  for (const [at, { prompts, missingMass, lower, upper }] of curve.entries()) {
    expect(lower <= missingMass && missingMass <= upper).toBe(true);
    if (at === 0) continue;
    expect(prompts).toBeGreaterThan(curve[at - 1]!.prompts);
    expect(missingMass).toBeLessThan(curve[at - 1]!.missingMass);
  }
});

test('rarefaction: the mean over all choices of rows', () => {
  const rows = ['a', 'a', 'a', 'b', 'b', 'c', 'd', null]; // a row without an answer last
  const frequencies = frequencyCounts([[1, 2], [2, 1], [3, 1]]); // biome-ignore format: pairs
  for (const m of [1, 2, 3, 5, 7]) {
    const sums = { prompts: 0, missingMass: 0, singletons: 0, doubletons: 0 };
    let choices = 0;
    for (let mask = 0; mask < 2 ** rows.length; mask++) {
      const chosen = rows.filter((_, at) => (mask >> at) & 1);
      if (chosen.length !== m) continue;
      choices += 1;
      const times = (c: string): number => chosen.filter((each) => each === c).length;
      const kinds = ['a', 'b', 'c', 'd'].map(times);
      sums.prompts += kinds.filter((n) => n > 0).length;
      sums.singletons += kinds.filter((n) => n === 1).length;
      sums.doubletons += kinds.filter((n) => n === 2).length;
      const rest = rows.filter((_, at) => !((mask >> at) & 1));
      sums.missingMass += rest.filter((c) => c !== null && times(c) === 0).length / rest.length;
    }
    const expected = rarefied(frequencies, rows.length, m);
    for (const [key, sum] of Object.entries(sums))
      expect(expected[key as keyof typeof expected]).toBeCloseTo(sum / choices, 10);
  }
});
