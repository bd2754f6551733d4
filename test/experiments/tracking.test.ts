import { describe, expect, test } from '@jest/globals';
import { trackingOverN } from '../../src/experiments/tracking/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [claim] = trackingOverN.claims;
const GUESS = 364 / 365;

/** Three worlds of three sizes under two laws. */
function runs(err: (mass: number, law: string) => number): Row[] {
  return ['uniform', 'zipf'].flatMap((law) =>
    [0.6, 0.4, 0.2].flatMap((mass, size) =>
      [1, 2, 3].map((seed) => ({
        seed,
        'model.kind': 'transformer',
        'parameters.corpus.examples': 300 * (size + 1),
        'parameters.corpus.families.birthdays.frequency': law,
        'families.birthdays.nature': 'arbitrary',
        'families.birthdays.errorRate': err(mass, law) - 0.012 + 0.001 * seed,
        'families.birthdays.invalidMass': 0.01,
        'families.birthdays.missingMass': mass,
        'families.birthdays.singletonRate': mass + 0.02,
      })),
    ),
  );
}
function verdict(...args: Parameters<typeof runs>) {
  return claim.check(tablesOf(runs(...args))).verdict;
}

describe('error-tracks-missing-mass-over-n', () => {
  test('confirmed where the error is the missing mass', () =>
    expect(verdict((mass) => mass * GUESS)).toBe('confirmed'));
  test('refuted where larger corpora are not memorised', () =>
    expect(verdict((mass) => 0.3 + 0.5 * mass)).toBe('refuted'));
  test("refuted where the error follows it under the uniform law and not under Zipf's", () =>
    expect(verdict((mass, law) => (law === 'zipf' ? mass + 0.1 : mass))).toBe('refuted'));
  test('open without runs', () => expect(claim.check(tablesOf([])).verdict).toBe('inconclusive'));
});
