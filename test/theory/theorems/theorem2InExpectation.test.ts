import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  calibratedSlackInExpectation,
  theorem2LowerInExpectation,
} from '../../../src/theory/theorems/theorem2InExpectation.js';

describe('Theorem 2 averaged over worlds', () => {
  test('by hand: MM = 0.5, |R| = 365, δ = 0.1', () => {
    expect(theorem2LowerInExpectation({ missingMass: 0.5, responses: 365, delta: 0.1 })).toBeCloseTo(0.3945054945, 9);
    expect(calibratedSlackInExpectation({ missingMass: 0.5, responses: 365 })).toBeCloseTo(0.0041246425, 9);
  });

  test('the calibrated learner, err = MM(1 − 1/|R|) and δ = 0, lies above the bound by its slack', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 2, max: 1000 }), (mass, responses) => {
        const err = mass * (1 - 1 / responses);
        const bound = theorem2LowerInExpectation({ missingMass: mass, responses, delta: 0 });
        expect(err - bound).toBeCloseTo(calibratedSlackInExpectation({ missingMass: mass, responses }), 12);
      }),
    );
  });

  test('arguments outside the domain are refused by name', () => {
    expect(() => theorem2LowerInExpectation({ missingMass: 1.1, responses: 3, delta: 0 })).toThrow(/missingMass.*1\.1/);
    expect(() => theorem2LowerInExpectation({ missingMass: 0.1, responses: 3, delta: -1 })).toThrow(/delta.*-1/);
    expect(() => calibratedSlackInExpectation({ missingMass: 0.1, responses: 1 })).toThrow(/responses.*1/);
  });
});
