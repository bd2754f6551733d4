/** Published hallucination rates, held against published tables. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hallucinationRates, PUBLISHED_RATES } from '../../src/scoring/measures/hallucinationRates.js';
import { leadersOf } from '../../src/scoring/measures/leaders.js';
import { flips } from '../../src/scoring/ranking.js';
import { ratesOf } from '../../src/scoring/tally.js';

interface Published {
  /** Per cent, and half a unit of their last place. */
  readonly omniscience: readonly {
    readonly model: string;
    readonly accuracy: number;
    readonly hallucinationRate: number;
    readonly index: number;
    readonly rounding: number;
  }[];
  readonly simpleqa: readonly (Record<'ofAll' | 'ofAttempted' | 'ofNotRight' | 'notRight', [number, number]> & {
    readonly model: string;
    readonly right: number;
    readonly error: number;
    readonly abstention: number;
    readonly index: number;
  })[];
}
const published = JSON.parse(readFileSync('test/external/hallucinationRates.json', 'utf8')) as Published;
const corners = [-1, 1].flatMap((a) => [-1, 1].map((b) => [a, b]));

describe('AA-Omniscience', () => {
  test.each(published.omniscience)('$model: rate and index agree with the published ones', (row) => {
    const { accuracy, hallucinationRate, index, rounding } = row;
    // All tallies that are rounded to the published accuracy and rate lie between these corners.
    const indices = corners.map(([a, b]) => {
      const right = accuracy + a * rounding;
      const error = ((hallucinationRate + b * rounding) / 100) * (100 - right);
      const tally = { right, error, abstention: 100 - right - error };
      expect(100 * hallucinationRates(tally, null, 0.95).ofNotRight.value!).toBeCloseTo(
        hallucinationRate + b * rounding,
        9,
      );
      return hallucinationRates(tally, null, 0.95).omniscienceIndex.value!;
    });
    expect(Math.min(...indices)).toBeLessThanOrEqual(index + rounding);
    expect(Math.max(...indices)).toBeGreaterThanOrEqual(index - rounding);
  });
});

describe("the article's SimpleQA table", () => {
  test.each(published.simpleqa)('$model', ({ model, index, right, error, abstention, ...expected }) => {
    const rates = hallucinationRates({ right, error, abstention }, null, 0.95);
    for (const key of ['ofAll', 'ofAttempted', 'ofNotRight', 'notRight'] as const)
      expect([model, key, rates[key].value]).toEqual([model, key, expected[key][0] / expected[key][1]]);
    expect(rates.omniscienceIndex.value).toBeCloseTo(index, 12);
  });
});

const tallies = fc.record({
  right: fc.integer({ min: 0, max: 50 }),
  error: fc.integer({ min: 0, max: 50 }),
  abstention: fc.integer({ min: 1, max: 50 }),
});

test("lighteval's rate is 1 − accuracy, whatever the model does", () => {
  fc.assert(
    fc.property(tallies, (tally) => {
      expect(hallucinationRates(tally, null, 0.95).notRight.value).toBeCloseTo(1 - ratesOf(tally).accuracy, 12);
    }),
  );
});

test('a model that abstains from what it does not know lowers the other rates, and not that one', () => {
  const [guessing, abstaining] = [
    { right: 20, error: 80, abstention: 0 },
    { right: 20, error: 10, abstention: 70 },
  ].map((tally) => hallucinationRates(tally, null, 0.95));
  for (const key of ['ofAll', 'ofAttempted', 'ofNotRight'] as const)
    expect(abstaining[key].value).toBeLessThan(guessing[key].value!);
  expect(abstaining.notRight.value).toBe(guessing.notRight.value);
});

test('every rate names its formula and who uses it', () => {
  for (const { formula, users } of Object.values(PUBLISHED_RATES)) expect(formula && users).not.toBe('');
});

describe('who leads as errors cost more', () => {
  test("in the article's table the second model from 2/49 on, until abstaining is better", () => {
    const models = published.simpleqa;
    const { leaders, abstainingAbove } = leadersOf(models, flips(models));
    expect(leaders.map(({ model }) => model)).toEqual(['o4-mini', 'gpt-5-thinking-mini']);
    expect(leaders[1].fromPenalty).toBeCloseTo(2 / 49, 12);
    expect(abstainingAbove).toBeCloseTo(22 / 26, 12);
  });

  test('the leader at any penalty is the model of the greatest score', () => {
    const models = fc
      .array(tallies, { minLength: 1, maxLength: 6 })
      .map((all) => all.map((each, at) => ({ ...each, model: `m${at}` })));
    fc.assert(
      fc.property(models, fc.double({ min: 0, max: 10, noNaN: true }), (some, lambda) => {
        const { leaders, abstainingAbove } = leadersOf(some, flips(some));
        const score = (name: string): number => {
          const { right, error, abstention } = some.find(({ model }) => model === name)!;
          return (right - lambda * error) / (right + error + abstention);
        };
        const most = Math.max(...some.map(({ model }) => score(model)));
        if (abstainingAbove !== null && lambda > abstainingAbove) expect(most).toBeLessThanOrEqual(1e-9);
        else {
          const leader = leaders.filter(({ fromPenalty }) => fromPenalty <= lambda).at(-1)!;
          expect(score(leader.model)).toBeCloseTo(most, 9);
        }
      }),
    );
  });
});
