import { expect, test } from '@jest/globals';
import { calibration } from '../../src/experiments/calibration/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [crossEntropy, overfitting, tradeOff, temperature] = calibration.claims;
const family = 'families.birthdays.';

interface Trained {
  readonly delta: number;
  readonly trainDelta: number;
  readonly err: number;
  readonly singletons: number;
  /** err on facts shown often, and ECE of the likeliest answers. */
  readonly frequent?: number;
  readonly ece?: number;
}
const early: Trained = { delta: 0.02, trainDelta: 0.03, err: 0.7, singletons: 0.7 };
const late: Trained = { delta: 0.24, trainDelta: 0.01, err: 0.2, singletons: 0.01 };

/** Rules: two temperatures beside 1, and always abstaining. */
function rules(gap: number, silent: { wrong: number; delta: number; lower: number }): Row {
  return Object.fromEntries(
    [
      ['temperature', 0.25, 0.5, 0.02 + gap, 0.3],
      ['temperature', 1, 0.5, 0.02, 0.4],
      ['temperature', 2, 0.6, 0.02 + gap, 0.4],
      ['confidence', 1, silent.wrong, silent.delta, silent.lower],
    ].flatMap(([rule, value, errorRate, delta, theorem1Lower], at) =>
      Object.entries({ rule, value, errorRate, invalidMass: 0, delta, theorem1Lower, iivError: 0.3 }).map(
        ([key, cell]) => [`${family}rules.${at}.${key}`, cell],
      ),
    ),
  );
}
const honest = { wrong: 0, delta: 0.8, lower: -0.01 };

function runs(first: Trained, last: Trained, gap = 0.2, silent = honest): Row[] {
  return (
    [
      [250, first],
      [2000, last],
      [8000, last],
    ] as const
  ).flatMap(([steps, trained]) =>
    [1, 2, 3].map((seed) => ({
      run: `${steps}-${seed}`,
      seed,
      'model.kind': 'transformer',
      'parameters.training': JSON.stringify({ steps, batchSize: 16 }),
      [`${family}byCount.5.errorRate`]: trained.frequent ?? 0.05,
      [`${family}answers.expectedCalibrationError`]: (trained.ece ?? 0.05) + 0.001 * seed,
      [`${family}delta`]: trained.delta + 0.001 * seed,
      [`${family}trainDelta`]: trained.trainDelta + 0.001 * seed,
      [`${family}errorRate`]: trained.err + 0.001 * seed,
      [`${family}invalidMass`]: 0.01,
      [`${family}missingMass`]: 0.25,
      [`${family}byCount.1.errorRate`]: trained.singletons + 0.001 * seed,
      ...rules(gap + 0.001 * seed, silent),
    })),
  );
}
function verdict(claim: (typeof calibration.claims)[number], ...args: Parameters<typeof runs>) {
  return claim.check(tablesOf(runs(...args))).verdict;
}

test('that training calibrates depends on the number of passes', () => {
  expect(crossEntropy.check(tablesOf(runs(early, late)))).toMatchObject({
    verdict: 'depends',
    condition: expect.stringContaining('passes'),
    measured: expect.closeTo(0.242, 3),
  });
});

test('it is confirmed where many passes leave δ small, refuted where one pass does not', () => {
  expect(verdict(crossEntropy, early, { ...late, delta: 0.02 })).toBe('confirmed');
  expect(verdict(crossEntropy, { ...early, delta: 0.3 }, late)).toBe('refuted');
  expect(verdict(crossEntropy, { ...early, ece: 0.3 }, late)).toBe('refuted');
  expect(verdict(crossEntropy, { ...early, frequent: 0.7 }, late)).toBe('inconclusive');
  expect(verdict(crossEntropy, early, { ...late, trainDelta: 0.3 })).toBe('refuted');
  expect(verdict(crossEntropy, early, { ...late, singletons: 0.6 })).toBe('inconclusive');
});

test('memorising raises δ and not err', () => {
  expect(verdict(overfitting, early, late)).toBe('confirmed');
  expect(verdict(overfitting, early, { ...late, delta: 0.05 })).toBe('refuted');
  expect(verdict(overfitting, early, { ...late, err: 0.9 })).toBe('refuted');
});

test('rules trade error for calibration', () => {
  expect(verdict(tradeOff, early, late)).toBe('confirmed');
  expect(verdict(tradeOff, early, late, 0.2, { ...honest, delta: 0.01 })).toBe('refuted');
  expect(verdict(tradeOff, early, late, 0.2, { ...honest, lower: 0.3 })).toBe('refuted');
});

test('another temperature than 1 raises δ', () => {
  expect(verdict(temperature, early, late)).toBe('confirmed');
  expect(verdict(temperature, early, late, 0)).toBe('refuted');
});
