/** Everything that measurement returns comes back from the stored tables, each number in its place. */
import { describe, expect, test } from '@jest/globals';
import { measureResponseProbabilities } from '../../src/measurement/summariseExact.js';
import type { FamilyMeasurement } from '../../src/results/familyMeasurement.js';
import { combine, judge, measured, ruleAt, runAt, stratum } from '../../src/results/measured.js';
import { decodeTable } from '../../src/store/tables.js';
import { runsTable } from '../../src/sweep/tables/resultTables.js';
import type { RunResult } from '../../src/sweep/tables/runResult.js';
import { calibratedRows, countsOf, smallWorld } from '../measurement/smallWorld.js';

const answered = [0, 0, 0, 1, 1, 2, 3, 7, 12, 30];
const family = smallWorld({ responseCount: 7, answer: answered.map((_, c) => c % 7), answerProbability: 0.8 });
const counts = countsOf(
  answered,
  answered.map(() => 1),
);
const exact = measureResponseProbabilities(family, counts, calibratedRows(family, counts), { gamma: 0.01 });
const rates = { accuracy: 0.5, errorRate: 0.25, invalidMass: 0.125, abstentionRate: 0.125 };
const rule = {
  ...rates,
  rule: 'confidence-target' as const,
  value: 0.75,
  delta: 0.5,
  signedDelta: -0.5,
  iivError: 0.1,
  innovation: 0.4,
  theorem1Lower: -0.2,
  holds: true,
  unanswered: { ...rates, accuracy: 0 },
};
const full: FamilyMeasurement = {
  ...exact,
  crossEntropy: Number.POSITIVE_INFINITY,
  rules: [rule, { ...rule, value: 0.9, holds: false }],
  told: [{ target: 0.5, ...rates, answered: { ...rates, errorRate: null }, unanswered: rates }],
  reliability: [{ above: 0.5, upTo: 1, predicted: 0.3, true: 0.2 }],
  answers: {
    expectedCalibrationError: 0.1,
    confidence: 0.7,
    accuracy: 0.6,
    areaUnderRoc: null,
    riskCoverage: [{ coverage: 1, risk: 0.4, confidence: 0 }],
    recalibrated: [{ examples: 100, expectedCalibrationError: 0.01, regret: 0.05 }],
    unanswered: { confidence: 0.5, threeWrong: 0.9, threeDifferentWrong: 0.8 },
  },
  unprompted: {
    count: 1000,
    falseRate: 0.2,
    unknown: 0.05,
    innovation: 0.25,
    distinctFalseShare: 0.1,
    coverage: 0.6,
    totalVariation: 0.3,
    binnedDivergence: 0.4,
  },
  sampling: {
    samples: 100,
    invalidMass: { lower: 0, upper: 0.1 },
    delta: { lower: 0.1, upper: 0.2 },
    iivError: { lower: 0.3, upper: 0.4 },
  },
};

function result(id: string, families: RunResult['families']): RunResult {
  return { id, parameters: {}, seed: 7, model: { kind: 'transformer', trainableParameters: 9 }, families, curves: [] };
}

const runs = decodeTable(runsTable('fake', [result('a', { birthdays: full }), result('b', { birthdays: exact })]));

/** Leaves of an object by dotted path, NaN and Infinity as null: the tables' readers know no others. */
function leaves(value: unknown, path = ''): readonly (readonly [path: string, leaf: unknown])[] {
  if (typeof value !== 'object' || value === null) {
    return [[path, typeof value === 'number' && !Number.isFinite(value) ? null : value]];
  }
  return Object.entries(value).flatMap(([key, member]) => leaves(member, path === '' ? key : `${path}.${key}`));
}

function at(object: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], object);
}

describe('a measured family', () => {
  test('has every leaf that was stored', () => {
    const read = measured(runs, 0, 'birthdays');
    const stored = leaves(full).filter(([, leaf]) => leaf !== null);
    expect(stored.length).toBeGreaterThan(150);
    for (const [path, leaf] of stored) expect([path, at(read, path)]).toEqual([path, leaf]);
  });

  test('has null, an empty list or a group of nulls for what is missing, and never NaN', () => {
    const read = measured(runs, 1, 'birthdays');
    expect(read.rules).toEqual([]);
    expect(read.answers.accuracy).toBeNull();
    expect(read.answers.unanswered.threeWrong).toBeNull();
    expect(read.sampling.delta.lower).toBeNull();
    expect(measured(runs, 0, 'birthdays').crossEntropy).toBeNull();
    expect(measured(runs, 0, 'birthdays').told[0].answered.wrong).toBeNull();
    expect(measured(runs, 0, 'unknown').errorRate).toBeNull();
    expect(leaves(measured(runs, 0, 'unknown')).every(([, leaf]) => leaf === null)).toBe(true);
  });

  test('adds the invalid mass to the error', () => {
    const read = measured(runs, 0, 'birthdays');
    expect(read.wrong).toBe(exact.errorRate + exact.invalidMass);
    expect(read.rules[0].wrong).toBe(0.375);
    expect(stratum(read, 0).wrong).toBe(exact.byCount[0].errorRate! + exact.byCount[0].invalidMass!);
  });

  test('finds strata by how often prompts were answered, and rules by their value', () => {
    const read = measured(runs, 0, 'birthdays');
    expect(stratum(read, 10).mass).toBe(exact.byCount[5].mass);
    expect(stratum(read, 3).countMax).toBe(4);
    expect(ruleAt(read, 0.9)?.holds).toBe(false);
    expect(ruleAt(read, 0.9, 'temperature')).toBeNull();
    expect(ruleAt(read, 0.8)).toBeNull();
  });
});

test('a run has its seed, kind and size', () => {
  expect(runAt(runs, 1)).toEqual({ run: 'b', seed: 7, kind: 'transformer', trainableParameters: 9 });
});

test('arithmetic on what is missing is null', () => {
  expect(combine([1, 2], (a, b) => a + b)).toBe(3);
  expect(combine([1, null], (a, b) => a + b)).toBeNull();
  expect(combine([0, 0], (a, b) => a / b)).toBeNull();
  expect(judge([1, 2], (a, b) => a < b)).toBe(true);
  expect(judge([1, null], (a, b) => a < b)).toBeNull();
});
