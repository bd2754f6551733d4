/** Rows that are no draws are told from draws of every law, and what is said of them. */
import { describe, expect, test } from '@jest/globals';
import { promptWeights } from '../../src/corpus/frequencies/registry.js';
import type { PromptCounts } from '../../src/estimate/countPrompts.js';
import { isOdd, scatterOf } from '../../src/estimate/doubt/scatter.js';
import { estimate } from '../../src/estimate/estimate.js';
import { estimateAnswer, estimateScreen } from '../../src/estimate/show/estimateScreen.js';
import { aliasSampler } from '../../src/random/aliasSampler.js';
import { stream } from '../../src/random/stream.js';
import { drawsOf, type FrequencyCounts, frequencyCounts, promptsOf } from '../../src/theory/frequencyCounts.js';

type Pairs = readonly (readonly [number, number])[];

function scatter(pairs: Pairs) {
  const counts = frequencyCounts(pairs);
  return scatterOf(counts, drawsOf(counts));
}

function countsOf(frequencies: FrequencyCounts): PromptCounts {
  return {
    rows: drawsOf(frequencies),
    answeredRows: drawsOf(frequencies),
    emptyPrompts: 0,
    prompts: promptsOf(frequencies),
    frequencies,
    conflictingPrompts: null,
    distinctAnswers: null,
  };
}

const LAWS = [
  { kind: 'uniform' },
  { kind: 'zipf', exponent: 1 },
  { kind: 'zipf', exponent: 2 },
  { kind: 'pareto', shape: 1.2 },
  { kind: 'head-tail', headPrompts: 20, headMass: 0.8 },
] as const;

describe('draws of every law are taken for draws, and the same rows twice are not', () => {
  test.each(LAWS)('$kind', (law) => {
    for (const [prompts, rows] of [
      [200, 60],
      [200, 400],
      [3000, 9000],
      [200, 10_000],
    ]) {
      const options = { path: '', prompts, answerProbability: 1, totalExamples: rows, weight: 1 };
      const draw = aliasSampler(promptWeights(law, { ...options, stream: stream(1, 'world') }));
      const random = stream(rows, 'sample');
      for (let i = 0; i < 4; i++) {
        const times = new Int32Array(prompts);
        for (let row = 0; row < rows; row++) times[draw(random)]++;
        const tally = new Map<number, number>();
        for (const each of times) if (each > 0) tally.set(each, (tally.get(each) ?? 0) + 1);
        const once = scatter([...tally]);
        expect([once.draws, once.multipleOf, isOdd(once)]).toEqual([true, null, false]);
        const twice = scatter([...tally].map(([r, f]) => [2 * r, f] as const));
        if (promptsOf(frequencyCounts(tally)) < 6) continue;
        expect([twice.draws, twice.multipleOf! % 2]).toEqual([false, 0]);
        expect(twice.oneCopy).toMatchObject({ singletons: tally.get(twice.multipleOf! / 2) ?? 0 });
      }
    }
  });
});

describe('other rows that are no draws', () => {
  test.each<[string, Pairs]>([
    ['four to six paraphrases of each prompt', [[4, 30], [5, 200], [6, 30]]], // biome-ignore format: pairs
    ['as many as fit: one to ten of each', Array.from({ length: 10 }, (_, at) => [at + 1, 100] as const)],
    ['at most five of each', [[1, 100], [2, 50], [3, 30], [4, 20], [5, 80]]], // biome-ignore format: pairs
    ['a file given twice, and a few rows beside it', [[1, 20], [2, 300], [3, 10], [4, 80], [6, 20]]], // biome-ignore format: pairs
    ['about twenty of each', [[18, 20], [19, 50], [20, 80], [21, 40]]], // biome-ignore format: pairs
  ])('%s', (_, pairs) => {
    const found = scatter(pairs);
    expect(found.draws).toBe(false);
    const e = estimate(countsOf(frequencyCounts(pairs)), { level: 0.95 });
    expect(e.warnings[0]).toMatch(/^The rows are not draws/);
    expect([...e.extrapolation, ...e.dataNeeded].filter(({ trustworthy }) => trustworthy)).toEqual([]);
    expect(estimateScreen(e, { read: '' })).toMatch(/^These rows are not draws/);
    expect(estimateScreen(e, { read: '' })).not.toMatch(/already/);
  });

  test('too few prompts to tell say nothing', () => {
    expect(scatter([[2, 3], [6, 1]])).toMatchObject({ draws: true, multipleOf: null }); // biome-ignore format: pairs
    expect(scatter([[4, 5]])).toMatchObject({ draws: false, multipleOf: 4 });
  });
});

test('three epochs in which some answers are abstentions: rows are counted with them', () => {
  const answered: Pairs = [[1, 1], [2, 4], [3, 7], [5, 3], [6, 2], [8, 1]]; // biome-ignore format: pairs
  const rowFrequencies = frequencyCounts([[3, 13], [6, 4], [9, 1]]); // biome-ignore format: pairs
  const counts = { ...countsOf(frequencyCounts(answered)), rows: 72, rowFrequencies };
  const e = estimate(counts, { level: 0.95 });
  expect(e.scatter).toMatchObject({ draws: false, multipleOf: 3, oneCopy: null });
  expect(e.warnings[0]).toMatch(/multiples of 3, if abstentions are counted[^]*3 epochs/);
  expect(e.calibratedError.errorRate).toBeNull();
  expect(estimate({ ...counts, rowFrequencies: undefined }, { level: 0.95 }).scatter.draws).toBe(true);
});

test('most rows twice, in few prompts: more even counts than draws of any law give', () => {
  const found = scatter([[1, 1], [2, 12], [4, 9], [5, 1], [6, 3]]); // biome-ignore format: pairs
  expect(found).toMatchObject({ draws: false, multipleOf: null, mostlyMultipleOf: 2 });
});

test('every row twice: no estimate, and what one copy would give', () => {
  const once: Pairs = [[1, 2], [2, 3], [3, 1], [5, 2], [7, 1], [12, 1]]; // biome-ignore format: pairs
  const e = estimate(countsOf(frequencyCounts(once.map(([r, f]) => [2 * r, f] as const))), { level: 0.95 });
  expect(e.scatter).toMatchObject({
    draws: false,
    multipleOf: 2,
    oneCopy: { rows: 40, prompts: 10, singletons: 2, doubletons: 3, singletonRate: 0.05 },
  });
  expect([e.goodTuring.missingMass, e.calibratedError.errorRate, e.simpleGoodTuring.p0]).toEqual([null, null, null]);
  expect([e.extrapolation, e.dataNeeded, e.curve]).toEqual([[], [], []]);
  expect(e.warnings[0]).toMatch(/All counts are even[^]*40 rows, 2 singletons, 3 doubletons[^]*0\.0500/);
  expect(estimateAnswer(e)).toMatch(/All counts are multiples of 2/);
  expect(estimateScreen(e, { read: '' })).not.toMatch(/reached/);
});

test('five paraphrases of each prompt: one copy would look deduplicated, and the warning says so', () => {
  const e = estimate(countsOf(frequencyCounts([[5, 40]])), { level: 0.95 });
  expect(e.warnings[0]).toMatch(/multiples of 5[^]*would look deduplicated/);
  expect(e.calibratedError.errorRate).toBeNull();
});
