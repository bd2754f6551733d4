import { expect, test } from '@jest/globals';
import { unansweredRows } from '../../src/claims/unansweredRows.js';
import { experimentClaims } from '../../src/experiments/index.js';

/** Every row of the list of claims: of the article (S, C) and of the paper. */
const ROWS =
  `S1 S2 S2b S2c S3 S4 S5 S6 S7 S8 S8b S9 S10 S11a S11b S12 S13 S14 S15 S16 S17 S18 S19 S20a S20b S21 S22 C1 C2 C3 C3b C4 C5 C6
T1 T1c T1d T1e T1f T1g T2lo T2up T2prop T2alpha T2freq T2forms L1 T3 T4 Cor2 PM Obs1 Obs2 SH GI CT BC HLEc NEG CAP MKrep`.split(
    /\s+/,
  );

const claims = experimentClaims.flatMap((experiment) => experiment.claims);
const answered = new Set(claims.flatMap(({ listed: rows }) => rows.flatMap((row) => row.split('/'))));

test('every row is answered by a claim or named as unanswered, and none is both', () => {
  const named = unansweredRows(claims).map(({ row }) => row);
  expect(ROWS.filter((row) => !answered.has(row) && !named.includes(row))).toEqual([]);
  expect(named.filter((row) => answered.has(row))).toEqual([]);
  expect(named.filter((row) => !ROWS.includes(row))).toEqual([]);
});

test('ids of claims and names of experiments are told apart', () => {
  const names = [...claims.map(({ id }) => id), ...ROWS, ...experimentClaims.map(({ experiment }) => experiment)];
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
