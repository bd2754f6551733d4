/** Four prompts, μ uniform, five responses each, α = 1, training rows c0, c0, c1: published, in fractions. */
import { describe, expect, test } from '@jest/globals';
import { measureResponseProbabilities } from '../../src/measurement/summariseExact.js';
import { calibratedRows, countsOf, rowOf, smallWorld, spreadRow } from './smallWorld.js';

const family = smallWorld({ responseCount: 5, answer: [3, 0, 2, 4], answerProbability: 1 });
const counts = countsOf([2, 1, 0, 0]);
const memorised = [rowOf(5, [[3, 1]]), rowOf(5, [[0, 1]])];
function measure(rows: readonly Float64Array[]) {
  return measureResponseProbabilities(family, counts, rows, { gamma: 0.01 });
}

const models = {
  calibrated: calibratedRows(family, counts),
  'memorise, else response 0': [...memorised, rowOf(5, [[0, 1]]), rowOf(5, [[0, 1]])],
  'memorise, else IDK': [...memorised, rowOf(5, [[5, 1]]), rowOf(5, [[5, 1]])],
  uniform: [0, 1, 2, 3].map(() => spreadRow(5, 1, 0)),
} as const;

describe('micro-case', () => {
  test.each<[keyof typeof models, number, number, number, number]>([
    ['calibrated', 2 / 5, 1 / 4, 0, 0],
    ['memorise, else response 0', 1 / 2, 5 / 16, 1 / 2, -3 / 8],
    ['memorise, else IDK', 0, 1 / 4, 1 / 2, -1 / 2],
    ['uniform', 4 / 5, 1 / 2, 0, 1 / 2],
  ])('%s', (name, err, iiv, delta, bound) => {
    const measured = measure(models[name]);
    expect(measured.errorRate).toBeCloseTo(err, 12);
    expect(measured.iivError).toBeCloseTo(iiv, 12);
    expect(measured.delta).toBeCloseTo(delta, 12);
    expect(measured.deltaByDerivative).toBeCloseTo(delta, 9);
    expect(measured.theorem1.lower).toBeCloseTo(bound, 12);
    expect(measured.theorem1.holds).toBe(true);
  });

  test('N = 3, sr = 1/3, MM = 1/2; the calibrated learner errs by its closed form', () => {
    const measured = measure(models.calibrated);
    expect(measured.examples).toBe(3);
    expect(measured.singletonRate).toBeCloseTo(1 / 3, 15);
    expect(measured.missingMass).toBe(1 / 2);
    expect(measured.calibratedError).toBeCloseTo(2 / 5, 15);
    expect(measured.excessCrossEntropy).toBeCloseTo(0, 12);
    expect(measured.crossEntropy).toBeCloseTo(Math.log(5) / 2, 12);
  });

  test('the memoriser of training rows has no δ there, and a δ of 1/2 in the population', () => {
    expect(measure(models['memorise, else IDK']).trainDelta).toBe(0);
    expect(measure(models.uniform).trainDelta).toBe(0);
    expect(measure(models['memorise, else response 0']).crossEntropy).toBe(Infinity);
  });
});
