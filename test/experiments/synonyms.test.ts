import { expect, test } from '@jest/globals';
import { synonyms } from '../../src/experiments/synonyms/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [claim] = synonyms.claims;

function runs(err: (strings: number, facts: number) => number, learnt = 0.01): Row[] {
  return [
    [1, 0.2],
    [2, 0.45],
    [4, 0.67],
  ].flatMap(([ways, strings]) =>
    [1, 2, 3].map((seed) => ({
      seed,
      'parameters.corpus.families.birthdays.synonyms': ways,
      'families.birthdays.errorRate': err(strings, 0.2) + 0.001 * seed,
      'families.birthdays.invalidMass': 0.004,
      'families.birthdays.missingMass': strings,
      'families.birthdays.singletonRate': strings,
      'families.birthdays.byFact.missingMass': 0.2,
      'families.birthdays.byFact.singletonRate': 0.2,
      'families.birthdays.byCount.2.errorRate': learnt + 0.001 * seed,
    })),
  );
}

test('confirmed between the two missing masses', () => {
  expect(claim.check(tablesOf(runs((strings, facts) => (strings + facts) / 2))).verdict).toBe('confirmed');
});

test('refuted above the strings, below the facts, and where ways do not matter', () => {
  expect(claim.check(tablesOf(runs((strings) => strings + 0.2))).verdict).toBe('refuted');
  expect(claim.check(tablesOf(runs((strings, facts) => facts - 0.1 * strings))).verdict).toBe('refuted');
  expect(claim.check(tablesOf(runs((_, facts) => facts))).verdict).toBe('refuted');
});

test('open where the model does not know what it was shown', () => {
  expect(claim.check(tablesOf(runs((strings, facts) => (strings + facts) / 2, 0.4))).verdict).toBe('inconclusive');
});
