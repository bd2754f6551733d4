import { describe, expect, test } from '@jest/globals';
import { newFactsLater } from '../../src/experiments/new-facts-later/claims.js';
import type { ReportTables } from '../../src/results/reportTables.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Course {
  alone: number;
  replayed: number;
  once: number;
  abstentionAfter: number;
  lossAfter: number;
}

const AS_FORETOLD: Course = { alone: 0.9, replayed: 0.45, once: 0.06, abstentionAfter: 0.02, lossAfter: 4.2 };

/** Three worlds of two arms, measured at the end of either stage. */
function tables(changes: Partial<Course> = {}): ReportTables {
  const { alone, replayed, once, abstentionAfter, lossAfter } = { ...AS_FORETOLD, ...changes };
  const rows: Row[] = [0, 0.2].flatMap((replay) =>
    [1, 2, 3].map((seed) => ({
      run: `${replay}-${seed}`,
      seed,
      'model.kind': 'transformer',
      'parameters.training.stages': JSON.stringify([{ until: 0.64 }, replay > 0 ? { replay } : {}]),
      'families.old.nature': 'arbitrary',
      'families.new.nature': 'arbitrary',
    })),
  );
  const curves: Row[] = rows.flatMap(({ run, seed, ...row }) => {
    const isAlone = !String(row['parameters.training.stages']).includes('replay');
    const noise = 0.005 * (seed as number);
    const measuredAt = (step: number, wrong: number, abstention: number, loss: number): Row => ({
      run,
      step,
      'families.old.errorRate': wrong + noise,
      'families.old.invalidMass': 0.02,
      'families.old.byCount.1.errorRate': once,
      'families.old.byCount.1.invalidMass': 0.01,
      'families.old.prose.loss': loss + noise,
      'families.new.byCount.0.abstentionRate': abstention + noise / 2,
    });
    return [
      measuredAt(704, 0.25, 0.33, 4.4),
      measuredAt(1100, (isAlone ? alone : replayed) + noise / 2, abstentionAfter, lossAfter),
    ];
  });
  return tablesOf(rows, curves);
}

function verdictOf(id: string, changes: Partial<Course> = {}): string {
  return newFactsLater.claims.find((claim) => claim.id === id)!.check(tables(changes)).verdict;
}

describe('new-facts-overwrite-old', () => {
  const id = 'new-facts-overwrite-old';
  test('confirmed where they do, and old rows save some', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where the old facts stay', () => expect(verdictOf(id, { alone: 0.3 })).toBe('refuted'));
  test('refuted where old rows save nothing', () => expect(verdictOf(id, { replayed: 0.9 })).toBe('refuted'));
  test('open where the old facts were not learnt', () => expect(verdictOf(id, { once: 0.5 })).toBe('inconclusive'));
});

describe('unknown-facts-teach-guessing', () => {
  const id = 'unknown-facts-teach-guessing';
  test('confirmed where abstention falls', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where it stays', () => expect(verdictOf(id, { abstentionAfter: 0.33 })).toBe('refuted'));
});

describe('language-survives-new-facts', () => {
  const id = 'language-survives-new-facts';
  test('confirmed where the loss falls', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where it rises', () => expect(verdictOf(id, { lossAfter: 4.9 })).toBe('refuted'));
});

test('all are open without runs', () => {
  for (const claim of newFactsLater.claims) expect(claim.check(tablesOf([])).verdict).toBe('inconclusive');
});
