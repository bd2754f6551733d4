import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deltaAt } from '../../src/measurement/calibration.js';
import { rulesOf, underRule } from '../../src/measurement/decisionRules.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { measureResponseProbabilities } from '../../src/measurement/measureResponseProbabilities.js';
import { randomCase } from './randomCase.js';
import { countsOf, rowOf, smallWorld, tableModel } from './smallWorld.js';

const runs = { numRuns: 150 };
const rules = { temperatures: [0.25, 1, 3], idkBiases: [-2, 0, 4], confidenceThresholds: [0, 0.3, 1] };

describe('decision rules', () => {
  test('what is measured under a rule is what the changed p̂ measures, and Theorem 1 holds of it', async () => {
    await fc.assert(
      fc.asyncProperty(randomCase, async ({ family, counts, rows }) => {
        const measured = await measureFamily(tableModel(family, rows), family, counts, { gamma: 0.01, rules });
        expect(measured.rules.length).toBe(9);
        rulesOf(rules).forEach((rule, at) => {
          const changed = measureResponseProbabilities(family, counts, rows.map((row) => underRule(rule, row)), { gamma: 0.01 });
          expect(measured.rules[at]).toMatchObject(rule);
          expect(measured.rules[at].holds).toBe(true);
          expect(measured.rules[at].errorRate).toBeCloseTo(changed.errorRate, 9);
          expect(measured.rules[at].signedDelta).toBeCloseTo(changed.signedDelta, 9);
          expect(measured.rules[at].theorem1Lower).toBeCloseTo(changed.theorem1.lower, 9);
        });
      }),
      runs,
    );
  });

  test('closed forms', () => {
    const row = Float64Array.of(0.6, 0.2, 0.1); // two responses, IDK, and 0.1 elsewhere
    const under = (rule: 'temperature' | 'idk-bias' | 'confidence', value: number): number[] => Array.from(underRule({ rule, value }, row));
    expect(under('temperature', 1)).toEqual([expect.closeTo(0.6, 12), expect.closeTo(0.2, 12), expect.closeTo(0.1, 12)]);
    expect(under('temperature', 0.5)).toEqual([expect.closeTo((0.9 * 0.36) / 0.41, 12), expect.closeTo((0.9 * 0.04) / 0.41, 12), expect.closeTo((0.9 * 0.01) / 0.41, 12)]);
    expect(under('idk-bias', Math.log(8))).toEqual([expect.closeTo(0.3375, 12), expect.closeTo(0.1125, 12), expect.closeTo(0.45, 12)]);
    expect(under('confidence', 0.6)).toEqual([0, 0, 1]);
    expect(under('confidence', 0.59)).toEqual([0.6, 0.2, 0.1]);
    expect(Array.from(underRule({ rule: 'temperature', value: 0.001 }, Float64Array.of(0.5, 0.5, 0)))).toEqual([0.5, 0.5, 0]);
  });
});

describe('reliability', () => {
  test('bins hold all of p̂ and p, and give δ at every edge', async () => {
    await fc.assert(
      fc.asyncProperty(randomCase, async ({ family, counts, rows }) => {
        const { reliability, invalidMass } = await measureFamily(tableModel(family, rows), family, counts, { gamma: 0.01, reliability: true });
        const bins = reliability!;
        expect(bins.reduce((sum, bin) => sum + bin.predicted, 0)).toBeCloseTo(1 - invalidMass, 9);
        expect(bins.reduce((sum, bin) => sum + bin.true, 0)).toBeCloseTo(1, 9);
        let difference = 0;
        for (const { above, predicted, true: truth } of bins.slice(0, -1)) {
          difference += predicted - truth;
          expect(Math.abs(difference)).toBeCloseTo(deltaAt(family, rows, above), 9);
        }
      }),
      runs,
    );
  });
});

describe('what else is told of a family', () => {
  test('held-out facts, synonyms, arg-max, bits', () => {
    // Facts 0 and 1 are stated twice each; fact 1 is held out.
    const family = smallWorld({ responseCount: 4, answer: [0, 0, 1, 1], answerProbability: 1, trainingWeight: [1, 1, 0, 0], fact: [0, 0, 1, 1] });
    const rows = [rowOf(4, [[0, 0.5], [1, 0.5]]), rowOf(4, [[0, 1]]), rowOf(4, [[0, 0.4], [1, 0.3], [4, 0.3]]), rowOf(4, [[0, 0.25], [1, 0.75]])];
    const measured = measureResponseProbabilities(family, countsOf([1, 0, 0, 0]), rows, { gamma: 0.01 });
    expect(measured.heldOut).toEqual({ mass: 0.5, errorRate: expect.closeTo(0.325, 12) });
    expect(measured.missingMass).toBeCloseTo(0.75, 12);
    expect(measured.byFact).toEqual({ singletonRate: 1, missingMass: 0.5 });
    expect(measured.argMaxErrorRate).toBe(0.25);
    expect(measured.memorisedBits).toBeCloseTo(1, 12);
    expect(measured.theorem2).toBeNull();
    expect(measured.byCount[0]).toMatchObject({ mass: 0.75, argMaxErrorRate: expect.closeTo(1 / 3, 12), confidence: expect.closeTo((1 + 0.4 + 0.75) / 3, 12) });
  });
});
