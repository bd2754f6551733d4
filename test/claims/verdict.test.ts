import { describe, expect, test } from '@jest/globals';
import {
  about,
  allOf,
  atLeast,
  atMost,
  between,
  exactlyWithin,
  gated,
  holdsAlways,
  holdsOnlyWhere,
  meanWithin,
  shareWithin,
  unmeasured,
} from '../../src/claims/verdict.js';

const near = [0.99, 1, 1.01, 1];
const far = [2.99, 3, 3.01, 3];
const wide = [0, 2, 0, 2];

describe('verdicts', () => {
  test('a mean whose interval lies inside, outside or across the predicted range', () => {
    expect(meanWithin('x', near, about(1, 0.1)).verdict).toBe('confirmed');
    expect(meanWithin('x', far, about(1, 0.1)).verdict).toBe('refuted');
    expect(meanWithin('x', wide, about(1, 0.1))).toMatchObject({ verdict: 'inconclusive', measured: 1 });
    expect(meanWithin('x', [1], about(1, 0.1))).toMatchObject({ verdict: 'inconclusive', interval: null });
    expect(meanWithin('x', [], about(1, 0.1))).toMatchObject({ verdict: 'inconclusive', measured: null });
  });

  test('a share near an end is judged by an interval that stays in [0, 1]', () => {
    const nearOne = [0.99, 1, 0.98, 1, 0.995];
    expect(shareWithin('x', nearOne, between(0.9, 1)).verdict).toBe('confirmed');
    expect(shareWithin('x', nearOne, atMost(0.9)).verdict).toBe('refuted');
    // The t interval of these reaches 1.05: a closed range that ends at 1 would never hold it.
    const scattered = [0.85, 1, 1, 0.95, 1];
    expect(meanWithin('x', scattered, between(0.5, 1)).verdict).toBe('inconclusive');
    expect(shareWithin('x', scattered, between(0.5, 1)).verdict).toBe('confirmed');
    expect(shareWithin('x', scattered, atLeast(0.95)).verdict).toBe('inconclusive');
    expect(shareWithin('x', [1, 1, 1], atLeast(0.9))).toMatchObject({ verdict: 'inconclusive', measured: 1 });
    expect(shareWithin('x', [1, null], atLeast(0.9))).toMatchObject({ verdict: 'inconclusive', measured: null });
    expect(() => shareWithin('x', [0.5, 1.2], atLeast(0))).toThrow('1.2');
  });

  test('one exception refutes a statement without exceptions', () => {
    expect(holdsAlways('x', [true, true])).toMatchObject({ verdict: 'confirmed', measured: 0 });
    expect(holdsAlways('x', [true, false])).toMatchObject({ verdict: 'refuted', measured: 1 });
    expect(holdsAlways('x', []).verdict).toBe('inconclusive');
    expect(holdsAlways('x', [true, null]).verdict).toBe('inconclusive');
    expect(holdsAlways('x', [false, null])).toMatchObject({ verdict: 'refuted', measured: 1 });
  });

  test('the worst part decides', () => {
    const good = exactlyWithin('good', 0, atMost(1));
    const bad = exactlyWithin('bad', 2, atMost(1));
    const open = unmeasured('open', 'no runs');
    expect(allOf([good, open, bad])).toMatchObject({ verdict: 'refuted', quantity: 'bad' });
    expect(allOf([good, open])).toMatchObject({ verdict: 'inconclusive', quantity: 'open' });
    expect(allOf([good]).verdict).toBe('confirmed');
  });

  test('a claim that fails elsewhere depends on its condition', () => {
    const holds = meanWithin('here', near, about(1, 0.1));
    const fails = meanWithin('there', far, about(1, 0.1));
    expect(holdsOnlyWhere('one pass', holds, fails)).toMatchObject({
      verdict: 'depends',
      condition: 'one pass; refuted in the other arm, as foretold: there: 3 (95 % 2.987 to 3.013)',
      measured: 3,
    });
    expect(holdsOnlyWhere('one pass', holds, holds).verdict).toBe('confirmed');
    expect(holdsOnlyWhere('one pass', fails, holds).verdict).toBe('refuted');
  });

  test('a gate that is not passed leaves a claim open', () => {
    const claim = exactlyWithin('claim', 0, atMost(1));
    expect(gated(exactlyWithin('gate', 0, atMost(1)), 'train longer', claim).verdict).toBe('confirmed');
    expect(gated(exactlyWithin('gate', 2, atMost(1)), 'train longer', claim)).toMatchObject({
      verdict: 'inconclusive',
      condition: 'train longer',
    });
  });
});
