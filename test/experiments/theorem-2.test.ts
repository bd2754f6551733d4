import { describe, expect, test } from '@jest/globals';
import { theorem2 } from '../../src/experiments/theorem-2/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

function run(kind: string, err: number, lower: number, more: Row = {}): Row {
  return {
    'model.kind': kind,
    'families.facts.nature': 'arbitrary',
    'families.facts.errorRate': err,
    'families.facts.invalidMass': 0.01,
    'families.facts.singletonRate': 0.5,
    'families.facts.examples': 100000,
    'families.facts.theorem2.lower': lower,
    'families.facts.theorem2.lowerTight': lower + 0.1,
    'families.facts.theorem2.upper': 0.55,
    ...more,
  };
}
function verdict(id: string, rows: readonly Row[]) {
  return theorem2.claims.find((claim) => claim.id === id)!.check(tablesOf(rows));
}

describe('theorem-2-lower-bound', () => {
  const check = (...rows: readonly Row[]) => verdict('theorem-2-lower-bound', rows);
  test('confirmed where no bound is broken', () =>
    expect(check(run('calibrated-learner', 0.5, 0.16), run('ngram', 0.9, 0.16))).toMatchObject({
      verdict: 'confirmed',
      measured: 0,
    }));
  test('refuted by one error below the published bound', () =>
    expect(check(run('calibrated-learner', 0.5, 0.16), run('ngram', 0.1, 0.16)).verdict).toBe('refuted'));
  test('refuted by one error below the tighter bound alone', () =>
    expect(check(run('calibrated-learner', 0.2, 0.16)).verdict).toBe('refuted'));
  test('an invalid string counts as an error', () =>
    expect(check(run('calibrated-learner', 0.255, 0.16)).verdict).toBe('confirmed'));
  test('vacuous bounds prove nothing', () =>
    expect(check(run('calibrated-learner', 0.5, -0.5)).verdict).toBe('inconclusive'));
  test('no runs prove nothing', () => expect(check().verdict).toBe('inconclusive'));
});

describe('theorem-2-upper-bound', () => {
  const check = (...rows: readonly Row[]) => verdict('theorem-2-upper-bound', rows);
  test('confirmed where the calibrated learner is below it and the trigram above', () =>
    expect(check(run('calibrated-learner', 0.5, 0.1), run('ngram', 0.9, 0.1)).verdict).toBe('confirmed'));
  test('refuted by a calibrated learner above it', () =>
    expect(check(run('calibrated-learner', 0.6, 0.1), run('ngram', 0.9, 0.1)).verdict).toBe('refuted'));
  test('refuted where the control does not distinguish the models', () =>
    expect(check(run('calibrated-learner', 0.5, 0.1), run('ngram', 0.4, 0.1)).verdict).toBe('refuted'));
});
