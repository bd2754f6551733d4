import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { trigram } from '../../src/experiments/trigram/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const GAPS = { gap8: 8, gap10: 10, gap12: 12, varied: 8 } as const;
type Name = keyof typeof GAPS;
interface Numbers {
  readonly errorRate: number;
  readonly accuracy: number;
  readonly invalidMass?: number;
  readonly unseen?: number;
  readonly opt?: number;
}

function columns(numbers: (name: Name) => Numbers): Row {
  return Object.assign(
    {},
    ...(Object.keys(GAPS) as Name[]).map((name) => {
      const { errorRate, accuracy, invalidMass = 0, unseen = errorRate + invalidMass, opt } = numbers(name);
      const of = `families.${name}`;
      return {
        [`${of}.nature`]: 'pattern',
        [`${of}.errorRate`]: errorRate,
        [`${of}.accuracy`]: accuracy,
        [`${of}.invalidMass`]: invalidMass,
        [`${of}.abstentionRate`]: 0,
        ...(opt !== undefined && { [`${of}.leastIivError`]: opt }),
        ...(name === 'varied' && {
          [`${of}.byCount.0.mass`]: 0.25,
          [`${of}.byCount.0.errorRate`]: unseen,
          [`${of}.byCount.0.invalidMass`]: 0,
          [`${of}.byCount.0.abstentionRate`]: 0,
        }),
      };
    }),
  ) as Row;
}

function ngram(order: number, numbers: (name: Name) => Numbers): Row {
  return { 'model.kind': 'ngram', 'parameters.model': JSON.stringify({ kind: 'ngram', order }), ...columns(numbers) };
}
function transformer(numbers: (name: Name) => Numbers): Row {
  return { 'model.kind': 'transformer', 'parameters.model': '{"kind":"transformer"}', ...columns(numbers) };
}

/** Values that the theory gives: ½ up to the gap, then the smoothing, or in varied sentences the share not shown. */
function theory(order: number) {
  return (name: Name): Numbers =>
    order <= GAPS[name]
      ? { errorRate: 0.49, accuracy: 0.49, invalidMass: 0.02, opt: 0.5 }
      : name === 'varied'
        ? { errorRate: 0.001, accuracy: 0.75, invalidMass: 0.249, unseen: 0.999, opt: 0 }
        : { errorRate: 1e-7, accuracy: 1 - 2e-7, invalidMass: 1e-7, opt: 0 };
}
function good(): Numbers {
  return { errorRate: 0.001, accuracy: 0.998, invalidMass: 0.001 };
}

const ORDERS = [2, 3, 8, 9, 11, 13];
function seeds<T>(make: (seed: number) => T): T[] {
  return [1, 2, 3].map(make);
}
function verdicts(
  of: (order: number) => (name: Name) => Numbers,
  network: (name: Name) => Numbers = good,
): Record<string, CheckResult['verdict']> {
  const rows = [
    ...ORDERS.flatMap((order) => seeds(() => ngram(order, of(order)))),
    ...seeds(() => transformer(network)),
  ];
  return Object.fromEntries(trigram.claims.map(({ id, check }) => [id, check(tablesOf(rows)).verdict]));
}

/** The theory's numbers, changed where a test wants. */
function changed(change: (order: number, name: Name) => Partial<Numbers>) {
  return (order: number) =>
    (name: Name): Numbers => ({ ...theory(order)(name), ...change(order, name) });
}

describe('trigram', () => {
  test("the theory's numbers confirm all claims", () => {
    expect(verdicts(theory)).toEqual({
      'trigram-half': 'confirmed',
      'ngram-step': 'confirmed',
      'least-error-of-a-family': 'confirmed',
      'agreement-is-learnt': 'confirmed',
    });
  });

  test('a trigram that errs on less than half refutes the corollary, and so does one with another share on the two responses', () => {
    expect(
      verdicts(
        changed((order, name) =>
          order === 3 && name === 'gap10' ? { errorRate: 0.4999, accuracy: 0.5001, invalidMass: 0 } : {},
        ),
      )['trigram-half'],
    ).toBe('refuted');
    expect(
      verdicts(changed((order) => (order === 3 ? { errorRate: 0.6, accuracy: 0.4, invalidMass: 0 } : {})))[
        'trigram-half'
      ],
    ).toBe('refuted');
  });

  test('a step too early or none at all refutes', () => {
    expect(
      verdicts(
        changed((order, name) =>
          order === 8 && name === 'gap10' ? { errorRate: 0.3, accuracy: 0.7, invalidMass: 0 } : {},
        ),
      )['ngram-step'],
    ).toBe('refuted');
    expect(
      verdicts(changed((order, name) => (order === 13 && name === 'gap12' ? { errorRate: 0.5, accuracy: 0.5 } : {})))[
        'ngram-step'
      ],
    ).toBe('refuted');
  });

  test('opt(G) other than the theory says, or a model below it, refutes', () => {
    expect(
      verdicts(changed((order, name) => (order === 2 && name === 'gap8' ? { opt: 0.4 } : {})))[
        'least-error-of-a-family'
      ],
    ).toBe('refuted');
    expect(
      verdicts(changed((order, name) => (order === 9 && name === 'gap8' ? { opt: 0.1 } : {})))[
        'least-error-of-a-family'
      ],
    ).toBe('refuted');
    expect(
      verdicts(
        changed((order, name) =>
          order === 2 && name === 'varied' ? { errorRate: 0.45, accuracy: 0.55, invalidMass: 0 } : {},
        ),
      )['least-error-of-a-family'],
    ).toBe('refuted');
  });

  test('a transformer at one half, or one that has memorised sentences, refutes; a 9-gram that generalises too', () => {
    expect(
      verdicts(theory, (name) => (name === 'gap12' ? { errorRate: 0.5, accuracy: 0.5 } : good()))[
        'agreement-is-learnt'
      ],
    ).toBe('refuted');
    expect(
      verdicts(theory, (name) => (name === 'varied' ? { ...good(), unseen: 0.5 } : good()))['agreement-is-learnt'],
    ).toBe('refuted');
    expect(
      verdicts(changed((order, name) => (order === 9 && name === 'varied' ? { unseen: 0.01 } : {})))[
        'agreement-is-learnt'
      ],
    ).toBe('refuted');
  });

  test('no runs leave everything open, and a figure is drawn where there are some', () => {
    for (const { check } of trigram.claims) expect(check(tablesOf([])).verdict).toBe('inconclusive');
    expect(trigram.figures(tablesOf([]))[0]).toHaveProperty('missing');
    expect(
      trigram.figures(tablesOf(ORDERS.flatMap((order) => seeds(() => ngram(order, theory(order))))))[0],
    ).toHaveProperty('spec');
  });
});
