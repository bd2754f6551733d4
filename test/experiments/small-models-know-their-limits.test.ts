import { describe, expect, test } from '@jest/globals';
import { knowItsLimits } from '../../src/experiments/small-models-know-their-limits/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Figures {
  readonly regret: number;
  readonly errorAboveHalf: number;
  readonly errorOnShown: number;
}

const EXPECTED: Readonly<Record<number, Figures>> = {
  0.005: { regret: 0.006, errorAboveHalf: 0.4, errorOnShown: 0 },
  0.25: { regret: 0.05, errorAboveHalf: 0.3, errorOnShown: 0.01 },
  0.5: { regret: 0.06, errorAboveHalf: 0.2, errorOnShown: 0.01 },
  0.75: { regret: 0.05, errorAboveHalf: 0.1, errorOnShown: 0.01 },
  1: { regret: 0.002, errorAboveHalf: 0, errorOnShown: 0.005 },
};

function sweep(change: (width: number, share: number) => Partial<Figures> = () => ({})) {
  return tablesOf(
    [12, 40].flatMap((width) =>
      Object.entries(EXPECTED).flatMap(([share, expected]) =>
        [1, 2, 3].map((seed): Row => {
          const { regret, errorAboveHalf, errorOnShown } = { ...expected, ...change(width, Number(share)) };
          const wobble = 0.001 * Math.sin(seed + width);
          return {
            seed,
            'model.kind': 'transformer',
            'model.trainableParameters': 50 * width ** 2,
            'parameters.model.width': width,
            'families.other.heldOut.mass': 1 - Number(share),
            'families.other.answers.accuracy': Number(share),
            'families.other.answers.areaUnderRoc': 0.95,
            'families.other.byCount.5.errorRate': errorOnShown,
            'families.other.rules.0.errorRate': errorAboveHalf,
            'families.other.rules.0.accuracy': Number(share),
            ...Object.fromEntries(
              [
                [30, regret + wobble],
                [100, 0.8 * regret],
              ].flatMap(([examples, value], place) => [
                [`families.other.answers.recalibrated.${place}.examples`, examples],
                [`families.other.answers.recalibrated.${place}.regret`, value],
              ]),
            ),
          };
        }),
      ),
    ),
  );
}

function verdict(id: string, tables: ReturnType<typeof tablesOf>) {
  return knowItsLimits.claims.find((claim) => claim.id === id)!.check(tables).verdict;
}

describe.each(knowItsLimits.claims)('$id', ({ id }) => {
  test('an inverted U confirms it', () => expect(verdict(id, sweep())).toBe('confirmed'));
  test('no runs leave it open', () => expect(verdict(id, tablesOf([]))).toBe('inconclusive'));
});

describe('data that refute', () => {
  test('a model that knows nothing and does not learn to say so', () => {
    const stubborn = sweep((_, share) => (share < 0.01 ? { regret: 0.3 } : {}));
    for (const { id } of knowItsLimits.claims) expect(verdict(id, stubborn)).toBe('refuted');
  });

  test('a model that knows a part and learns as easily which', () => {
    const easy = sweep(() => ({ regret: 0.006 }));
    expect(verdict('knowing-nothing-is-easily-known', easy)).toBe('refuted');
    expect(verdict('knowledge-and-not-size-makes-it-hard', easy)).toBe('refuted');
  });

  test('a model that is unsure of what it never saw from the start', () => {
    expect(
      verdict(
        'limits-must-be-learnt',
        sweep((_, share) => (share < 0.01 ? { errorAboveHalf: 0 } : {})),
      ),
    ).toBe('refuted');
  });

  test('a small model that finds it as easy with half of the facts', () => {
    expect(
      verdict(
        'knowledge-and-not-size-makes-it-hard',
        sweep((width, share) => (width === 12 && share === 0.5 ? { regret: 0.006 } : {})),
      ),
    ).toBe('refuted');
  });
});

test('a network that has not learnt what it was shown leaves the claim open', () => {
  expect(
    verdict(
      'knowing-nothing-is-easily-known',
      sweep(() => ({ errorOnShown: 0.5 })),
    ),
  ).toBe('inconclusive');
});

test('figures are drawn from the tables, or say why not', () => {
  for (const figure of knowItsLimits.figures(sweep())) expect(figure).toHaveProperty('spec');
  for (const figure of knowItsLimits.figures(tablesOf([]))) expect(figure).toHaveProperty('missing');
});
