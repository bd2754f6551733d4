import { describe, expect, test } from '@jest/globals';
import { chao1, chaoJostCoverage, unseenPrompts } from '../../src/theory/chao.js';
import { drawsOf, type FrequencyCounts, frequencyCounts, promptsOf } from '../../src/theory/frequencyCounts.js';
import { normalQuantile, twoSidedQuantile } from '../../src/theory/normalQuantile.js';
import { expectDigits, published } from './published.js';

interface Numbers {
  readonly name: string;
  readonly draws: number;
  readonly prompts: number;
  readonly turing?: number;
  readonly chaoJost: number;
  readonly classic: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly biasCorrected?: number;
}
interface Published {
  readonly cases: readonly (Numbers & { readonly counts: FrequencyCounts })[];
  readonly summaries: readonly (Numbers & { readonly f1: number; readonly f2: number })[];
}

const { cases, summaries } = published<Published>('chao');

describe('published', () => {
  // A summary gives only f_1, f_2, n and S: the rest of the draws may fall on the other prompts in any way.
  const spread = ({ f1, f2, draws, prompts }: Published['summaries'][number]): FrequencyCounts => {
    const [others, left] = [prompts - f1 - f2, draws - f1 - 2 * f2];
    return frequencyCounts([
      [1, f1],
      [2, f2],
      [3, others - 1],
      [left - 3 * (others - 1), 1],
    ]);
  };
  test.each([...cases, ...summaries.map((each) => ({ ...each, counts: spread(each) }))])('$name', (known) => {
    const counts = frequencyCounts(known.counts);
    expect([drawsOf(counts), promptsOf(counts)]).toEqual([known.draws, known.prompts]);
    const found = chao1(counts, 0.95);
    for (const key of ['classic', 'standardError', 'lower', 'upper'] as const) expectDigits(found[key], known[key]);
    expectDigits(chaoJostCoverage(counts), known.chaoJost);
    if (known.turing !== undefined) expectDigits(1 - counts[0][1] / known.draws, known.turing);
    if (known.biasCorrected !== undefined) expect(found.biasCorrected).toBeCloseTo(known.biasCorrected, 10);
  });
});

test('no doubletons: f_1 (f_1 − 1)/2', () => {
  const counts = frequencyCounts([
    [1, 4],
    [3, 2],
  ]); // n = 10
  expect(unseenPrompts(counts)).toBeCloseTo(0.9 * 6, 12);
  expect(chao1(counts, 0.95).classic).toBeCloseTo(6 + 5.4, 12);
  // A = (n − 1)(f_1 − 1)/((n − 1)(f_1 − 1) + 2)
  expect(chaoJostCoverage(counts)).toBeCloseTo(1 - 0.4 * (27 / 29), 12);
  expect(chaoJostCoverage(counts, 10)).toBeCloseTo(1 - 0.4 * (27 / 29) ** 11, 12);
});

test('one singleton alone, and none: nothing speaks for prompts not seen', () => {
  const one = frequencyCounts([
    [1, 1],
    [5, 3],
  ]);
  expect([chao1(one, 0.95).classic, chaoJostCoverage(one)]).toEqual([4, 1]);
  const none = frequencyCounts([
    [2, 3],
    [4, 1],
  ]);
  const { classic, lower, upper } = chao1(none, 0.95);
  expect([classic, lower, chaoJostCoverage(none)]).toEqual([4, 4, 1]);
  expect(upper).toBeGreaterThan(4);
});

test('coverage grows with more draws, to 1', () => {
  const counts = frequencyCounts([
    [1, 12],
    [2, 4],
    [9, 3],
  ]);
  const values = [0, 1, 10, 100, 1e5].map((more) => chaoJostCoverage(counts, more));
  expect(values).toEqual([...values].sort((a, b) => a - b));
  expect(values.at(-1)).toBeCloseTo(1, 10);
});

test('normal quantiles (NIST tables)', () => {
  for (const [p, z] of [
    [0.975, 1.959964],
    [0.95, 1.644854],
    [0.995, 2.575829],
    [0.9995, 3.290527],
    [0.5, 0],
    [0.001, -3.090232],
  ])
    expect(normalQuantile(p)).toBeCloseTo(z, 6);
  expect(twoSidedQuantile(0.95)).toBeCloseTo(1.959964, 6);
  expect(() => normalQuantile(1)).toThrow(RangeError);
});
