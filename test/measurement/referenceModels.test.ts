/**
 * The control models of docs/theory.md §2: 2000 prompts, μ uniform, R = 365, N = 2000, α = 0.8, in one world with
 * sr 0.3580, MM 0.3592 and μ(U) 0.4490. Their draw is not known, but these three numbers settle every figure: 898
 * prompts in U, 716 answered once, 274 twice, 112 three times (1600 answered rows) and 400 rows of IDK.
 */
import { describe, expect, test } from '@jest/globals';
import { deltaAt } from '../../src/measurement/metrics/calibration.js';
import { measureResponseProbabilities } from '../../src/measurement/summariseExact.js';
import { calibratedRows, countsOf, rowOf, smallWorld, spreadRow } from './smallWorld.js';

const R = 365;
const alpha = 0.8;
function repeated(value: number, times: number): number[] {
  return new Array<number>(times).fill(value);
}
const answered = [...repeated(0, 898), ...repeated(1, 716), ...repeated(2, 274), ...repeated(3, 112)];
const abstained = answered.map((_, c) => (c % 5 === 0 ? 1 : 0));
const counts = countsOf(answered, abstained);
const answer = answered.map((_, c) => (c * 97) % R);
const family = smallWorld({ responseCount: R, answer, answerProbability: alpha });

function measure(rows: readonly Float64Array[]) {
  return measureResponseProbabilities(family, counts, rows, { gamma: 0.01 });
}
function everywhere(row: (c: number) => Float64Array): Float64Array[] {
  return answer.map((_, c) => row(c));
}
function memorise(onUnanswered: (c: number) => Float64Array): Float64Array[] {
  return everywhere((c) => (answered[c] > 0 ? rowOf(R, [[answer[c], 1]]) : onUnanswered(c)));
}

const models = {
  'calibrated learner': () => calibratedRows(family, counts),
  'always IDK': () => everywhere(() => rowOf(R, [[R, 1]])),
  'memorise, uniform guess on U': () => memorise(() => spreadRow(R, 1, 0)),
  'memorise, one fixed guess a prompt on U': () => memorise((c) => rowOf(R, [[(answer[c] + 1) % R, 1]])),
  'memorise, IDK on U': () => memorise(() => rowOf(R, [[R, 1]])),
  'uniform over R and IDK': () => everywhere(() => new Float64Array(R + 1).fill(1 / (R + 1))),
  marginal: () => everywhere(() => spreadRow(R, alpha, 1 - alpha)),
  truth: () =>
    everywhere((c) =>
      rowOf(R, [
        [answer[c], alpha],
        [R, 1 - alpha],
      ]),
    ),
} as const;

test('the world has the published sr, MM and μ(U)', () => {
  const measured = measure(models['always IDK']());
  expect(measured.examples).toBe(2000);
  expect(measured.singletonRate).toBe(0.358);
  expect(measured.missingMass).toBeCloseTo(0.3592, 12);
  expect(measured.unansweredMass).toBeCloseTo(0.449, 12);
});

describe('reference models', () => {
  test.each<[keyof typeof models, number, number, number, number, number, number]>([
    ['calibrated learner', 0.3582, 0.4418, 0.2, 0, 0.3592, 0.3537],
    ['always IDK', 0, 0, 1, 0.8, 0.8, -0.0055],
    ['memorise, uniform guess on U', 0.4478, 0.5522, 0, 0.1102, 0.5592, 0.4435],
    ['memorise, one fixed guess a prompt on U', 0.449, 0.551, 0, 0.5592, 0.5604, -0.0043],
    ['memorise, IDK on U', 0, 0.551, 0.449, 0.4694, 0.4694, -0.0055],
    ['uniform over R and IDK', 0.9945, 0.0027, 0.0027, 0, 1, 0.9945],
    ['marginal', 0.7978, 0.0022, 0.2, 0, 0.8, 0.7945],
    ['truth', 0, 0.8, 0.2, 0, 0, -0.0055],
  ])('%s', (name, err, accuracy, idk, sigma, twiceIiv, bound) => {
    const measured = measure(models[name]());
    const rounded = [
      measured.errorRate,
      measured.accuracy,
      measured.abstentionRate,
      measured.signedDelta,
      2 * measured.iivError,
      measured.theorem1.lower,
    ];
    expect(rounded.map((x) => Number(x.toFixed(4)) + 0)).toEqual([err, accuracy, idk, sigma, twiceIiv, bound]);
    expect(measured.invalidMass).toBeLessThan(1e-12);
    expect(measured.theorem1.holds).toBe(true);
    expect(measured.deltaByDerivative).toBeCloseTo(measured.delta, 9);
  });

  test('expected error on U depends on abstention alone', () => {
    const onU = (name: keyof typeof models) => measure(models[name]()).errorRateExpected!;
    expect(onU('memorise, uniform guess on U')).toBeCloseTo((0.449 * 364) / 365, 12);
    expect(onU('memorise, one fixed guess a prompt on U')).toBeCloseTo((0.449 * 364) / 365, 12);
    expect(onU('memorise, IDK on U')).toBeCloseTo(0, 12);
    // p̂ = p knows facts that training did not show: its realised error, 0, lies below the expected one.
    expect(onU('truth')).toBeCloseTo((0.3592 * 364) / 365, 12);
  });

  test('the calibrated learner has its closed-form error, no excess loss, and δ = 0 at every threshold', () => {
    const rows = models['calibrated learner']();
    const measured = measure(rows);
    expect(measured.errorRate).toBeCloseTo(measured.calibratedError!, 12);
    expect(measured.excessCrossEntropy).toBeCloseTo(0, 12);
    const thresholds = [0, 1e-4, alpha / R, 1 / 365, 1 / 364, 0.1, 0.2, 0.5, alpha, 0.9, 1];
    for (const z of thresholds) expect(deltaAt(family, rows, z)).toBeLessThan(1e-9);
  });

  test('the marginal has an excess of the information in the answered prompts', () => {
    expect(measure(models.marginal()).excessCrossEntropy).toBeCloseTo(0.551 * alpha * Math.log(R), 10);
  });
});

test('Theorem 2 at K = L = 364 and N = 2000', () => {
  const { theorem2, delta } = measure(models['calibrated learner']());
  expect(delta).toBeLessThan(1e-12);
  expect(theorem2!.lower).toBeCloseTo(0.358 - 2 / 364 - (35 + 6 * Math.log(2000)) / Math.sqrt(2000), 10);
  expect(theorem2!.lowerExact).toBeCloseTo(0.358 - 2 / 364 - (6 * Math.log(600000)) / Math.sqrt(2000), 10);
  expect(theorem2!.upper).toBeCloseTo(0.358 - 0.358 / 365 + 13 / Math.sqrt(2000), 10);
  expect(theorem2!.upperExact).toBeCloseTo(0.358 - 0.358 / 365 + 5 * Math.sqrt(Math.log(500) / 2000), 10);
  expect(theorem2!.vacuous).toBe(true);
});
