/** The study "who ate what": its list, the metrics of the published code by hand, and a network that learns a small list. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import '../properties.js';
import { stream } from '../../src/random/stream.js';
import type { StudyValues } from '../../src/studies/study.js';
import { drawList } from '../../src/studies/whoAteWhat/list.js';
import { publishedMiscalibration } from '../../src/studies/whoAteWhat/publishedMiscalibration.js';
import { type StatementModel, statementValues } from '../../src/studies/whoAteWhat/statements.js';
import { whoAteWhatStudy } from '../../src/studies/whoAteWhat/whoAteWhat.js';
import { lexicon } from '../corpus/worlds.js';

const sizes = { people: 20, foods: 10, listed: 100, exponent: 1 };

function listOf(seed: number, changes: Partial<typeof sizes> = {}, rows = 80) {
  return drawList({ ...sizes, ...changes }, rows, stream(seed, 'world'), stream(seed, 'sample'));
}

describe('a list of facts', () => {
  test('holds every fact as often as it says, and its rows at most so often', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.constantFrom(0, 0.5, 2), fc.integer({ min: 1, max: 100 }), (seed, exponent, rows) => {
        const { pairs, probability, occurrences, ...list } = listOf(seed, { exponent }, rows);
        expect(new Set(pairs).size).toBe(pairs.length);
        expect(Math.min(...pairs)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...pairs)).toBeLessThan(200);
        expect(probability.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        expect(occurrences.reduce((sum, times) => sum + times, 0)).toBe(rows);
        expect(list.rows).toHaveLength(rows);
        occurrences.forEach((times, fact) => {
          expect(times).toBeLessThanOrEqual(Math.round(100 * probability[fact]));
        });
      }),
    );
  });

  test('follows Zipf’s law: the most frequent pair of many draws has the weight of the first rank', () => {
    const { probability } = listOf(1, { listed: 100_000 });
    const weights = Array.from({ length: 200 }, (_, place) => 1 / (place + 1));
    const [first, second] = [...probability].sort((a, b) => b - a);
    const total = weights.reduce((sum, each) => sum + each, 0);
    expect(first).toBeCloseTo(1 / total, 2);
    expect(second).toBeCloseTo(0.5 / total, 2);
  });

  test('has the published monofact rates and, at a tenth of the size, those too', () => {
    const [large, small] = [
      { people: 1000, foods: 101, listed: 10_000, exponent: 1 },
      { people: 1000, foods: 101, listed: 1000, exponent: 1.5 },
    ].map((options) => listOf(3, options, 0.8 * options.listed));
    const once = ({ occurrences, rows }: typeof large) =>
      occurrences.reduce((sum, times) => sum + (times === 1 ? 1 : 0), 0) / rows.length;
    expect(once(large)).toBeCloseTo(0.368, 1); // 0.368 ± 0.005 published
    expect(once(small)).toBeCloseTo(0.097, 1); // 0.097 ± 0.011
  });
});

describe('miscalibration as published', () => {
  test('by hand: two statements of one fact, one of another, one untrue, and a fact unsaid', () => {
    // Bins of two statements: {0}, then {1, the untrue one, 2}, whose truth is spread as a sixth each.
    const value = publishedMiscalibration(Float64Array.of(0.5, 0.25, 0.25), Int32Array.of(0, 1, 0, -5));
    expect(value).toBeCloseTo(1 / 6, 12);
  });

  test('is 0 for a sample that is the truth, and near 1 where every statement is untrue', () => {
    expect(publishedMiscalibration(Float64Array.of(0.5, 0.5), Int32Array.of(0, 1, 1, 0))).toBeCloseTo(0, 12);
    const untrue = Int32Array.from({ length: 50 }, (_, i) => -1 - i);
    expect(publishedMiscalibration(new Float64Array(1000).fill(0.001), untrue)).toBeGreaterThan(0.9);
  });

  test('is far from 0 for few statements of the truth itself, and falls with their number', () => {
    const truth = new Float64Array(1000).fill(0.001);
    const of = (statements: number) => {
      const draws = stream(1, 'draw');
      return publishedMiscalibration(
        truth,
        Int32Array.from({ length: statements }, () => (draws.next() >>> 0) % 1000),
      );
    };
    expect(of(100)).toBeGreaterThan(0.8);
    expect(of(100_000)).toBeLessThan(0.1);
  });
});

describe('what a model says', () => {
  // Two people and two foods: tokens 0 (start), 1, 2 (who), 3, 4 (what). On the list: pair 0 (1 3) twice, pair 3 (2 4) once.
  const list = {
    people: 2,
    foods: 2,
    pairs: Int32Array.of(0, 3),
    probability: Float64Array.of(2 / 3, 1 / 3),
    occurrences: Int32Array.of(2, 0),
    rows: Int32Array.of(0, 0),
  };
  const model: StatementModel = {
    tokens: 5,
    who: Float64Array.of(0, 0.5, 0.25, 0.25, 0), // a quarter begins with a food, which is no statement
    what: Float64Array.of(0, 0, 0, 0.8, 0.2, /**/ 0, 0, 0, 0.4, 0.6),
  };

  test('is true, novel or false with exact probabilities', () => {
    const values = statementValues(list, model, 10, stream(1, 'draw'));
    expect(values.falseRate).toBeCloseTo(1 - 0.4 - 0.15, 12);
    expect(values.novelTrueRate).toBeCloseTo(0.15, 12);
    const [one, other] = [0.1, 0.1].map((q) => 1 - (1 - q) ** 10); // 1 4 and 2 3
    expect(values.distinctFalseShare).toBeCloseTo((one + other) / 10 + 0.25, 12);
    expect(values.totalVariation).toBeCloseTo((2 / 3 - 0.4 + 1 / 3 - 0.15 + 0.45) / 2, 12);
  });

  test('its false statements are the different ones of many samples, on average', () => {
    const { distinctFalseShare } = statementValues(
      list,
      { ...model, who: Float64Array.of(0, 0.5, 0.5, 0, 0) },
      5,
      stream(1, 'draw'),
    );
    const draws = stream(2, 'draw');
    const uniform = () => (draws.next() >>> 0) / 2 ** 32;
    let different = 0;
    const samples = 20_000;
    for (let sample = 0; sample < samples; sample++) {
      const said = new Set<string>();
      for (let i = 0; i < 5; i++) {
        const who = uniform() < 0.5 ? 1 : 2;
        const what = uniform() < (who === 1 ? 0.8 : 0.4) ? 3 : 4;
        if ((who === 1) !== (what === 3)) said.add(`${who} ${what}`);
      }
      different += said.size;
    }
    expect(different / samples / 5).toBeCloseTo(distinctFalseShare, 2);
  });
});

describe('the study', () => {
  const options = whoAteWhatStudy.options.parse({
    people: 12,
    foods: 6,
    listed: 40,
    exponent: 0.5,
    width: 16,
    heads: 2,
    dropout: 0,
    steps: 400,
    batchSize: 32,
    learningRate: 0.005,
    statements: 50,
  });
  const run = (seed: number, changes: Partial<typeof options> = {}) =>
    whoAteWhatStudy.run({ ...options, ...changes }, { seed, lexicon, onProgress: () => {} });

  test('a network says at first what is false, and in the end what it was shown; equal seeds give equal values', async () => {
    const shares: number[] = [];
    const values = await whoAteWhatStudy.run(options, { seed: 4, lexicon, onProgress: (share) => shares.push(share) });
    expect(values.falseRate).toBeLessThan(0.1);
    expect((values.early as StudyValues).falseRate).toBeGreaterThan(0.2);
    expect(values.totalVariation).toBeLessThan(0.35); // what it was not shown is at most a fifth of the list
    expect(shares).toHaveLength(400);
    expect(shares.at(-1)).toBe(1);
    expect(await run(4)).toEqual(values);
    expect(await run(5)).not.toEqual(values);
  });

  test('heads that do not divide the width, and a rate at which training diverges, are named', async () => {
    await expect(run(1, { heads: 3 })).rejects.toThrow(/the heads must share the width evenly: study\.heads/);
    await expect(run(1, { learningRate: 1e30 })).rejects.toThrow(/the loss is not finite: study\.learningRate/);
  });

  test('its training counts as work, with a fifth of a usual step for 128 statements', () => {
    expect(whoAteWhatStudy.usualSteps?.(options)).toBe((options.steps * options.batchSize) / 128 / 5);
  });
});
