import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { theorem1Lower } from '../../../src/theory/theorem1.js';
import { cipherAdvantage, observation2Lower } from '../../../src/theory/theorems/observation2.js';

describe('Observation 2', () => {
  test('worked by hand', () => {
    // A coin among 101 messages: 1 − 0 − 2/100 − 0.
    expect(observation2Lower({ iivError: 0.5, messages: 101, delta: 0 })).toBeCloseTo(0.98, 12);
    // β = 0.6, δ = 0.1, 11 messages: 1 − 0.6 − 0.2 − 0.1.
    expect(cipherAdvantage(0.2)).toBeCloseTo(0.6, 12);
    expect(observation2Lower({ iivError: 0.2, messages: 11, delta: 0.1 })).toBeCloseTo(0.1, 12);
  });

  test('a broken cipher leaves nothing to bound', () => {
    expect(observation2Lower({ iivError: 0, messages: 256, delta: 0 })).toBeLessThan(0);
  });

  test('it is Theorem 1 with two valid responses and M − 1 errors', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, fc.integer({ min: 2, max: 5000 }), (iivError, delta, messages) => {
        const ofTheorem1 = theorem1Lower({ iivError, maxValid: 2, minErrors: messages - 1, delta });
        expect(observation2Lower({ iivError, messages, delta })).toBeCloseTo(ofTheorem1, 12);
      }),
    );
  });

  test.each([
    { iivError: -0.1, messages: 16, delta: 0 },
    { iivError: 1.1, messages: 16, delta: 0 },
    { iivError: 0.5, messages: 1, delta: 0 },
    { iivError: 0.5, messages: 2.5, delta: 0 },
    { iivError: 0.5, messages: 16, delta: -0.1 },
    { iivError: NaN, messages: 16, delta: 0 },
  ])('%j is outside the domain', (decryption) => {
    expect(() => observation2Lower(decryption)).toThrow(RangeError);
  });
});
