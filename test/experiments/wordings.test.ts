import { describe, expect, test } from '@jest/globals';
import { wordingsOfFacts } from '../../src/experiments/wordings/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [claim] = wordingsOfFacts.claims;

/** Three worlds, each with texts of 1, 4 and 16 wordings. */
function verdict(reworded: (wordings: number) => number, asWorded = 0.99): string {
  const rows: Row[] = [1, 4, 16].flatMap((wordings) =>
    [1, 2, 3].map((seed) => ({
      seed,
      'model.kind': 'transformer',
      'parameters.corpus.text.wordings': wordings,
      'families.birthdays.nature': 'arbitrary',
      'families.birthdays.accuracy': asWorded + 0.001 * seed,
      'families.birthdays.reworded.answered.accuracy': reworded(wordings) + 0.01 * seed,
    })),
  );
  return claim.check(tablesOf(rows)).verdict;
}

describe('many-wordings-make-a-fact', () => {
  test('confirmed where new words find the fact after many wordings alone', () =>
    expect(verdict((wordings) => (wordings === 16 ? 0.7 : 0.25))).toBe('confirmed'));
  test('refuted where the number of wordings does not matter', () => expect(verdict(() => 0.25)).toBe('refuted'));
  test('refuted where one wording suffices', () => expect(verdict(() => 0.9)).toBe('refuted'));
  test('refuted where the facts are not known in the words of training', () =>
    expect(verdict((wordings) => (wordings === 16 ? 0.7 : 0.25), 0.8)).toBe('refuted'));
  test('open without runs', () => expect(claim.check(tablesOf([])).verdict).toBe('inconclusive'));
});
