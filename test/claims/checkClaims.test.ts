import { describe, expect, test } from '@jest/globals';
import { checkClaims, isIncomplete } from '../../src/claims/checkClaims.js';
import { claimsJson } from '../../src/claims/claimsJson.js';
import { claimTable, verdictCounts } from '../../src/claims/claimTable.js';
import { atMost, meanWithin } from '../../src/claims/verdict.js';
import { fakeClaim, fakeExperiment, first, outcomes } from './fakeOutcomes.js';
import { tablesOf } from './fakeTables.js';

describe('runs that failed', () => {
  const verdicts = (runs: Parameters<typeof checkClaims>[0]) =>
    checkClaims(runs).checked.map(({ finding }) => [finding.verdict, finding.condition]);

  test('what is missing cannot confirm, and a refutation stands', () => {
    const why = '1 of 4 runs failed: the same command with --retry-failed makes them again';
    expect(verdicts({ claims: first, tables: tablesOf([]), runs: 4, failed: 1 })).toEqual([
      ['inconclusive', why],
      ['refuted', undefined],
    ]);
  });
  test('no run at all leaves everything open', () => {
    expect(
      verdicts({ claims: first, tables: null, runs: 4, failed: 4 }).every(
        ([verdict, why]) => verdict === 'inconclusive' && /none of 4 runs/.test(why ?? ''),
      ),
    ).toBe(true);
  });
  test('a check that trips over missing runs says so, and over complete ones it is a mistake of ours', () => {
    const claims = fakeExperiment('trips', [
      fakeClaim('trips', ['T1'], () => {
        throw new Error('no such row');
      }),
    ]);
    expect(verdicts({ claims, tables: tablesOf([]), runs: 4, failed: 1 })[0][1]).toMatch(
      /1 of 4 runs failed.*no such row/,
    );
    const broken = checkClaims({ claims, tables: tablesOf([]), runs: 4, failed: 0 });
    expect(broken.checked[0]).toMatchObject({ broken: true, finding: { verdict: 'inconclusive', measured: null } });
    expect(broken.checked[0].finding.condition).toMatch(/its check broke.*no such row/);
    expect(isIncomplete([broken])).toBe(true);
  });
  test('a number that is NaN leaves its claim open, and the others as they are', () => {
    const claims = fakeExperiment('nan', [
      fakeClaim('nan', ['T1'], () => meanWithin('x', [0.5, Number.NaN], atMost(1))),
      fakeClaim('sound', ['T1'], () => meanWithin('x', [0.5, 0.51, 0.49], atMost(1))),
    ]);
    const outcome = checkClaims({ claims, tables: tablesOf([]), runs: 2, failed: 0 });
    expect(outcome.checked.map(({ finding, broken }) => [finding.verdict, broken])).toEqual([
      ['inconclusive', true],
      ['confirmed', undefined],
    ]);
    expect(outcome.checked[0].finding.condition).toMatch(/got NaN/);
    expect(isIncomplete([{ ...outcome, checked: outcome.checked.slice(1) }])).toBe(false);
    expect(isIncomplete([{ ...outcome, checked: [], failed: 1 }])).toBe(true);
  });
});

test('JSON: what the program promises, and nothing else', () => {
  const { claims, seed } = claimsJson(outcomes, 7);
  expect(seed).toBe(7);
  expect(claims[0]).toEqual({
    id: 'slope-is-one',
    experiment: 'first',
    class: 'trained',
    rows: ['T2prop', 'S21'],
    source: 'Somebody 2025, Theorem 9',
    prediction: 'slope 0.97 to 1.03',
    measured: 0.98765,
    interval: [0.95, 1.02],
    verdict: 'confirmed',
    power: 0.934,
  });
  expect(claims[3]).toMatchObject({ measured: null, interval: null, verdict: 'inconclusive', condition: 'run it' });
  expect(claims[4]).toMatchObject({ class: 'check', interval: null, power: null });
  expect(JSON.parse(JSON.stringify({ claims }))).toEqual({ claims });
});

describe('terminal table', () => {
  const text = claimTable(outcomes);

  test('fits 80 columns, shows every claim whole, and shows verdicts by sign and word', () => {
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const { checked } of outcomes) for (const { claim } of checked) expect(text).toContain(claim.id);
    for (const words of ['✓ confirmed', '✗ refuted', '◐ depends', '? inconclusive', '0.9877', '0.95 to 1.02', '0.93'])
      expect(text).toContain(words);
    expect(text.replace(/\s+/g, ' ')).toContain(
      'only where the model has learnt all that it was shown, which takes more steps than a quick run has',
    );
  });
  test('ends with the verdicts counted by class, findings first', () => {
    expect(verdictCounts(outcomes)).toEqual([
      'Trained models, 4 claims: 1 confirmed, 1 depends, 1 inconclusive, 1 refuted.',
      'Program checks, 1 claim: 1 confirmed.',
    ]);
    expect(text.trimEnd().endsWith(verdictCounts(outcomes).join('\n'))).toBe(true);
    expect(text).toContain('on 2 seeds, 7 to 8; the shipped ones are 1 to 2');
  });
  test('colour is an addition', () => {
    expect(text).not.toContain('\u001b');
    expect(claimTable(outcomes, { colour: true }).replace(/\u001b\[\d+m/g, '')).toBe(text);
  });
});
