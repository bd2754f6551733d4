import { describe, expect, test } from '@jest/globals';
import { theorem1Lower, theorem1LowerSigned } from '../../../src/theory/theorems/theorem1.js';

const world = { maxValid: 2, minErrors: 4 };

describe('theorem1Lower', () => {
  test('gives the bounds of the micro-case of four prompts and five responses', () => {
    expect(theorem1Lower({ ...world, iivError: 1 / 4, delta: 0 })).toBeCloseTo(0, 12);
    expect(theorem1Lower({ ...world, iivError: 5 / 16, delta: 1 / 2 })).toBeCloseTo(-3 / 8, 12);
    expect(theorem1Lower({ ...world, iivError: 1 / 4, delta: 1 / 2 })).toBeCloseTo(-1 / 2, 12);
    expect(theorem1Lower({ ...world, iivError: 1 / 2, delta: 0 })).toBeCloseTo(1 / 2, 12);
  });

  test('is Corollary 1 for an uninformative classifier and one valid response', () => {
    expect(theorem1Lower({ iivError: 0.5, maxValid: 1, minErrors: 364, delta: 0 })).toBeCloseTo(363 / 364, 12);
  });

  test('is raised by under-confidence in its signed form only', () => {
    expect(theorem1LowerSigned({ ...world, iivError: 0.5, signedDelta: -0.2 })).toBeCloseTo(0.7, 12);
    expect(theorem1Lower({ ...world, iivError: 0.5, delta: 0.2 })).toBeCloseTo(0.3, 12);
  });

  test('refuses what is outside its domain and quotes it', () => {
    expect(() => theorem1Lower({ ...world, iivError: 1.2, delta: 0 })).toThrow(
      new RangeError('iivError must lie in [0, 1], got 1.2'),
    );
    expect(() => theorem1Lower({ ...world, iivError: 0.2, delta: -0.1 })).toThrow('-0.1');
    expect(() => theorem1LowerSigned({ ...world, iivError: 0.2, signedDelta: -1.5 })).toThrow('1.5');
    expect(() => theorem1Lower({ iivError: 0.2, delta: 0, maxValid: 2, minErrors: 0 })).toThrow('minErrors');
    expect(() => theorem1Lower({ iivError: 0.2, delta: 0, maxValid: 0, minErrors: 4 })).toThrow('maxValid');
    expect(() => theorem1Lower({ iivError: NaN, delta: 0, ...world })).toThrow('NaN');
  });
});
