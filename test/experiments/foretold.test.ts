import { expect, test } from '@jest/globals';
import { foretoldErrors } from '../../src/experiments/foretold/claims.js';
import { notMemorised } from '../../src/results/notMemorised.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [before, memorised, labelFree] = foretoldErrors.claims;

interface Off {
  /** Distance of what was foretold, of its interval's ends, and of the label-free estimate. */
  readonly foretold?: number;
  readonly halfWidth?: number;
  readonly labelFree?: number;
  /** Distance of MM·(1 − 1/R). */
  readonly near?: number;
  /** Share of wrong responses on shown facts. */
  readonly shown?: number;
}

function runs({ foretold = 0.02, halfWidth = 0.06, labelFree = 0.0005, near = 0.3, shown = 0.01 }: Off = {}): Row[] {
  return Array.from({ length: 50 }, (_, i) => {
    const wrong = 0.2 + 0.01 * i;
    const sign = i % 2 === 0 ? 1 : -1;
    const guess = wrong + sign * foretold * (0.8 + (i % 5) / 10);
    return {
      seed: i + 1,
      'model.kind': i % 5 === 0 ? 'ngram' : 'transformer',
      'families.facts.errorRate': wrong,
      'families.facts.invalidMass': 0,
      'families.facts.calibratedError': wrong - near,
      'families.facts.foretold.wrong': guess,
      'families.facts.foretold.neverShown': guess,
      'families.facts.foretold.lower': guess - halfWidth,
      'families.facts.foretold.upper': guess + halfWidth,
      'families.facts.labelFree.wrong': wrong + sign * labelFree * (0.8 + (i % 5) / 10),
      'families.facts.byCount.1.mass': 0.5,
      'families.facts.byCount.1.errorRate': shown,
      'families.facts.byCount.1.invalidMass': 0,
    };
  });
}

function verdictOf(claim: typeof before, off?: Off) {
  return claim!.check(tablesOf(runs(off))).verdict;
}

test('confirmed by close predictions, refuted by distant ones and by intervals that are too narrow', () => {
  expect(verdictOf(before)).toBe('confirmed');
  expect(verdictOf(before, { foretold: 0.2, halfWidth: 0.5 })).toBe('refuted');
  expect(verdictOf(before, { halfWidth: 0.001 })).toBe('refuted');
  expect(verdictOf(before, { near: 0.03 })).toBe('refuted');
});

test('of memorised runs: confirmed near, refuted far, open where none has memorised', () => {
  expect(verdictOf(memorised, { foretold: 0.01 })).toBe('confirmed');
  expect(verdictOf(memorised, { foretold: 0.1 })).toBe('refuted');
  expect(verdictOf(memorised, { shown: 0.3 })).toBe('inconclusive');
});

test('without labels: confirmed near, refuted far', () => {
  expect(verdictOf(labelFree)).toBe('confirmed');
  expect(verdictOf(labelFree, { labelFree: 0.01 })).toBe('refuted');
});

test('figures show each run', () => {
  const figures = foretoldErrors.figures(tablesOf(runs()));
  expect(figures.map(({ id }) => id)).toEqual(['foretold-against-measured', 'label-free-against-measured']);
  expect(figures.every((figure) => 'spec' in figure)).toBe(true);
});

test('runs that have not memorised their rows are told so, in one sentence for each kind of network', () => {
  const family = { name: 'facts', nature: 'arbitrary' } as const;
  expect(notMemorised(tablesOf(runs({ shown: 0.18 })).runs, family)).toEqual([
    'transformer has not memorised its rows in 40 of 40 runs: it is wrong on 18 % of facts shown once, and 0.09 of the 0.45 that is wrong is about facts that it was shown; train longer.',
  ]);
  expect(notMemorised(tablesOf(runs({ shown: 0.01 })).runs, family)).toEqual([]);
});
