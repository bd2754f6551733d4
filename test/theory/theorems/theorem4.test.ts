import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { meanIivErrorAt, theorem4Lower } from '../../../src/theory/theorems/theorem4.js';

describe('theorem4Lower', () => {
  test('is the error itself where all mass lies in R_c, and 1 − 1/C for an even guess', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 2, max: 400 }), (error, choices) => {
        const iivError = meanIivErrorAt({ error, right: 1 - error, choices });
        expect(theorem4Lower({ iivError, choices })).toBeCloseTo(error, 12);
      }),
    );
    expect(theorem4Lower({ iivError: 0.5, choices: 4 })).toBeCloseTo(3 / 4, 12);
  });

  test('falls short of the error by o/C where the mass o lies outside R_c', () => {
    const [error, outside, choices] = [0.3, 0.2, 5];
    const iivError = meanIivErrorAt({ error, right: 1 - error - outside, choices });
    expect(theorem4Lower({ iivError, choices })).toBeCloseTo(error + outside - outside / choices, 12);
  });

  test('needs two choices', () => {
    expect(() => theorem4Lower({ iivError: 0.2, choices: 1 })).toThrow('choices must be an integer ≥ 2, got 1');
    expect(() => meanIivErrorAt({ error: 0.2, right: 0.8, choices: 2.5 })).toThrow('2.5');
  });
});

describe('meanIivErrorAt', () => {
  test('is the mean of err_iiv over thresholds, added up by hand for one prompt of three choices', () => {
    // p̂ = (0.5, 0.3, 0.2), the first right. err_iiv(f̂_t) = ½ [p̂(a) ≤ t] + ½ · #(errors above t)/2, constant between the p̂:
    // ½ below 0.2, ¼ below 0.3, 0 below 0.5, ½ above.
    const byHand = 0.2 * (1 / 2) + 0.1 * (1 / 4) + 0.2 * 0 + 0.5 * (1 / 2);
    expect(meanIivErrorAt({ error: 0.5, right: 0.5, choices: 3 })).toBeCloseTo(byHand, 12);
  });
});
