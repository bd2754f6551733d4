import { describe, expect, test } from '@jest/globals';
import { calibrationIsCheaper } from '../../src/experiments/calibration-is-cheaper/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const STEPS = [0, 10, 100, 400, 1000];
const ACCURACY = [0.002, 0.004, 0.3, 0.92, 0.938];
const CALIBRATION = [0.002, 0.004, 0.15, 0.04, 0.035];

interface Course {
  readonly accuracy?: readonly number[];
  readonly ece?: readonly number[];
  readonly delta?: readonly number[];
  readonly few?: number;
  readonly many?: number;
}

function sweep({
  accuracy = ACCURACY,
  ece = CALIBRATION,
  delta = [0, 0.002, 0.01, 0.04, 0.05],
  few = 0.045,
  many = 0.012,
}: Course = {}) {
  const runs: Row[] = [];
  const curves: Row[] = [];
  for (const [width, parameters] of [
    [32, 40_000],
    [64, 130_000],
  ]) {
    for (const seed of [1, 2, 3]) {
      const run = `${width}-${seed}`;
      runs.push({
        run,
        seed,
        'model.kind': 'transformer',
        'model.trainableParameters': parameters,
        'parameters.model.width': width,
        'families.birthdays.memorisedBits': 8000,
      });
      STEPS.forEach((step, i) =>
        curves.push({
          run,
          step,
          'families.birthdays.accuracy': accuracy[i] * (1 - 0.001 * seed),
          'families.birthdays.answers.accuracy': accuracy[i],
          'families.birthdays.delta': delta[i],
          'families.birthdays.answers.expectedCalibrationError': ece[i] * (1 + 0.01 * seed),
          ...Object.fromEntries(
            [
              [30, few],
              [300, many],
            ].flatMap(([examples, error], place) => [
              [`families.birthdays.answers.recalibrated.${place}.examples`, examples],
              [`families.birthdays.answers.recalibrated.${place}.expectedCalibrationError`, error * (1 + 0.01 * seed)],
            ]),
          ),
        }),
      );
    }
  }
  return tablesOf(runs, curves);
}

function verdict(id: string, tables: ReturnType<typeof tablesOf>) {
  return calibrationIsCheaper.claims.find((claim) => claim.id === id)!.check(tables).verdict;
}

describe('to be calibrated costs less than to be accurate', () => {
  const id = 'calibration-costs-less-than-accuracy';
  test('depends: for nothing before training, not kept', () => expect(verdict(id, sweep())).toBe('depends'));
  test('confirmed outright where calibration is kept on the way', () =>
    expect(verdict(id, sweep({ ece: [0.002, 0.003, 0.01, 0.012, 0.012] }))).toBe('confirmed'));
  test('refuted where the ignorant are badly calibrated', () => {
    expect(verdict(id, sweep({ ece: [0.3, 0.3, 0.15, 0.04, 0.04] }))).toBe('refuted');
    expect(verdict(id, sweep({ delta: [0.2, 0.1, 0, 0, 0] }))).toBe('refuted');
  });
  test('open where no network becomes accurate', () =>
    expect(verdict(id, sweep({ accuracy: [0.002, 0.004, 0.1, 0.2, 0.3] }))).toBe('inconclusive'));
});

describe('two numbers restore calibration', () => {
  const id = 'two-numbers-restore-calibration';
  test('confirmed', () => expect(verdict(id, sweep())).toBe('confirmed'));
  test('refuted where three hundred answers are not enough, or thirty are, or nothing is to be repaired', () => {
    expect(verdict(id, sweep({ many: 0.03 }))).toBe('refuted');
    expect(verdict(id, sweep({ few: 0.01 }))).toBe('refuted');
    expect(verdict(id, sweep({ ece: [0.002, 0.003, 0.15, 0.01, 0.01] }))).toBe('refuted');
  });
  test('open where no network becomes accurate', () =>
    expect(verdict(id, sweep({ accuracy: [0.002, 0.004, 0.1, 0.2, 0.3] }))).toBe('inconclusive'));
});

test('tables without runs leave every claim open', () => {
  for (const claim of calibrationIsCheaper.claims)
    expect(claim.check(tablesOf([]))).toMatchObject({ verdict: 'inconclusive' });
});

test('figures are drawn from the tables, or say why not', () => {
  for (const figure of calibrationIsCheaper.figures(sweep())) expect(figure).toHaveProperty('spec');
  for (const figure of calibrationIsCheaper.figures(tablesOf([]))) expect(figure).toHaveProperty('missing');
});
