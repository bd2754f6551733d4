import { describe, expect, test } from '@jest/globals';
import { sizesInProse } from '../../src/experiments/sizes-in-prose/claims.js';
import type { ReportTables } from '../../src/results/reportTables.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Ends {
  /** Held-out loss, nats a token: smallest, largest. */
  loss: readonly [number, number];
  wrong: readonly [number, number];
  unseen: number;
  once: number;
}

const AS_FORETOLD: Ends = { loss: [4.3, 3.9], wrong: [0.352, 0.35], unseen: 0.998, once: 0.03 };

/** Three worlds of two sizes. */
function tables(changes: Partial<Ends> = {}): ReportTables {
  const { loss, wrong, unseen, once } = { ...AS_FORETOLD, ...changes };
  const rows: Row[] = [0, 1].flatMap((size) =>
    [1, 2, 3].map((seed) => ({
      run: `${size}-${seed}`,
      seed,
      'model.kind': 'transformer',
      'parameters.model.width': [32, 96][size],
      'families.birthdays.nature': 'arbitrary',
      'families.birthdays.errorRate': wrong[size] - 0.01 + 0.001 * seed * size,
      'families.birthdays.invalidMass': 0.01,
      'families.birthdays.byCount.0.errorRate': unseen - 0.005,
      'families.birthdays.byCount.0.invalidMass': 0.005 + 0.0001 * seed,
      'families.birthdays.byCount.1.errorRate': once + 0.001 * seed,
      'families.birthdays.prose.loss': loss[size] + 0.004 * seed * size,
    })),
  );
  return tablesOf(rows);
}

function verdict(changes: Partial<Ends> = {}): string {
  return sizesInProse.claims[0].check(tables(changes)).verdict;
}

describe('size-buys-language-not-facts', () => {
  test('confirmed where the loss falls and the errors stay', () => expect(verdict()).toBe('confirmed'));
  test('refuted where the larger one writes no better', () => expect(verdict({ loss: [4, 4] })).toBe('refuted'));
  test('refuted where it errs less', () => expect(verdict({ wrong: [0.35, 0.2] })).toBe('refuted'));
  test('refuted where it knows what was never stated', () => expect(verdict({ unseen: 0.8 })).toBe('refuted'));
  test('open where the smaller one has not learnt', () => expect(verdict({ once: 0.4 })).toBe('inconclusive'));
  test('open without runs', () => expect(sizesInProse.claims[0].check(tablesOf([])).verdict).toBe('inconclusive'));
});
