/** Figures of the columns that a user names: answerability, groups, repeated answers, audits, stated stakes. */
import { describe, expect, test } from '@jest/globals';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { type ScoredModel, type ScoreOptions, scoreReport } from '../../src/scoring/scoreReport.js';
import { scoreText } from '../../src/scoring/show/scoreText.js';
import { type AnswerRow, gradedFrom } from './randomAnswers.js';

const OPTIONS: ScoreOptions = { targets: [0, 0.5, 0.75, 0.9], bins: 10, resamples: 200, level: 0.95, seed: 1 };
const [RIGHT, ERROR, ABSTENTION] = [0, 1, 2];

function row(q: number, outcome: number, model = 'a'): AnswerRow {
  return { model, question: `q${q}`, outcome, confidence: NaN };
}

describe('answerability', () => {
  test('by hand: of ten questions six have an answer', () => {
    const outcomes = [RIGHT, RIGHT, ERROR, ABSTENTION, ABSTENTION, RIGHT, ABSTENTION, ABSTENTION, ABSTENTION, ERROR];
    const answerable = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0];
    const rows = outcomes.map((outcome, q) => row(q, outcome));
    const { answerability } = scoreReport(gradedFrom(rows, { answerable }), OPTIONS).models[0];
    expect(answerability).toMatchObject({
      answerable: 6,
      unanswerable: 4,
      abstentionPrecision: { value: 3 / 5 },
      abstentionRecall: { value: 3 / 4 },
      abstentionF1: { value: 2 / 3 },
      falseAbstentionRate: { value: 2 / 6 },
      errorRateAnswerable: { value: 1 / 6 },
      accuracyAnswerable: { value: 3 / 6 },
    });
    // Clopper and Pearson, 3 of 4.
    expect(answerability!.abstentionRecall.interval!.lower).toBeCloseTo(0.1941204, 6);
  });
});

describe('groups', () => {
  const names = ['law', 'health', 'rare'];
  const rows = Array.from({ length: 203 }, (_, q) =>
    row(q, q < 100 ? (q % 10 === 0 ? ERROR : RIGHT) : q < 200 ? (q % 5 === 0 ? ERROR : RIGHT) : ERROR),
  );
  const place = rows.map((_, q) => (q < 100 ? 0 : q < 200 ? 1 : 2));
  const { groups } = scoreReport(gradedFrom(rows, { group: { names, place } }), OPTIONS).models[0];

  test('have their own rates, by name', () => {
    expect(groups!.map(({ group, answers, errorRate }) => [group, answers, errorRate.value])).toEqual([
      ['health', 100, 0.2],
      ['law', 100, 0.1],
      ['rare', 3, 1],
    ]);
  });

  test('a group of three errors is shrunken, but not to the mean', () => {
    const [health, law, rare] = groups!.map(({ errorRate }) => errorRate.shrunken!.value);
    expect(rare).toBeLessThan(0.95);
    expect(rare).toBeGreaterThan(0.3);
    expect(Math.abs(health - 0.2)).toBeLessThan(0.02);
    expect(Math.abs(law - 0.1)).toBeLessThan(0.02);
  });

  test('are on the screen, the worst first', () => {
    const text = scoreText(scoreReport(gradedFrom(rows, { group: { names, place } }), OPTIONS));
    expect(text).toMatch(/error rate by group[^]*rare[^]*health[^]*law/);
  });
});

describe('repeated answers', () => {
  test('by hand: two questions, four samples each', () => {
    // The first: the text 1 thrice, right, and the text 2 once, wrong. The second: two wrong ones alike, an abstention, a right one.
    const outcomes = [RIGHT, RIGHT, RIGHT, ERROR, ERROR, ERROR, ABSTENTION, RIGHT];
    const answer = [1, 1, 1, 2, 3, 3, 4, 1];
    const rows = outcomes.map((outcome, at) => row(Math.floor(at / 4), outcome));
    const { repeated } = scoreReport(gradedFrom(rows, { answer }), OPTIONS).models[0];
    expect(repeated).toMatchObject({ questions: 2, samples: 8 });
    expect(repeated!.one.accuracy.value).toBeCloseTo((3 / 4 + 1 / 4) / 2, 12);
    expect(repeated!.vote).toMatchObject({ accuracy: { value: 0.5 }, errorRate: { value: 0.5 } });
    // Of six pairs three agree on 1; of the second question's six one agrees, on 3.
    expect(repeated!.twoAgree.accuracy.value).toBeCloseTo(3 / 6 / 2, 12);
    expect(repeated!.twoAgree.errorRate.value).toBeCloseTo(1 / 6 / 2, 12);
    expect(repeated!.gain['0.5'].difference).toBeCloseTo((3 / 6 - 1 / 6) / 2 - (4 / 8 - 3 / 8), 12);
  });

  test('a model that is right where it agrees with itself gains by abstaining elsewhere', () => {
    const bits = stream(1, 'power');
    const rows: AnswerRow[] = [];
    const answer: number[] = [];
    for (let q = 0; q < 200; q++)
      for (let k = 0; k < 5; k++) {
        const right = q % 2 === 0 || uniform(bits) < 0.2;
        rows.push(row(q, right ? RIGHT : ERROR));
        answer.push(right ? 0 : 1 + Math.floor(6 * uniform(bits)));
      }
    const { repeated } = scoreReport(gradedFrom(rows, { answer }), OPTIONS).models[0];
    expect(repeated!.twoAgree.errorRate.value).toBeLessThan(0.2 * repeated!.one.errorRate.value * 2);
    expect(repeated!.gain['0.75'].interval!.lower).toBeGreaterThan(0);
    expect(repeated!.voteShare!.auroc).toBeGreaterThan(0.8);
  });

  test('answers that were asked once say nothing of it', () => {
    const rows = [row(1, RIGHT), row(2, ERROR)];
    expect(scoreReport(gradedFrom(rows, { answer: [1, 2] }), OPTIONS).models[0].repeated).toBeUndefined();
  });
});

describe('an audit', () => {
  test("undoes the grader's mistakes, over both models", () => {
    const bits = stream(2, 'power');
    const [truth, rows, audited]: [number[], AnswerRow[], number[]] = [[], [], []];
    for (let q = 0; q < 6000; q++) {
      const real = uniform(bits) < 0.7 ? RIGHT : uniform(bits) < 0.5 ? ERROR : ABSTENTION;
      const graded = real === RIGHT && uniform(bits) < 0.2 ? ERROR : real;
      truth.push(real);
      rows.push(row(Math.floor(q / 2), graded, q % 2 === 0 ? 'a' : 'b'));
      audited.push(q < 600 ? real : NaN);
    }
    const report = scoreReport(gradedFrom(rows, { audited }), OPTIONS);
    expect(report.audit).toMatchObject({ audited: 600 });
    const [a] = report.models;
    const share = (outcome: number): number => truth.filter((real, q) => q % 2 === 0 && real === outcome).length / 3000;
    for (const [outcome, rate, plain] of [
      [RIGHT, a.audited!.accuracy!, a.accuracy],
      [ERROR, a.audited!.errorRate!, a.errorRate],
    ] as const) {
      expect(Math.abs(rate.value - share(outcome))).toBeLessThan(0.05);
      expect(Math.abs(plain - share(outcome))).toBeGreaterThan(0.1);
      expect(rate.interval.lower).toBeLessThan(share(outcome));
      expect(rate.interval.upper).toBeGreaterThan(share(outcome));
    }
    expect(a.audited!.errorRate!.sensitivity).toBe(1);
  });
});

describe('stated distributions', () => {
  const rows = Array.from({ length: 400 }, (_, q) => row(q, RIGHT));
  // {0.7, 0.2} and {0.5, 0.5}, the first answer being right.
  const forecast = { ofTruth: rows.map((_, q) => [0.7, 0.5][q % 2]), squares: rows.map((_, q) => [0.53, 0.5][q % 2]) };

  test('by hand', () => {
    const { forecasts } = scoreReport(gradedFrom(rows, { forecast }), OPTIONS).models[0];
    expect(forecasts).toMatchObject({ stated: 400, ruledOut: 0 });
    expect(forecasts!.log!.value).toBeCloseTo((Math.log(0.7) + Math.log(0.5)) / 2, 12);
    expect(forecasts!.quadratic.value).toBeCloseTo((1.4 - 0.53 + 1 - 0.5) / 2, 12);
    const { lower, upper } = forecasts!.quadratic.interval!;
    // 1.96 standard errors of 400 values of two kinds, ±0.185 from their mean.
    expect((upper - lower) / 2).toBeCloseTo((1.96 * 0.185) / Math.sqrt(400), 2);
  });

  test('a right answer that was ruled out has no finite log score', () => {
    const ofTruth = forecast.ofTruth.map((p, q) => (q === 3 ? 0 : p));
    const { forecasts } = scoreReport(gradedFrom(rows, { forecast: { ...forecast, ofTruth } }), OPTIONS).models[0];
    expect(forecasts).toMatchObject({ ruledOut: 1, log: null });
  });
});

describe('stated stakes', () => {
  const PENALTIES = [0, 1, 3, 9];
  /** Each of 200 questions is known with its own probability; `heed` says whether the model abstains where that is below the target. */
  function asked(heed: boolean): ScoredModel {
    const bits = stream(3, 'power');
    const [rows, stakes]: [AnswerRow[], number[]] = [[], []];
    for (let q = 0; q < 200; q++) {
      const known = uniform(bits);
      for (const penalty of PENALTIES) {
        const attempts = known > (heed ? penalty / (1 + penalty) : 0.3);
        rows.push(row(q, !attempts ? ABSTENTION : uniform(bits) < known ? RIGHT : ERROR));
        stakes.push(penalty);
      }
    }
    return scoreReport(gradedFrom(rows, { stakes }), OPTIONS).models[0];
  }
  const [heeding, deaf] = [asked(true), asked(false)].map(({ stakes }) => stakes!);

  test('a model that heeds them answers less and errs less, and loses nothing to its own best', () => {
    const coverages = heeding.stakes.map(({ coverage }) => coverage.value!);
    expect([...coverages].sort((a, b) => b - a)).toEqual(coverages);
    expect(heeding.change!.coverage.interval!.upper).toBeLessThan(-0.5);
    expect(heeding.change!.coverage.p).toBeLessThan(0.001);
    expect(heeding.change!.errorRate.difference).toBeLessThan(-0.2);
    expect(heeding.change!.accuracyAttempted.interval!.lower).toBeGreaterThan(0);
    expect(heeding.change!.trendP).toBeLessThan(0.001);
    for (const { best } of heeding.stakes) expect(best!.lost).toBeLessThan(0.05);
  });

  test('a model that does not heed them keeps its coverage, and would gain by abstaining', () => {
    expect(deaf.change!.coverage).toMatchObject({ difference: 0, p: 1 });
    expect(deaf.change!.trendP).toBe(1);
    expect(deaf.stakes[3].best).toMatchObject({ answersAsAt: 'abstain', score: 0 });
    expect(deaf.stakes[3].best!.lost).toBeGreaterThan(1);
  });

  test('one answer a question and stake has the exact interval of its stake', () => {
    const { coverage, answers } = heeding.stakes[0];
    expect(answers).toBe(200);
    expect(coverage.interval!.upper).toBe(coverage.value === 1 ? 1 : coverage.interval!.upper);
    const quarter = heeding.stakes[1].coverage;
    // Clopper and Pearson is about ±0.07 for 200 draws near ½.
    expect(quarter.interval!.upper - quarter.interval!.lower).toBeGreaterThan(0.13);
    expect(quarter.interval!.upper - quarter.interval!.lower).toBeLessThan(0.15);
  });

  test('answers without a stated stake are a row of their own, without a score', () => {
    const rows = [row(1, RIGHT), row(2, ERROR), row(1, RIGHT), row(2, ABSTENTION)];
    const { stakes } = scoreReport(gradedFrom(rows, { stakes: [NaN, NaN, 1, 1] }), OPTIONS).models[0];
    expect(stakes!.stakes.map(({ penalty, score }) => [penalty, score === null])).toEqual([
      [null, true],
      [1, false],
    ]);
    expect(stakes!.change).toBeNull();
  });

  test('more stakes than a prompt could state are refused', () => {
    const rows = Array.from({ length: 60 }, (_, q) => row(q, RIGHT));
    expect(() => scoreReport(gradedFrom(rows, { stakes: rows.map((_, q) => q) }), OPTIONS)).toThrow(/different stakes/);
  });
});

test('no screen is wider than 80 columns, whatever columns there are', () => {
  const rows = Array.from({ length: 120 }, (_, at) => ({
    ...row(Math.floor(at / 4), at % 3, at % 2 === 0 ? 'a-model-with-a-long-name-indeed' : 'b'),
    confidence: (at % 10) / 10,
  }));
  const column = (of: (at: number) => number): number[] => rows.map((_, at) => of(at));
  const extras = {
    cluster: column((at) => Math.floor(at / 8)),
    group: {
      names: ['a topic whose name is very long, as topics are', 'x'],
      place: column((at) => Math.floor(at / 4) % 2),
    },
    answerable: column((at) => Math.floor(at / 4) % 2),
    audited: column((at) => (at % 5 === 0 ? at % 3 : NaN)),
    stakes: column((at) => [0, 9][Math.floor(at / 2) % 2]),
    forecast: { ofTruth: column(() => 0.5), squares: column(() => 0.5) },
  };
  const unusable = [{ model: 'b', mark: 'finish_reason=a-very-long-reason-that-somebody-wrote-down-here', answers: 3 }];
  for (const width of [80, 40]) {
    const text = scoreText(scoreReport({ ...gradedFrom(rows, extras), unusable }, OPTIONS), { width });
    expect(text.split('\n').filter((line) => [...line].length > width)).toEqual([]);
  }
});
