/** Calibration as others report it, its intervals, and the threshold to abstain at. */
import { describe, expect, test } from '@jest/globals';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { calibrationError } from '../../src/scoring/calibrationError.js';
import { confidenceLevels } from '../../src/scoring/confidentAnswers.js';
import { debiasedError } from '../../src/scoring/measures/debiasedError.js';
import { hleCalibrationError } from '../../src/scoring/measures/hleCalibration.js';
import { type ScoreOptions, scoreReport } from '../../src/scoring/scoreReport.js';
import { type AnswerRow, gradedFrom } from './randomAnswers.js';

const OPTIONS: ScoreOptions = { targets: [0, 0.5, 0.75], bins: 10, resamples: 400, level: 0.95, seed: 1 };

describe("HLE's calibration error", () => {
  /** Values of HLE's calib_err(confidence, correct, p='2', beta=100) for the answers below, computed by that function. */
  test.each([
    [200, 0.13721277425594938],
    [550, 0.16895776309190674],
    [1234, 0.1952421306048676],
  ])('of %p answers', (n, expected) => {
    const confidence = Array.from({ length: n }, (_, i) => ((i * 7919) % 10007) / 10007);
    const right = confidence.map((c, i) => (((i * 104729) % 1009) / 1009 < c * c ? 1 : 0));
    expect(hleCalibrationError(confidenceLevels({ confidence, right }))).toBeCloseTo(expected, 12);
  });

  test('below 200 answers no bin is left, where that program prints 0 or fails', () => {
    const confidence = Array.from({ length: 199 }, (_, i) => i / 199);
    expect(hleCalibrationError(confidenceLevels({ confidence, right: confidence.map(() => 0) }))).toBeNull();
  });
});

describe('the debiased error', () => {
  test('of calibrated answers is about 0, where the plain one is not', () => {
    const bits = stream(1, 'power');
    const [plain, debiased] = [[] as number[], [] as number[]];
    for (let run = 0; run < 200; run++) {
      const confidence = Array.from({ length: 100 }, () => uniform(bits));
      const right = confidence.map((c) => (uniform(bits) < c ? 1 : 0));
      const error = calibrationError({ confidence, right }, 10, 'equal-mass')!;
      plain.push(error.l2 ** 2);
      debiased.push(error.l2 ** 2 - noiseOf(error));
      expect(debiasedError(error) ** 2).toBeCloseTo(Math.max(0, error.l2 ** 2 - noiseOf(error)), 12);
    }
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
    expect(mean(plain)).toBeGreaterThan(0.01);
    expect(Math.abs(mean(debiased))).toBeLessThan(0.002);
  });
});

function noiseOf({ bins }: ReturnType<typeof calibrationError> & object): number {
  const total = bins.reduce((sum, { weight }) => sum + weight, 0);
  return bins.reduce(
    (sum, { weight, accuracy }) => sum + (weight / total) * ((accuracy * (1 - accuracy)) / (weight - 1)),
    0,
  );
}

/** Answers that are right with the square of their confidence. */
function overconfident(n: number, seed: number): readonly AnswerRow[] {
  const bits = stream(seed, 'power');
  return Array.from({ length: n }, (_, q) => {
    const confidence = Math.round(100 * uniform(bits)) / 100;
    return { model: 'a', question: `q${q}`, outcome: uniform(bits) < confidence ** 2 ? 0 : 1, confidence };
  });
}

describe('intervals', () => {
  test('hold the estimates, and the expected error of |c² − c| = 1/6', () => {
    let held = 0;
    const runs = 40;
    for (let seed = 1; seed <= runs; seed++) {
      const { calibration } = scoreReport(gradedFrom(overconfident(400, seed)), { ...OPTIONS, resamples: 200 })
        .models[0];
      const { ece, adaptiveEce, brier, auroc, intervals } = calibration!;
      for (const [value, interval] of [
        [ece, intervals.ece],
        [adaptiveEce, intervals.adaptiveEce],
        [brier, intervals.brier],
        [auroc!, intervals.auroc],
      ] as const) {
        expect(interval!.lower).toBeLessThanOrEqual(value);
        expect(interval!.upper).toBeGreaterThanOrEqual(value);
      }
      if (intervals.ece!.lower <= 1 / 6 && 1 / 6 <= intervals.ece!.upper) held++;
    }
    expect(held).toBeGreaterThanOrEqual(34);
  });

  test('few answers have none, and an area of 1 from three answers is not certain', () => {
    const rows = [0.9, 0.8, 0.3].map((confidence, q) => ({
      model: 'a',
      question: `q${q}`,
      outcome: q === 2 ? 1 : 0,
      confidence,
    }));
    const { calibration } = scoreReport(gradedFrom(rows), OPTIONS).models[0];
    expect(calibration).toMatchObject({ auroc: 1, intervals: { ece: null, brier: null } });
    expect(calibration!.intervals.auroc!.lower).toBeCloseTo(0.025, 6);
  });

  test('of many answers are those of few more of the same kind: levels and questions are put together', () => {
    const few = scoreReport(gradedFrom(overconfident(19_000, 1)), OPTIONS).models[0].calibration!.intervals;
    const many = scoreReport(gradedFrom(overconfident(21_000, 1)), OPTIONS).models[0].calibration!.intervals;
    for (const name of ['brier', 'auroc', 'riskCoverageArea'] as const) {
      const [one, other] = [few, many].map((intervals) => intervals[name]!.upper - intervals[name]!.lower);
      expect(other / one).toBeGreaterThan(0.75);
      expect(other / one).toBeLessThan(1.3);
    }
  });
});

describe('the threshold to abstain at', () => {
  test('lies where an answer is right as often as the penalty asks, and is judged on other questions', () => {
    const { calibration } = scoreReport(gradedFrom(overconfident(4000, 7)), OPTIONS).models[0];
    const advice = calibration!.thresholds['0.75']!;
    // c² > t at c = 0.866.
    expect(advice.threshold).toBeGreaterThan(0.8);
    expect(advice.threshold).toBeLessThan(0.92);
    expect(advice.errorsBefore).toBeCloseTo(2 / 3, 1);
    expect(advice.errorsAfter!.value).toBeLessThan(0.2);
    expect(advice.scoreAfter).toBeGreaterThan(0);
    expect(advice.scoreBefore).toBeLessThan(-1);
    expect(calibration!.thresholds).not.toHaveProperty('0');
  });

  test('of confidences that say nothing gains nothing on other questions', () => {
    const bits = stream(9, 'power');
    const gains: number[] = [];
    for (let run = 0; run < 60; run++) {
      const rows = Array.from({ length: 100 }, (_, q) => ({
        model: 'a',
        question: `q${q}`,
        outcome: uniform(bits) < 0.5 ? 0 : 1,
        confidence: uniform(bits),
      }));
      const advice = scoreReport(gradedFrom(rows), { ...OPTIONS, resamples: 1 }).models[0].calibration!.thresholds[
        '0.5'
      ]!;
      gains.push(advice.scoreAfter);
    }
    const mean = gains.reduce((a, b) => a + b) / gains.length;
    const spread = Math.sqrt(
      gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length * (gains.length - 1)),
    );
    expect(mean).toBeLessThan(3 * spread);
  });

  test('is null where no confidence marks answers that pay', () => {
    const rows = Array.from({ length: 50 }, (_, q) => ({
      model: 'a',
      question: `q${q}`,
      outcome: 1,
      confidence: q / 50,
    }));
    expect(scoreReport(gradedFrom(rows), OPTIONS).models[0].calibration!.thresholds['0.5']).toMatchObject({
      threshold: null,
      errorsAfter: null,
      scoreAfter: 0,
    });
  });
});
