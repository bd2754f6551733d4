import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { power } from '../../src/theory/power.js';

/** Node 20 and 22 take the same algorithm from their engine. */
const HAS_SAME_ENGINE = ['20', '22'].includes(process.versions.node.split('.')[0]);

const SPECIAL = [
  ...[0, 1, 2, 3, 0.5, 10, Infinity, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** -1022, 1 - 2 ** -53, 1 + 2 ** -52],
  ...[2 ** 31, 2 ** 31 + 1, 2 ** 53 - 1, 2 ** 64, 2 ** 65, 1024, 1074, 1075, 1e300, 1e-300],
].flatMap((x) => [x, -x]);

/** Bases and exponents of the kinds that corpora, metrics and estimates take. */
function drawn(count: number): readonly (readonly [number, number])[] {
  const own = stream(1, 'sample/power');
  const u = (): number => uniform(own);
  return Array.from({ length: count }, () => [
    [1 - u(), -10 * u()] as const,
    [Math.floor(4000 * u()) + 1, -3 * u()] as const,
    [u(), Math.floor(3000 * u() * u())] as const,
    [1 + 1e-6 * u(), (u() - 0.5) * 1e12] as const,
    [10, Math.floor(660 * u()) - 330] as const,
    [Math.exp(1400 * (u() - 0.5)), 6 * u() - 3] as const,
    [-10 * u(), Math.floor(40 * u()) - 20] as const,
    [u() * 2 ** -1030, 3 * u() - 1.5] as const,
  ]).flat();
}

describe('power', () => {
  test('every bit of a hundred thousand powers is as it was stored', () => {
    // The digest was computed with `**` of Node 20, not with this function.
    const powers = Float64Array.from(drawn(12_500), ([x, y]) => power(x, y));
    expect(createHash('sha256').update(powers).digest('hex').slice(0, 16)).toBe('c08ed11ad431fe04');
  });

  (HAS_SAME_ENGINE ? test : test.skip)('every bit is that of the engine of Node 20 and 22', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (x, y) => Object.is(power(x, y), x ** y)),
      { numRuns: 20_000 },
    );
    for (const [x, y] of drawn(2000)) expect([x, y, power(x, y)]).toEqual([x, y, x ** y]);
  });

  test('special values are those of the engine', () => {
    for (const x of [...SPECIAL, Number.NaN])
      for (const y of [...SPECIAL, Number.NaN]) {
        const [ours, theirs] = [power(x, y), x ** y];
        if (Number.isFinite(theirs) && theirs !== 0) expect(ours / theirs).toBeCloseTo(1, 14);
        else expect([x, y, ours]).toEqual([x, y, theirs]);
      }
  });

  test('integers have the powers that exact arithmetic gives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 3000 }), fc.integer({ min: 1, max: 80 }), (x, y) => {
        const exact = Number(BigInt(x) ** BigInt(y));
        const ours = power(x, y);
        if (exact < 2 ** 53) expect(ours).toBe(exact);
        else expect(Math.abs(ours / exact - 1)).toBeLessThanOrEqual(4 * Number.EPSILON);
      }),
      { numRuns: 5000 },
    );
  });
});
