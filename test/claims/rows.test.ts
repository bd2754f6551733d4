import { expect, test } from '@jest/globals';
import { listedClaims, outOfScopeClaims } from '../../src/claims/listedClaims.js';
import { experimentClaims } from '../../src/experiments/index.js';

const rows = listedClaims.map(({ row }) => row);
const claims = experimentClaims.flatMap((experiment) => experiment.claims);
const answered = new Set(claims.flatMap(({ listed }) => listed.flatMap((row) => row.split('/'))));

test('every row that a claim answers is in the list', () => {
  expect([...answered].filter((row) => !rows.includes(row))).toEqual([]);
});

test('every row is answered by a claim or out of scope for a reason, and none is both', () => {
  const outOfScope = outOfScopeClaims.map(({ row }) => row);
  expect(rows.filter((row) => !answered.has(row))).toEqual(outOfScope);
  expect(outOfScopeClaims.filter((each) => each.outOfScope === '')).toEqual([]);
});

test('every row says what is claimed, in one sentence, and who claims it', () => {
  expect(rows.length).toBeGreaterThan(60);
  expect(listedClaims.filter(({ statement }) => !/^[A-Z][^]*[^.]\.$/.test(statement))).toEqual([]);
  expect(listedClaims.filter(({ source }) => !/ \d{4}/.test(source))).toEqual([]);
});

test('ids of claims, rows of the list and names of experiments differ', () => {
  const names = [...claims.map(({ id }) => id), ...rows, ...experimentClaims.map(({ experiment }) => experiment)];
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
