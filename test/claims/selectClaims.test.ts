import { describe, expect, test } from '@jest/globals';
import { selectClaims } from '../../src/claims/selectClaims.js';
import type { UserError } from '../../src/errors/userError.js';
import { first, second } from './fakeOutcomes.js';

const all = [first, second];
function ids(...only: readonly string[]): readonly string[] {
  return selectClaims(all, only).flatMap(({ claims }) => claims.map(({ id }) => id));
}
function refusal(...only: readonly string[]): UserError {
  try {
    selectClaims(all, only);
  } catch (error) {
    return error as UserError;
  }
  throw new Error('nothing was refused');
}

describe('what --only selects', () => {
  test('nothing named is everything', () => expect(selectClaims(all, [])).toBe(all));
  test('a claim, a row, an experiment', () => {
    expect(ids('all-models-err')).toEqual(['all-models-err']);
    expect(ids('T2prop')).toEqual(['slope-is-one']);
    expect(ids('first')).toEqual(['slope-is-one', 'all-models-err']);
  });
  test('either half of a row of two', () => {
    expect(ids('T4')).toEqual(ids('T3/T4'));
    expect(ids('T4')).toHaveLength(1);
  });
  test('several, with commas or again, in the order of the report and each once', () => {
    expect(ids('T1, S21', 'slope-is-one')).toEqual(['slope-is-one', 'nothing-known']);
  });
});

describe('what it refuses', () => {
  test('a misspelt name, with the nearest', () => {
    expect(refusal('T2porp').message).toMatch(/T2porp[\s\S]*did you mean T2prop\?/);
    expect(refusal('slope-is-on').message).toMatch(/did you mean slope-is-one\?/);
  });
  test('a name that resembles nothing, with the experiments', () =>
    expect(refusal('xyzzy-plugh').message).toMatch(/the experiments are first, second/));
  test('every unknown name at once', () => expect(refusal('T2porp', 'frist').problems).toHaveLength(2));
  test('a row that is known to have no experiment, with the reason', () => {
    expect(refusal('S2').code).toBe('not-answered');
    expect(refusal('S2').message).toMatch(/out of scope/);
  });
  test('no name at all', () => expect(refusal(' ,').code).toBe('usage'));
});
