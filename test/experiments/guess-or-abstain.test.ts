import { describe, expect, test } from '@jest/globals';
import { guessOrAbstain } from '../../src/experiments/guess-or-abstain/claims.js';
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

describe.each(guessOrAbstain.claims)('$id', ({ id }) => {
  test('the binomial law confirms it', () => expect(verdict(id, confirming)).toBe('confirmed'));
  test('no runs leave it open', () => expect(verdict(id, tablesOf([]))).toBe('inconclusive'));
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

test('figures are drawn from the tables, or say why not', () => {
  for (const figure of guessOrAbstain.figures(confirming)) expect(figure).toHaveProperty('spec');
  for (const figure of guessOrAbstain.figures(tablesOf([]))) expect(figure).toHaveProperty('missing');
});
