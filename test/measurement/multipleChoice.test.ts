/** Families whose data hold no IDK: Theorems 1, 3 and 4, against definitions. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { leastIivError } from '../../src/measurement/metrics/isItValid.js';
import { multipleChoiceCase, type RandomCase, randomCase } from './randomCase.js';
import { countsOf, smallWorld, tableModel } from './smallWorld.js';

const runs = { numRuns: 200 };
function measure({ family, counts, rows }: RandomCase) {
  return measureFamily(tableModel(family, rows), family, counts, { gamma: 0.01 });
}

/** err_iiv of "valid iff p̂ > t", straight from the definition of D. */
function iivAt({ family, rows }: RandomCase, t: number): number {
  return rows.reduce((sum, row, c) => {
    const errors = Array.from(row.subarray(0, family.responseCount)).filter(
      (p, r) => r !== family.answer[c] && p > t,
    ).length;
    return (
      sum + (family.promptWeight[c] * ((row[family.answer[c]] > t ? 0 : 1) + errors / (family.responseCount - 1))) / 2
    );
  }, 0);
}

describe('where V_c = {a_c}', () => {
  test('Theorem 1 holds with 1/K, and δ is the derivative of the loss', async () => {
    await fc.assert(
      fc.asyncProperty(multipleChoiceCase, async (drawn) => {
        const measured = await measure(drawn);
        const K = drawn.family.responseCount - 1;
        expect(measured.theorem1.holds).toBe(true);
        expect(measured.theorem1.lower).toBeCloseTo(2 * measured.iivError - 1 / K - measured.delta, 12);
        expect(measured.errorRate + measured.invalidMass + measured.abstentionRate).toBeGreaterThanOrEqual(
          measured.theorem1.lowerSigned - 1e-9,
        );
        expect(measured.deltaByDerivative).toBeCloseTo(measured.delta, 9);
        expect(measured.theorem2).toBeNull();
      }),
      runs,
    );
  });

  test('Theorem 4 is an identity up to the mass outside R_c, and its best threshold is the best of all', async () => {
    await fc.assert(
      fc.asyncProperty(multipleChoiceCase, async (drawn) => {
        const measured = await measure(drawn);
        const { meanIivError, leastIivError: least, lower, holds } = measured.theorem4!;
        const C = drawn.family.responseCount;
        const outside = measured.invalidMass + measured.abstentionRate;
        expect(lower).toBeCloseTo(measured.errorRate + outside * (1 - 1 / C), 9);
        expect(holds).toBe(true);
        // The integral over t, numerically: err_iiv is constant between the probabilities of responses.
        const levels = [...new Set([0, 1, ...drawn.rows.flatMap((row) => Array.from(row.subarray(0, C)))])]
          .filter((p) => p <= 1)
          .sort((a, b) => a - b);
        const integral = levels
          .slice(1)
          .reduce((sum, level, i) => sum + (level - levels[i]) * iivAt(drawn, levels[i]), 0);
        expect(meanIivError).toBeCloseTo(integral, 9);
        expect(least).toBeCloseTo(Math.min(...levels.map((t) => iivAt(drawn, t))), 9);
        expect(least).toBeLessThanOrEqual(meanIivError + 1e-12);
      }),
      runs,
    );
  });
});

describe('opt(G) of models with a window', () => {
  test('is the least over all classifiers of what the window shows', () => {
    fc.assert(
      fc.property(randomCase, fc.array(fc.nat(1), { minLength: 7, maxLength: 7 }), ({ family }, looks) => {
        // Prompts of two tokens, the last of which is one of two: a window of one token sees only that.
        const prompts = family.prompts.map((_, c) => Int32Array.of(100 + c, 200 + looks[c]));
        const seen = { ...family, prompts };
        const K = family.responseCount - 1;
        // Each pair of look and response is classified on its own, so the best classifier takes the lesser mass of each.
        let best = 0;
        for (const look of [0, 1]) {
          for (let r = 0; r <= family.responseCount; r++) {
            const masses = prompts.map((_, c) => {
              if (looks[c] !== look) return [0, 0];
              const mu = family.promptWeight[c] / 2;
              const alpha = family.answerProbability[c];
              if (r === family.responseCount) return [mu * (1 - alpha), 0];
              return r === family.answer[c] ? [mu * alpha, 0] : [0, mu / K];
            });
            best += Math.min(...[0, 1].map((side) => masses.reduce((sum, mass) => sum + mass[side], 0)));
          }
        }
        expect(leastIivError(seen, 1)).toBeCloseTo(best, 12);
        expect(leastIivError(seen, 2)).toBe(0);
      }),
      runs,
    );
  });

  test('Corollary 2: two prompts that look alike, two responses: 1/2', async () => {
    const family = {
      ...smallWorld({ responseCount: 2, answer: [0, 1], answerProbability: 1, idk: 'outside' }),
      prompts: [Int32Array.of(9, 5), Int32Array.of(10, 5)],
    };
    expect(leastIivError(family, 1)).toBe(0.5);
    expect(leastIivError(family, 2)).toBe(0);
    const table = smallWorld({ responseCount: 2, answer: [0, 1], answerProbability: 1, idk: 'outside' });
    const even = [Float64Array.of(0.5, 0.5, 0), Float64Array.of(0.5, 0.5, 0)];
    const { leastIivError: least, errorRate } = await measureFamily(
      { ...tableModel(table, even), window: 0 },
      table,
      countsOf([1, 1]),
      { gamma: 0.01 },
    );
    expect([least, errorRate]).toEqual([0.5, 0.5]);
  });
});
