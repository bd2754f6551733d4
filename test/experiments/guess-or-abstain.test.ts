import { describe, expect, test } from '@jest/globals';
import { guessOrAbstain } from '../../src/experiments/guess-or-abstain/claims.js';
import { crossing, SIMPLEQA_PAIR, SIMPLEQA_QUESTIONS } from '../../src/experiments/guess-or-abstain/publishedPair.js';
import { testTakers, valuesOf } from '../../src/studies/testTakers/testTakers.js';
import { fewerRightThan } from '../../src/theory/guessing.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

function flat(prefix: string, figures: object): [string, number][] {
  return Object.entries(figures).flatMap(([name, value]) =>
    typeof value === 'object' ? flat(`${prefix}.${name}`, value as object) : [[`${prefix}.${name}`, value as number]],
  );
}

/** Right guesses of so many tests: quantiles of the binomial law, at places that differ a little from seed to seed. */
function sampled(tests: number, chance: number, guesses: number, seed: number): Int32Array {
  const below: number[] = [];
  for (let k = 0; k <= guesses && (below[k - 1] ?? 0) < 1 - 1e-9; k++)
    below.push(fewerRightThan(k + 1, chance, guesses));
  return Int32Array.from({ length: tests }, (_, i) =>
    below.findIndex((cumulative) => cumulative >= (i + 0.5 + 0.02 * Math.sin(seed)) / tests),
  );
}

function row(unknown: number, responses: number, seed: number, change: (lucky: number) => number, changes: Row): Row {
  const options = testTakers.options.parse({
    unknown,
    responses,
    tests: 200,
    targets: [0, 0.001, 0.01, 0.2, 0.4, 0.75],
  });
  return {
    seed,
    'model.kind': 'test-takers',
    'parameters.study.unknown': unknown,
    'parameters.study.responses': responses,
    ...Object.fromEntries(flat('study', valuesOf(options, sampled(200, 1 / responses, unknown, seed).map(change)))),
    'study.abstentionBest.beliefs': 1000,
    'study.abstentionBest.binary': 0,
    'study.abstentionBest.underTarget': 300,
    ...changes,
  };
}

function sweep(change: (lucky: number) => number = (lucky) => lucky, changes: Row = {}) {
  return tablesOf(
    [253, 1000, 3000].flatMap((unknown) =>
      [20, 365].flatMap((responses) => [1, 2, 3].map((seed) => row(unknown, responses, seed, change, changes))),
    ),
  );
}

function verdict(id: string, tables: ReturnType<typeof tablesOf>) {
  return guessOrAbstain.claims.find((claim) => claim.id === id)!.check(tables).verdict;
}
const confirming = sweep();
const PUBLISHED = 'published-order-flips-for-a-small-penalty';

describe.each(guessOrAbstain.claims)('$id', ({ id }) => {
  test('the binomial law confirms it', () => expect(verdict(id, confirming)).toBe('confirmed'));
  test('no runs leave it open, unless its numbers are published ones', () =>
    expect(verdict(id, tablesOf([]))).toBe(id === PUBLISHED ? 'confirmed' : 'inconclusive'));
});

describe('data that refute', () => {
  test('a guesser that is never lucky, or ten times as often', () => {
    expect(
      verdict(
        'guesser-looks-better-over-thousands',
        sweep(() => 0),
      ),
    ).toBe('refuted');
    expect(
      verdict(
        'guesser-looks-better-over-thousands',
        sweep((lucky) => 10 * lucky),
      ),
    ).toBe('refuted');
  });

  test('a guesser that leads although errors cost more than its guesses bring', () => {
    expect(
      verdict(
        'abstainer-leads-under-every-target',
        sweep((lucky) => lucky, { 'study.targets.5.guesser': 1 }),
      ),
    ).toBe('refuted');
  });

  test('an abstainer that leads where guessing pays, or ahead more often than chance allows', () => {
    expect(
      verdict(
        'abstainer-leads-under-every-target',
        sweep((lucky) => lucky, { 'study.targets.1.abstainer': 1 }),
      ),
    ).toBe('refuted');
    expect(
      verdict(
        'abstainer-leads-under-every-target',
        sweep((lucky) => lucky, { 'study.targets.2.abstainerAhead': 0.5 }),
      ),
    ).toBe('refuted');
  });

  test('a blank that scores, and a guess that earns other than 1/n', () => {
    expect(
      verdict(
        'blank-never-scores',
        sweep((lucky) => lucky, { 'study.accuracy.abstainer': 0.6 }),
      ),
    ).toBe('refuted');
    expect(
      verdict(
        'blank-never-scores',
        sweep((lucky) => 2 * lucky),
      ),
    ).toBe('refuted');
    expect(
      verdict(
        'blank-never-scores',
        sweep((lucky) => lucky, { 'study.partialCredit.abstainer': 0.7 }),
      ),
    ).toBe('refuted');
  });
});

describe('data that refute Observation 1, or show nothing', () => {
  const id = 'abstaining-is-never-best-if-graded-right-or-wrong';
  const with_ = (changes: Row) =>
    verdict(
      id,
      sweep((lucky) => lucky, changes),
    );
  test('a single belief under which abstaining is best', () =>
    expect(with_({ 'study.abstentionBest.binary': 1 })).toBe('refuted'));
  test('beliefs under which it is never best under a target either', () =>
    expect(with_({ 'study.abstentionBest.underTarget': 0 })).toBe('refuted'));
});

describe('the published pair', () => {
  const { guesser, careful } = SIMPLEQA_PAIR;
  test('flips at 2/49, within 0.005 and 0.079', () => {
    const { penalty, interval } = crossing(guesser, careful, SIMPLEQA_QUESTIONS);
    expect(penalty).toBeCloseTo(2 / 49, 12);
    expect(interval!.lower).toBeCloseTo(0.0047, 3);
    expect(interval!.upper).toBeCloseTo(0.079, 3);
  });

  test('at both ends of the interval the scores differ by 1.96 standard errors', () => {
    const { interval } = crossing(guesser, careful, SIMPLEQA_QUESTIONS);
    for (const lambda of [interval!.lower, interval!.upper]) {
      const points = [guesser, careful].map(({ right, error }) => ({
        mean: right - lambda * error,
        square: right + lambda ** 2 * error,
      }));
      const variance = points.reduce((sum, { mean, square }) => sum + (square - mean ** 2) / SIMPLEQA_QUESTIONS, 0);
      expect(Math.abs(points[0].mean - points[1].mean) / Math.sqrt(variance)).toBeCloseTo(1.95996, 4);
    }
  });

  test('models whose errors differ by luck alone have no interval; fewer questions widen it', () => {
    const other = { right: 0.22, error: 0.76, abstention: 0.02 };
    expect(crossing(guesser, other, 100).interval).toBeNull();
    expect(crossing(guesser, careful, 1000).interval!.upper).toBeGreaterThan(0.1);
  });
});

test('figures are drawn from the tables, or say why not', () => {
  for (const figure of guessOrAbstain.figures(confirming)) expect(figure).toHaveProperty('spec');
  for (const figure of guessOrAbstain.figures(tablesOf([]))) expect(figure).toHaveProperty('missing');
});
