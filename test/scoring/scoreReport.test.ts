import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ModelTotals } from '../../src/scoring/gradedAnswers.js';
import { flips, ranking } from '../../src/scoring/ranking.js';
import { type ScoreOptions, scoreReport } from '../../src/scoring/scoreReport.js';
import { penalisedScore } from '../../src/scoring/tally.js';
import { answerRows, gradedFrom } from './randomAnswers.js';

interface Published {
  readonly models: readonly {
    readonly model: string;
    readonly correct: number;
    readonly incorrect: number;
    readonly abstained: number;
    readonly accuracyAttempted: [number, number];
    readonly f1: number;
    readonly scores: Record<string, number>;
  }[];
  readonly flip: { readonly ahead: string; readonly behind: string; readonly penalty: [number, number] };
}
const published = JSON.parse(readFileSync('test/external/simpleqa.json', 'utf8')) as Published;
const OPTIONS: ScoreOptions = { targets: [0, 0.5, 0.75, 0.9], bins: 10, resamples: 200, level: 0.95, seed: 1 };
const NO_ANSWERS = gradedFrom([]).answers;

function totals(n: number | null): ModelTotals[] {
  return published.models.map(({ model, correct, incorrect, abstained }) => ({
    model,
    right: correct,
    error: incorrect,
    abstention: abstained,
    n,
  }));
}

describe("the article's SimpleQA table", () => {
  const report = scoreReport({ answers: NO_ANSWERS, totals: totals(null) }, OPTIONS);

  test.each(published.models)('$model', ({ model, correct, accuracyAttempted: [right, attempted], f1, scores }) => {
    const scored = report.models.find((each) => each.model === model)!;
    expect(scored.accuracy).toBe(correct / 100);
    expect(scored.accuracyAttempted).toBe(right / attempted);
    expect(scored.f1).toBeCloseTo(f1, 6);
    expect(scored.scores).toEqual(scores);
    expect(scored).toMatchObject({ n: null, intervals: null });
  });

  test('one flip, at a penalty of 2/49', () => {
    const {
      ahead,
      behind,
      penalty: [numerator, denominator],
    } = published.flip;
    expect(report.flips).toEqual([
      { ahead, behind, penalty: numerator / denominator, target: numerator / (numerator + denominator) },
    ]);
    expect(report.rankings['0']).toEqual([ahead, behind]);
    for (const t of ['0.5', '0.75', '0.9']) expect(report.rankings[t]).toEqual([behind, ahead]);
  });

  test('the same with 4326 questions has intervals, which are as wide as they should be', () => {
    const [first] = scoreReport({ answers: NO_ANSWERS, totals: totals(4326) }, { ...OPTIONS, resamples: 2000 }).models;
    const { lower, upper } = first.intervals!.accuracy;
    // Normal approximation: ±1.96 √(p(1 − p)/n).
    expect(upper - lower).toBeCloseTo(2 * 1.96 * Math.sqrt((0.22 * 0.78) / 4326), 3);
    const { lower: low, upper: high } = first.intervals!.scores['0.5']!;
    const variance = 0.22 + 0.26 - (0.22 - 0.26) ** 2;
    expect((high - low) / (2 * 1.96 * Math.sqrt(variance / 4326))).toBeCloseTo(1, 1);
  });
});

const tally = fc
  .record({
    right: fc.integer({ min: 0, max: 50 }),
    error: fc.integer({ min: 0, max: 50 }),
    abstention: fc.integer({ min: 0, max: 50 }),
  })
  .filter(({ right, error, abstention }) => right + error + abstention > 0);
const tallies = fc
  .array(tally, { minLength: 1, maxLength: 6 })
  .map((all) => all.map((each, at) => ({ ...each, model: `m${at}` })));

describe('flips and rankings', () => {
  test('just below its penalty the one leads, just above the other, at it neither', () => {
    fc.assert(
      fc.property(tallies, (models) => {
        const byModel = new Map(models.map((each) => [each.model, each]));
        for (const { ahead, behind, penalty, target } of flips(models)) {
          const lead = (lambda: number): number =>
            penalisedScore(byModel.get(ahead)!, lambda) - penalisedScore(byModel.get(behind)!, lambda);
          expect(lead(0)).toBeGreaterThan(0);
          expect(lead(penalty * (1 - 1e-6))).toBeGreaterThan(0);
          expect(lead(penalty * (1 + 1e-6))).toBeLessThan(0);
          expect(lead(penalty)).toBeCloseTo(0, 12);
          expect(target / (1 - target)).toBeCloseTo(penalty, 9);
        }
      }),
    );
  });

  test('every pair whose order differs between two penalties is among the flips, and no other', () => {
    fc.assert(
      fc.property(tallies, (models) => {
        const found = new Set(flips(models).map(({ ahead, behind }) => `${ahead} ${behind}`));
        for (const a of models) {
          for (const b of models) {
            const lead = (lambda: number): number => {
              const difference = penalisedScore(a, lambda) - penalisedScore(b, lambda);
              return Math.abs(difference) < 1e-9 * (1 + lambda) ? 0 : Math.sign(difference);
            };
            expect(found.has(`${a.model} ${b.model}`)).toBe(lead(0) > 0 && lead(1e6) < 0);
          }
        }
      }),
    );
  });

  test('a ranking is a permutation by falling score; equal scores are tied and stand by name', () => {
    fc.assert(
      fc.property(tallies, fc.double({ min: 0, max: 20, noNaN: true }), (models, lambda) => {
        const { order, tied } = ranking([...models].reverse(), lambda);
        expect([...order].sort()).toEqual(models.map(({ model }) => model).sort());
        const scores = order.map((name) => penalisedScore(models.find(({ model }) => model === name)!, lambda));
        for (let i = 1; i < scores.length; i++) expect(scores[i]).toBeLessThanOrEqual(scores[i - 1] + 1e-9);
        for (const group of tied) expect([...group].sort()).toEqual(group);
        expect(ranking(models, lambda)).toEqual({ order, tied });
      }),
    );
    const twins = ['y', 'x'].map((model) => ({ model, right: 3, error: 1, abstention: 0 }));
    expect(ranking(twins, 1)).toEqual({ order: ['x', 'y'], tied: [['x', 'y']] });
    expect(flips(twins)).toEqual([]);
  });

  test('of a pair that ties by accuracy neither leads, so that nothing flips', () => {
    expect(
      flips([
        { model: 'a', right: 2, error: 2, abstention: 0 },
        { model: 'b', right: 1, error: 0, abstention: 1 },
      ]),
    ).toEqual([]);
  });
});

describe('reports of rows', () => {
  test('shares sum to 1, nothing is NaN, intervals hold the estimates', () => {
    fc.assert(
      fc.property(answerRows, (rows) => {
        const report = scoreReport(gradedFrom(rows), OPTIONS);
        expect(
          JSON.stringify(report, (_, value: unknown) =>
            typeof value === 'number' && !Number.isFinite(value) ? 'not finite' : value,
          ),
        ).not.toContain('not finite');
        for (const model of report.models) {
          expect(model.accuracy + model.errorRate + model.abstentionRate).toBeCloseTo(1, 12);
          expect(model.n).toBe(rows.filter((row) => row.model === model.model).length);
          expect(model.scores['0']).toBe(model.accuracy);
          const { scores, f1, ...rates } = model.intervals!;
          for (const [key, interval] of Object.entries({ ...rates, f1 }))
            if (interval !== null) expectInside(model[key as 'f1']!, interval);
          for (const [target, interval] of Object.entries(scores)) expectInside(model.scores[target], interval!);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the order of rows does not matter', () => {
    fc.assert(
      fc.property(
        answerRows.chain((rows) =>
          fc.tuple(
            fc.constant(rows),
            fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length }),
          ),
        ),
        ([rows, shuffled]) => {
          expect(scoreReport(gradedFrom(shuffled), { ...OPTIONS, resamples: 20 })).toEqual(
            scoreReport(gradedFrom(rows), { ...OPTIONS, resamples: 20 }),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the same seed gives the same intervals, another seed others', () => {
    const rows = Array.from({ length: 50 }, (_, q) =>
      ['a', 'b'].map((model, at) => ({ model, question: `q${q}`, outcome: (q * (at + 2)) % 3, confidence: NaN })),
    ).flat();
    const intervals = (seed: number) => scoreReport(gradedFrom(rows), { ...OPTIONS, seed }).differences;
    expect(intervals(1)).toEqual(intervals(1));
    expect(intervals(2)).not.toEqual(intervals(1));
  });

  test('on shared questions a difference is paired: two models that differ on one question only differ for certain', () => {
    const rows = Array.from({ length: 200 }, (_, q) =>
      ['a', 'b'].map((model) => ({
        model,
        question: `q${q}`,
        outcome: q % 2 === 0 || (model === 'a' && q < 40) ? 0 : 1,
        confidence: NaN,
      })),
    ).flat();
    const [{ difference, interval }] = scoreReport(gradedFrom(rows), OPTIONS).differences['0'];
    expect(difference).toBeCloseTo(0.1, 12);
    // Twenty of 200 questions make the difference: √(0.1 · 0.9 / 200) = 0.021, a third of what unpaired rates would have.
    expect(interval!.lower).toBeGreaterThan(0.05);
    expect(interval!.upper).toBeLessThan(0.15);
  });

  test('calibration counts answered questions with a confidence alone', () => {
    const rows = [
      [0, 0.9],
      [1, 0.8],
      [2, 0.1],
      [0, NaN],
    ].map(([outcome, confidence], q) => ({ model: 'a', question: `q${q}`, outcome, confidence }));
    const { calibration } = scoreReport(gradedFrom(rows), OPTIONS).models[0];
    expect(calibration).toMatchObject({ answered: 2, withoutConfidence: 1 });
    expect(calibration!.brier).toBeCloseTo((0.01 + 0.64) / 2, 12);
    expect(calibration!.ece).toBeCloseTo((0.1 + 0.8) / 2, 12);
    expect(calibration!.riskCoverage.curve).toEqual([
      { threshold: 0.9, coverage: 0.5, risk: 0 },
      { threshold: 0.8, coverage: 1, risk: 0.5 },
    ]);
  });
});

function expectInside(value: number, { lower, upper }: { readonly lower: number; readonly upper: number }): void {
  expect(lower).toBeLessThanOrEqual(value + 1e-12);
  expect(upper).toBeGreaterThanOrEqual(value - 1e-12);
}
