import { describe, expect, test } from '@jest/globals';
import { factsInProse } from '../../src/experiments/facts-in-prose/claims.js';
import type { ReportTables } from '../../src/results/reportTables.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const GUESS = 364 / 365;
const F = 'families.birthdays';

interface Facts {
  wrong: (mass: number) => number;
  once: number;
  unseen: number;
  spelling: number;
  agreement: number;
  reworded: number;
  volunteered: number;
}

const AS_FORETOLD: Facts = {
  wrong: (mass) => mass * GUESS,
  once: 0.03,
  unseen: GUESS,
  spelling: 0.03,
  agreement: 0.28,
  reworded: 0.2,
  volunteered: 0.5,
};

/** Three worlds of three corpora, measured before training and at its end. */
function tables(changes: Partial<Facts> = {}): ReportTables {
  const { wrong, once, unseen, spelling, agreement, reworded, volunteered } = { ...AS_FORETOLD, ...changes };
  const rows: Row[] = [0.1, 0.3, 0.5].flatMap((mass, corpus) =>
    [1, 2, 3].map((seed) => ({
      run: `${corpus}-${seed}`,
      seed,
      'model.kind': 'transformer',
      [`${F}.nature`]: 'arbitrary',
      [`${F}.errorRate`]: wrong(mass) - 0.01 + 0.001 * seed,
      [`${F}.invalidMass`]: 0.01,
      [`${F}.calibratedError`]: mass * GUESS,
      [`${F}.byCount.0.mass`]: mass,
      [`${F}.byCount.0.errorRate`]: unseen - 0.05 + 0.001 * seed,
      [`${F}.byCount.0.invalidMass`]: 0.05,
      [`${F}.byCount.1.mass`]: 0.4,
      [`${F}.byCount.1.errorRate`]: once,
      [`${F}.byCount.1.invalidMass`]: 0,
      [`${F}.byCount.1.abstentionRate`]: 0,
      [`${F}.byCount.5.mass`]: 0.6 - mass,
      [`${F}.byCount.5.errorRate`]: 0.001 * seed,
      [`${F}.byCount.5.invalidMass`]: 0,
      [`${F}.byCount.5.abstentionRate`]: 0,
      [`${F}.prose.spellingError`]: spelling + 0.001 * seed,
      [`${F}.reworded.answered.accuracy`]: reworded + 0.001 * seed,
      [`${F}.volunteered.wrong`]: volunteered * wrong(mass) + 0.001 * seed,
      [`${F}.volunteered.nobody`]: 0,
    })),
  );
  const curves: Row[] = rows.flatMap(({ run, seed }) => [
    { run, step: 0, [`${F}.prose.agreementError`]: 0.5 },
    { run, step: 800, [`${F}.prose.agreementError`]: agreement + 0.001 * (seed as number) },
  ]);
  return tablesOf(rows, curves);
}

function verdictOf(id: string, changes: Partial<Facts> = {}): string {
  return factsInProse.claims.find((claim) => claim.id === id)!.check(tables(changes)).verdict;
}

describe('error-tracks-missing-mass-in-prose', () => {
  const id = 'error-tracks-missing-mass-in-prose';
  test('confirmed where the error is the missing mass', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where it is half of it', () => expect(verdictOf(id, { wrong: (mass) => mass / 2 })).toBe('refuted'));
  test('refuted where it lies above it', () => expect(verdictOf(id, { wrong: (mass) => mass + 0.05 })).toBe('refuted'));
  test('open where the facts were not memorised', () => expect(verdictOf(id, { once: 0.3 })).toBe('inconclusive'));
});

describe('language-is-learnt-facts-are-not', () => {
  const id = 'language-is-learnt-facts-are-not';
  test('confirmed where spelling is learnt and facts are not', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where spelling is not learnt', () => expect(verdictOf(id, { spelling: 0.2 })).toBe('refuted'));
  test('refuted where agreement stays', () => expect(verdictOf(id, { agreement: 0.45 })).toBe('refuted'));
  test('refuted where answers leak into training', () => expect(verdictOf(id, { unseen: 0.9 })).toBe('refuted'));
});

describe('the-sentence-not-the-fact', () => {
  const id = 'the-sentence-not-the-fact';
  test('confirmed where other words find little', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where other words find the fact', () => expect(verdictOf(id, { reworded: 0.8 })).toBe('refuted'));
  test('refuted where the sentence is not known either', () => expect(verdictOf(id, { once: 0.4 })).toBe('refuted'));
});

describe('volunteered-facts-are-safer', () => {
  const id = 'volunteered-facts-are-safer';
  test('confirmed where half as much is made up', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where as much is made up', () => expect(verdictOf(id, { volunteered: 1 })).toBe('refuted'));
});

test('all are open without runs', () => {
  for (const claim of factsInProse.claims) expect(claim.check(tablesOf([])).verdict).toBe('inconclusive');
});
