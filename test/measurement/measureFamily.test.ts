/** The path from a language model to the figures, and what is refused on it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { responseProbabilities } from '../../src/measurement/responseProbabilities.js';
import { measureResponseProbabilities } from '../../src/measurement/summariseExact.js';
import { edgeLogProbabilities } from '../../src/models/edgeLogProbabilities.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { randomCase } from './randomCase.js';
import { calibratedRows, countsOf, rowOf, smallTokens, smallWorld, spreadRow, tableModel } from './smallWorld.js';

const gamma = 0.01;
const family = smallWorld({ responseCount: 5, answer: [3, 0, 2, 4], answerProbability: 1 });
const counts = countsOf([2, 1, 0, 0]);

describe('measureFamily', () => {
  test('gives p̂ of whole responses of several tokens, as a table of p̂ would', async () => {
    await fc.assert(
      fc.asyncProperty(randomCase, async (drawn) => {
        const model = tableModel(drawn.family, drawn.rows);
        const seen: Float64Array[] = [];
        const measured = await measureFamily(model, drawn.family, drawn.counts, {
          gamma,
          onPrompt: (c, pHat) => (seen[c] = pHat),
        });
        expect(seen).toHaveLength(drawn.rows.length);
        seen.forEach((pHat, c) => pHat.forEach((p, r) => expect(p).toBeCloseTo(drawn.rows[c][r], 12)));
        // The same numbers, rounded as the model rounds them, through the path without a model.
        expect(measured).toEqual(measureResponseProbabilities(drawn.family, drawn.counts, seen, { gamma }));
      }),
      { numRuns: 100 },
    );
  });

  test('finds the calibrated learner calibrated although its ties pass through logarithms', async () => {
    const measured = await measureFamily(tableModel(family, calibratedRows(family, counts)), family, counts, { gamma });
    expect(measured.errorRate).toBeCloseTo(2 / 5, 12);
    expect(measured.delta).toBeLessThan(1e-12);
  });

  test('p̂ = 1/(R − 1) is a tie at the threshold, not above it, in spite of rounding', async () => {
    const rows = family.prompts.map(() =>
      rowOf(5, [
        [0, 1 / 4],
        [1, 1 / 4],
        [2, 1 / 4],
        [3, (1 / 4) * (1 + 1e-15)],
      ]),
    );
    const measured = await measureFamily(tableModel(family, rows), family, counts, { gamma });
    expect(measured.iivError).toBeCloseTo(1 / 2, 12);
    expect(measured.signedDelta).toBe(0);
  });

  test('patterns have no Theorem 2, and a rule gives their answers: excess loss from entropy alone', () => {
    const pattern = smallWorld({ responseCount: 5, answer: [3, 0, 2, 4], answerProbability: 0.8, nature: 'pattern' });
    const truth = Array.from(pattern.answer, (a) =>
      rowOf(5, [
        [a, 0.8],
        [5, 0.2],
      ]),
    );
    const measured = measureResponseProbabilities(pattern, counts, truth, { gamma });
    expect(measured.excessCrossEntropy).toBeCloseTo(0, 12);
    expect(measured).toMatchObject({
      nature: 'pattern',
      theorem2: null,
      errorRateExpected: null,
      calibratedError: null,
    });
    const marginal = truth.map(() => spreadRow(5, 0.8, 0.2));
    expect(measureResponseProbabilities(pattern, counts, marginal, { gamma }).excessCrossEntropy).toBeCloseTo(
      0.8 * Math.log(5),
      12,
    );
  });

  test('trainDelta is against the training rows: none where p̂ is their empirical distribution', () => {
    const mixed = smallWorld({ responseCount: 5, answer: [3, 0, 2, 4], answerProbability: 0.5 });
    const rows = countsOf([3, 1, 0, 0], [1, 0, 2, 0]);
    const empirical = [
      rowOf(5, [
        [3, 0.75],
        [5, 0.25],
      ]),
      rowOf(5, [[0, 1]]),
      rowOf(5, [[5, 1]]),
      rowOf(5, [[1, 1]]),
    ];
    // A tie at t = 1/4 is not above: IDK at c0 is left out of A on both sides.
    const measured = measureResponseProbabilities(mixed, rows, empirical, { gamma });
    expect(measured.trainDelta).toBeCloseTo(0, 12);
    // c0: .75 − .5; c1: 1 − .5; c2: 1 − .5; c3: 1 − 0, each with μ = 1/4.
    expect(measured.signedDelta).toBeCloseTo((0.25 + 0.5 + 0.5 + 1) / 4, 12);
    expect(measured.onlyAbstained).toMatchObject({ mass: 0.25, errorRate: 0 });
    // p̂ gives 0.9 to the response that 3 of 4 rows have, for a prompt of 4 of the 7 rows.
    const bolder = [
      rowOf(5, [
        [3, 0.9],
        [5, 0.1],
      ]),
      ...empirical.slice(1),
    ];
    expect(measureResponseProbabilities(mixed, rows, bolder, { gamma }).trainDelta).toBeCloseTo((0.15 * 4) / 7, 12);
  });

  test('strata end at 0, 1, 2, 4, 9 and nowhere', () => {
    const answered = [0, 1, 2, 3, 4, 5, 9, 10, 99, 0];
    const ten = smallWorld({ responseCount: 4, answer: answered.map(() => 0), answerProbability: 1 });
    const rows = answered.map((_, c) =>
      rowOf(4, [
        [0, 1 - c / 10],
        [1, c / 10],
      ]),
    );
    const { byCount } = measureResponseProbabilities(ten, countsOf(answered), rows, { gamma });
    expect(byCount.map(({ count, countMax }) => [count, countMax])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 4],
      [5, 9],
      [10, null],
    ]);
    expect(byCount.map(({ mass }) => Number(mass.toFixed(12)))).toEqual([0.2, 0.1, 0.1, 0.2, 0.2, 0.2]);
    expect(byCount.map(({ errorRate }) => Number(errorRate!.toFixed(12)))).toEqual([0.45, 0.1, 0.2, 0.35, 0.55, 0.75]);
  });
});

describe('edgeLogProbabilities', () => {
  const model = tableModel(family, calibratedRows(family, counts));

  test('uses the quicker way of a model that has one', async () => {
    const quick: LanguageModel = {
      ...model,
      nextTokenLogProbabilities: () => Promise.reject(new Error('the slow way')),
      answerTreeLogProbabilities: (prompts, tree) =>
        Promise.resolve(new Float64Array(prompts.length * tree.edgeToken.length).fill(-1)),
    };
    expect(Array.from(await edgeLogProbabilities(quick, family.prompts.slice(0, 1), family.tree))).toEqual(
      new Array(8).fill(-1),
    );
  });

  test('asks at most 2048 contexts at once and loses none at the seams', async () => {
    const sizes: number[] = [];
    const prompt = smallTokens(5).prompt;
    const many = Array.from({ length: 1500 }, (_, i) => Int32Array.of(prompt + (i % 4)));
    const counting: LanguageModel = {
      ...model,
      nextTokenLogProbabilities: (contexts) => {
        sizes.push(contexts.length);
        return model.nextTokenLogProbabilities(contexts);
      },
    };
    const four = await edgeLogProbabilities(model, family.prompts, family.tree);
    const all = await edgeLogProbabilities(counting, many, family.tree);
    expect(sizes).toEqual([2048, 2048, 404]);
    for (let i = 0; i < 1500; i++) {
      const expected = four.subarray((i % 4) * 8, (i % 4) * 8 + 8);
      expect(all.subarray(i * 8, i * 8 + 8)).toEqual(expected);
    }
    sizes.length = 0;
    let rows = 0;
    for await (const row of responseProbabilities(counting, many, family.tree)) {
      expect(row[family.answer[rows % 4]]).toBeCloseTo(
        calibratedRows(family, counts)[rows % 4][family.answer[rows % 4]],
        12,
      );
      rows++;
    }
    expect(rows).toBe(1500);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2048);
  });

  test('refuses an answer of the wrong size', async () => {
    const short: LanguageModel = { ...model, nextTokenLogProbabilities: () => Promise.resolve(new Float64Array(3)) };
    await expect(edgeLogProbabilities(short, family.prompts, family.tree)).rejects.toThrow(
      'model table must return 156 log-probabilities, got 3',
    );
  });
});

describe('refusals', () => {
  const rows = calibratedRows(family, counts);

  test('a family without training rows has no singleton rate', async () => {
    const none = countsOf([0, 0, 0, 0]);
    expect(() => measureResponseProbabilities(family, none, rows, { gamma })).toThrow(
      'family small has no training rows',
    );
    await expect(measureFamily(tableModel(family, rows), family, none, { gamma })).rejects.toThrow(RangeError);
  });

  test('rows and counts must be those of the family', () => {
    expect(() => measureResponseProbabilities(family, counts, rows.slice(1), { gamma })).toThrow(
      'expected p̂ of 4 prompts, got 3',
    );
    expect(() => measureResponseProbabilities(family, countsOf([1, 2]), rows, { gamma })).toThrow(
      'expected counts of 4 prompts, got 2 and 2',
    );
    expect(() => measureResponseProbabilities(family, { ...counts, examples: 7 }, rows, { gamma })).toThrow(
      'expected counts that sum to examples, 7, got 3',
    );
    expect(() =>
      measureResponseProbabilities(
        family,
        counts,
        rows.map((row) => row.slice(1)),
        { gamma },
      ),
    ).toThrow('expected 6 responses (IDK last), got 5');
    expect(() => measureResponseProbabilities(family, counts, rows, { gamma: 0 })).toThrow(
      'gamma must lie in (0, 1], got 0',
    );
  });

  test('a diverged or unnormalised model is named with its prompt', () => {
    const broken = (value: number) => [...rows.slice(0, 2), rowOf(5, [[1, value]]), rows[3]];
    expect(() => measureResponseProbabilities(family, counts, broken(NaN), { gamma })).toThrow(
      'family small, prompt 2: probabilities must be ≥ 0, got NaN',
    );
    expect(() => measureResponseProbabilities(family, counts, broken(-0.1), { gamma })).toThrow('got -0.1');
    expect(() => measureResponseProbabilities(family, counts, broken(1.1), { gamma })).toThrow(
      'must sum to at most 1, got 1.1',
    );
  });

  test('a world of one response has no errors to measure', () => {
    const one = smallWorld({ responseCount: 1, answer: [0], answerProbability: 1 });
    expect(() => measureResponseProbabilities(one, countsOf([1]), [rowOf(1, [[0, 1]])], { gamma })).toThrow(
      'responseCount must be at least 2, got 1',
    );
  });
});
