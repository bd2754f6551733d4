import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { labels } from '../../src/experiments/labels/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Errors {
  readonly seen: number;
  readonly unseen: number;
}
type Of = 'birthdays' | 'brackets';

function theory(of: Of, negatives: number): Errors {
  return negatives === 0
    ? { seen: 0.5, unseen: 0.5 }
    : of === 'brackets'
      ? { seen: 0.001, unseen: 0.02 }
      : { seen: 0.05, unseen: 0.5 };
}

function verdicts(
  change: (of: Of, negatives: number) => Partial<Errors> = () => ({}),
  shares = [0, 0.05, 0.5],
): Record<string, CheckResult['verdict']> {
  const f = 'families.statements';
  const rows = (['birthdays', 'brackets'] as const).flatMap((of) =>
    shares.flatMap((negatives) =>
      [-1, 0, 1].map((spread): Row => {
        const { seen, unseen } = { ...theory(of, negatives), ...change(of, negatives) };
        const heldOut = unseen * (1 + 0.01 * spread);
        return {
          'model.kind': 'transformer',
          [`${f}.nature`]: 'pattern',
          'parameters.corpus.families.statements.of': of,
          'parameters.corpus.families.statements.negatives': negatives,
          [`${f}.errorRate`]: negatives === 0 ? seen : 0.6 * seen + 0.4 * heldOut,
          [`${f}.heldOut.mass`]: negatives === 0 ? 0.7 : 0.4,
          [`${f}.heldOut.errorRate`]: heldOut,
        };
      }),
    ),
  );
  return Object.fromEntries(labels.claims.map(({ id, check }) => [id, check(tablesOf(rows)).verdict]));
}

const [PATTERNS, SHOWN, FACTS] = labels.claims.map(({ id }) => id);

describe('labels', () => {
  test('confirmed where patterns are learnt and unseen facts stay at chance', () => {
    expect(verdicts()).toEqual({ [PATTERNS]: 'confirmed', [SHOWN]: 'confirmed', [FACTS]: 'confirmed' });
  });

  test('unseen birthdays that labels do teach refute the claim, at any share of negatives', () => {
    for (const share of [0.05, 0.5]) {
      expect(verdicts((of, negatives) => (of === 'birthdays' && negatives === share ? { unseen: 0.3 } : {}))).toEqual({
        [PATTERNS]: 'confirmed',
        [SHOWN]: 'refuted',
        [FACTS]: 'refuted',
      });
    }
  });

  test('brackets that are not learnt, or are learnt without negatives, refute the other', () => {
    expect(verdicts((of, negatives) => (of === 'brackets' && negatives === 0.5 ? { unseen: 0.3 } : {}))[PATTERNS]).toBe(
      'refuted',
    );
    expect(
      verdicts((of, negatives) => (of === 'brackets' && negatives === 0 ? { seen: 0.2, unseen: 0.2 } : {}))[PATTERNS],
    ).toBe('refuted');
  });

  test('shown facts that are not learnt at one share of negatives refute it', () => {
    for (const share of [0.05, 0.5])
      expect(verdicts((of, negatives) => (of === 'birthdays' && negatives === share ? { seen: 0.2 } : {}))[SHOWN]).toBe(
        'refuted',
      );
  });

  test('a discriminator that learnt nothing leaves the claim on facts open', () => {
    expect(verdicts((of, negatives) => (of === 'birthdays' && negatives === 0.5 ? { seen: 0.5 } : {}))[FACTS]).toBe(
      'inconclusive',
    );
    expect(verdicts(undefined, [0])[FACTS]).toBe('inconclusive');
  });
});
