/** The best threshold of a model's own beside its score under stated stakes. */
import { describe, expect, test } from '@jest/globals';
import { integer } from '../../src/random/integer.js';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import type { OwnThreshold } from '../../src/scoring/measures/ownThreshold.js';
import { type ScoredModel, type ScoreOptions, scoreReport } from '../../src/scoring/scoreReport.js';
import { scoreText } from '../../src/scoring/show/scoreText.js';
import { type AnswerRow, gradedFrom } from './randomAnswers.js';

const OPTIONS: ScoreOptions = { targets: [0, 0.5], bins: 10, resamples: 200, level: 0.95, seed: 1 };
const PENALTIES = [0, 1, 3, 9];
const [RIGHT, ERROR, ABSTENTION] = [0, 1, 2];

interface Told {
  readonly rows: readonly AnswerRow[];
  readonly stakes: readonly number[];
}

/** Each question is known with its own probability, the confidence; `least` is the confidence from which the model answers. */
function told(least: (penalty: number) => number, questions = 2000, seed = 3): Told {
  const bits = stream(seed, 'power');
  const [rows, stakes]: [AnswerRow[], number[]] = [[], []];
  for (let q = 0; q < questions; q++) {
    const confidence = uniform(bits);
    for (const penalty of PENALTIES) {
      const outcome = confidence < least(penalty) ? ABSTENTION : uniform(bits) < confidence ? RIGHT : ERROR;
      rows.push({ model: 'a', question: `q${q}`, outcome, confidence });
      stakes.push(penalty);
    }
  }
  return { rows, stakes };
}

function scored({ rows, stakes }: Told): ScoredModel {
  return scoreReport(gradedFrom(rows, { stakes }), OPTIONS).models[0];
}
function thresholds(each: Told): readonly OwnThreshold[] {
  return scored(each).stakes!.stakes.map(({ threshold }) => threshold!);
}

describe('a model whose confidences are calibrated', () => {
  test('and that answers everything loses what a threshold at the target would have given', () => {
    const found = thresholds(told(() => 0));
    for (const [at, penalty] of PENALTIES.entries()) {
      // Of uniform confidences k a threshold t leaves the mean of (k − t)₊/(1 − t), that is (1 − t)/2; without one it is (1 − λ)/2.
      const target = penalty / (1 + penalty);
      expect(found[at].score).toBeGreaterThan((1 - target) / 2 - 0.05);
      expect(found[at].score).toBeLessThan((1 - target) / 2 + 0.05);
      expect(Math.abs(found[at].lost - ((1 - target) / 2 - (1 - penalty) / 2))).toBeLessThan(0.12);
      if (penalty > 0) {
        expect(Math.abs(found[at].threshold! - target)).toBeLessThan(0.1);
        expect(found[at].interval!.lower).toBeGreaterThan(0);
        expect(found[at].p).toBeLessThan(0.001);
      }
    }
  });

  test('and that heeds the stakes loses nothing', () => {
    for (const { lost, interval } of thresholds(told((penalty) => penalty / (1 + penalty)))) {
      expect(Math.abs(lost)).toBeLessThan(0.05);
      expect(interval!.lower).toBeLessThanOrEqual(0.02);
    }
  });

  test('has thresholds among the answers under another penalty, too: below one it did not answer', () => {
    const shy = thresholds(told((penalty) => (penalty === 1 ? 0.9 : 0)));
    expect(shy[1].answersAsAt).not.toBe(1);
    expect(shy[1].lost).toBeGreaterThan(0.1);
  });
});

describe('the score is that of questions which did not choose the threshold', () => {
  test('confidences that say nothing gain nothing, on average over samples', () => {
    let sum = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const bits = stream(seed, 'power');
      const rows = Array.from({ length: 60 }, (_, q) => ({
        model: 'a',
        question: `q${q}`,
        outcome: integer(bits, 2) === 0 ? RIGHT : ERROR,
        confidence: uniform(bits),
      }));
      const [{ score }] = thresholds({ rows, stakes: rows.map(() => 1) });
      sum += score / 40;
    }
    // Right and wrong are even, so that every rule has the mean 0; chosen and judged on the same answers it would be near 0.1.
    expect(Math.abs(sum)).toBeLessThan(0.04);
  });

  test('the order of rows does not matter', () => {
    const { rows, stakes } = told(() => 0.2, 60);
    const order = rows.map((_, at) => (7 * at) % rows.length);
    expect(rows.length % 7).not.toBe(0);
    const shuffled = { rows: order.map((at) => rows[at]), stakes: order.map((at) => stakes[at]) };
    for (const [at, each] of thresholds(shuffled).entries()) {
      const same = thresholds({ rows, stakes })[at];
      expect(each).toMatchObject({ answersAsAt: same.answersAsAt, threshold: same.threshold });
      expect(each.score).toBeCloseTo(same.score, 10);
      expect(each.interval!.lower).toBeCloseTo(same.interval!.lower, 10);
    }
  });
});

test('an answer without a confidence is given only where all are', () => {
  const { rows, stakes } = told(() => 0, 400);
  const sure = rows.map((row, at) => (at % 8 < 4 ? { ...row, outcome: ERROR, confidence: NaN } : row));
  const [, , dear] = thresholds({ rows: sure, stakes });
  const free = (_: unknown, at: number): boolean => stakes[at] === 0;
  expect(thresholds({ rows: sure.filter(free), stakes: stakes.filter(free) })[0]).toMatchObject({
    threshold: 0,
    lost: 0,
  });
  expect(dear.threshold).toBeGreaterThan(0.5);
  expect(dear.score).toBeGreaterThan(0);
});

test('abstaining always is one of the rules', () => {
  const { rows, stakes } = told(() => 0, 50);
  const wrong = rows.map((row) => ({ ...row, outcome: ERROR }));
  expect(thresholds({ rows: wrong, stakes })[2]).toMatchObject({ threshold: null, score: 0, lost: 3 });
});

describe('there is none', () => {
  test('without confidences, and the screen says what it takes', () => {
    const { rows, stakes } = told(() => 0, 50);
    const bare = gradedFrom(
      rows.map((row) => ({ ...row, confidence: NaN })),
      { stakes },
    );
    const report = scoreReport(bare, OPTIONS);
    for (const { threshold } of report.models[0].stakes!.stakes) expect(threshold).toBeNull();
    expect(scoreText(report, {})).toContain('No threshold of its own');
  });

  test('below ten questions', () => {
    const { threshold } = scored(told(() => 0, 9)).stakes!.stakes[1];
    expect(threshold).toBeNull();
  });
});

test('the screen shows it beside the score under the stated stakes', () => {
  const { rows, stakes } = told(() => 0, 300);
  const screen = scoreText(scoreReport(gradedFrom(rows, { stakes }), OPTIONS), {});
  expect(screen).toMatch(/told penalty +score +own +lost +interval +below +as told/);
  expect(screen).toMatch(/paired\s+by\s+question/);
});
