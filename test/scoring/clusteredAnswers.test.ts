/** Intervals of answers that are not independent: questions asked again, and questions in clusters. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { binomial } from '../../src/random/binomial.js';
import { type Stream, stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { answerSheets } from '../../src/scoring/clusters/answerSheet.js';
import { outcomeSums } from '../../src/scoring/clusters/categorySums.js';
import { clusteredShare } from '../../src/scoring/clusters/clusteredShare.js';
import { scoreInterval } from '../../src/scoring/clusters/scoreInterval.js';
import { type ScoreOptions, scoreReport } from '../../src/scoring/scoreReport.js';
import { betaQuantile } from '../../src/theory/binomialInterval.js';
import { type AnswerRow, answerRows, gradedFrom } from './randomAnswers.js';

const OPTIONS: ScoreOptions = { targets: [0, 0.5, 0.75], bins: 10, resamples: 200, level: 0.95, seed: 1 };

describe('questions that were asked again', () => {
  test('any number of epochs that are alike give the numbers and intervals of one', () => {
    fc.assert(
      fc.property(answerRows, fc.integer({ min: 2, max: 4 }), (rows, epochs) => {
        const unstated = rows.map((row) => ({ ...row, confidence: NaN }));
        const once = scoreReport(gradedFrom(unstated), OPTIONS);
        const again = scoreReport(gradedFrom(Array.from({ length: epochs }, () => unstated).flat()), OPTIONS);
        for (const [at, { answers, ...model }] of again.models.entries()) {
          const { answers: before, ...first } = once.models[at];
          expect(answers).toBe(epochs * before!);
          expectNear(model, first);
        }
        expectNear(again.differences, once.differences);
        expect(again.rankings).toEqual(once.rankings);
      }),
      { numRuns: 20 },
    );
  });

  test('epochs that differ know more than one, and less than as many questions', () => {
    const rows = Array.from({ length: 40 }, (_, q) => [0, 1].map((e) => row('a', q, (q + e) % 3 === 0 ? 0 : 1))).flat();
    const [{ intervals, n, answers }] = scoreReport(gradedFrom(rows), OPTIONS).models;
    expect([n, answers]).toEqual([40, 80]);
    const [one] = scoreReport(gradedFrom(rows.filter((_, at) => at % 2 === 0)), OPTIONS).models;
    const all = rows.map((each, at) => ({ ...each, question: `q${at}` }));
    const [many] = scoreReport(gradedFrom(all), OPTIONS).models;
    const width = ({ lower, upper }: { lower: number; upper: number }): number => upper - lower;
    expect(width(intervals!.accuracy)).toBeLessThan(width(one.intervals!.accuracy));
    expect(width(intervals!.accuracy)).toBeGreaterThanOrEqual(width(many.intervals!.accuracy));
  });

  test('a question counts once, however often it was asked', () => {
    const rows = [row('a', 1, 0), ...Array.from({ length: 9 }, () => row('a', 2, 1))];
    const [{ accuracy, errorRate, n }] = scoreReport(gradedFrom(rows), OPTIONS).models;
    expectNear([accuracy, errorRate, n], [0.5, 0.5, 2]);
  });
});

describe('coverage, simulated', () => {
  test.each([
    ['questions asked 5 times', 40, 5, 2],
    ['documents of 20 questions', 30, 20, 10],
    ['few questions', 12, 4, 3],
  ])('%s: 95 % intervals hold the rate and the score', (_, clusters, size, strength) => {
    const bits = stream(2, 'power');
    const [right, lambda, runs] = [0.6, 3, 200];
    const held = { right: 0, score: 0 };
    for (let run = 0; run < runs; run++) {
      const rows = Array.from({ length: clusters }, (_, c) => {
        const share = betaQuantile(uniform(bits), right * strength, (1 - right) * strength);
        return Array.from({ length: size }, () => row('a', c, drawn(bits, share)));
      }).flat();
      const { answers } = gradedFrom(rows);
      const data = outcomeSums(answerSheets(answers)[0], answers.outcome);
      const { lower, upper } = clusteredShare(data, [1, 0, 0], [1, 1, 1], 0.95)!.interval;
      if (lower <= right && right <= upper) held.right++;
      const truth = right - lambda * (1 - right) * 0.5;
      const score = scoreInterval(data, lambda, 0.95)!;
      if (score.lower <= truth && truth <= score.upper) held.score++;
    }
    // Of 200 runs at 95 %, fewer than 183 are rarer than one in a hundred.
    expect(held.right).toBeGreaterThanOrEqual(183);
    expect(held.score).toBeGreaterThanOrEqual(183);
  });

  test.each([5, 20, 60])('scores of %p independent questions, rare errors among them', (n) => {
    const bits = stream(4, 'power');
    const [right, error, lambda, runs] = [0.7, 0.03, 9, 1000];
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const rights = binomial(bits, n, right);
      const errors = binomial(bits, n - rights, error / (1 - right));
      const rows = Array.from({ length: n }, (_, q) => row('a', q, q < rights ? 0 : q < rights + errors ? 1 : 2));
      const { answers } = gradedFrom(rows);
      const score = scoreInterval(outcomeSums(answerSheets(answers)[0], answers.outcome), lambda, 0.95)!;
      if (score.lower <= right - lambda * error && right - lambda * error <= score.upper) held++;
    }
    expect(held / runs).toBeGreaterThan(0.93);
  });
});

describe('clusters of questions', () => {
  test('topics whose questions are all alike count as one draw each', () => {
    const rows = Array.from({ length: 60 }, (_, q) => row('a', q, Math.floor(q / 10) % 2));
    const cluster = rows.map((_, q) => Math.floor(q / 10));
    const [clustered] = scoreReport(gradedFrom(rows, { cluster }), OPTIONS).models;
    const topics = Array.from({ length: 6 }, (_, c) => row('a', c, c % 2));
    const [six] = scoreReport(gradedFrom(topics), OPTIONS).models;
    expect(clustered).toMatchObject({ n: 60, clusters: 6, accuracy: 0.5 });
    expectNear(clustered.intervals!.accuracy, six.intervals!.accuracy);
  });
});

describe('two models', () => {
  test('few questions rank nothing: three right against three wrong is luck in one of four', () => {
    const rows = [1, 2, 3].flatMap((q) => [row('a', q, 0), row('b', q, 1)]);
    const [difference] = scoreReport(gradedFrom(rows), OPTIONS).differences['0'];
    expect(difference).toMatchObject({ difference: 1, shared: 3, comparable: true });
    expect(difference.p).toBeCloseTo(0.25, 12);
  });

  test('that share no question are not compared without a word', () => {
    const rows = [1, 2, 3].flatMap((q) => [row('a', q, 0), row('b', q + 10, 1)]);
    const [difference] = scoreReport(gradedFrom(rows), OPTIONS).differences['0'];
    expect(difference).toMatchObject({ shared: 0, comparable: false, p: null });
  });

  test('with the same outcomes differ by 0 for certain', () => {
    const rows = Array.from({ length: 6 }, (_, q) => [row('a', q, q % 2), row('b', q, q % 2)]).flat();
    const [difference] = scoreReport(gradedFrom(rows), OPTIONS).differences['0.75'];
    expect(difference).toMatchObject({ difference: 0, interval: { lower: 0, upper: 0 }, p: 1 });
  });

  test('whose questions were asked again are resampled by question', () => {
    const rows = Array.from({ length: 50 }, (_, q) => [
      row('a', q, q % 5 === 0 ? 1 : 0),
      row('b', q, q % 3 === 0 ? 1 : 0),
    ]).flat();
    const [once] = scoreReport(gradedFrom(rows), OPTIONS).differences['0'];
    const [twice] = scoreReport(gradedFrom([...rows, ...rows]), OPTIONS).differences['0'];
    expectNear(twice, once);
  });
});

function row(model: string, q: number, outcome: number): AnswerRow {
  return { model, question: `q${q}`, outcome, confidence: NaN };
}

/** A right answer with this probability; else an error or an abstention, with equal ones. */
function drawn(bits: Stream, share: number): number {
  if (uniform(bits) < share) return 0;
  return uniform(bits) < 0.5 ? 1 : 2;
}

/** Numbers that differ by rounding only. */
function expectNear(one: unknown, other: unknown): void {
  const rounded = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' ? Math.round(each * 1e9) / 1e9 + 0 : each)),
    );
  expect(rounded(one)).toEqual(rounded(other));
}
