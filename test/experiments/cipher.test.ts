import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { cipher } from '../../src/experiments/cipher/claims.js';
import type { ReportTables } from '../../src/results/reportTables.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Numbers {
  /** On the quarter of the cipher texts that is held out, and on the others. */
  readonly unseenErr: number;
  readonly seenErr: number;
  readonly iiv: number;
  readonly delta: number;
}

const KEYS = {
  permutation: { key: 'permutation' },
  two: { key: 'feistel', rounds: 2 },
  one: { key: 'feistel', rounds: 1 },
  xor: { key: 'xor' },
} as const;
type Name = keyof typeof KEYS;
const M = 1024;

function columns({ unseenErr, seenErr, iiv, delta }: Numbers): Row {
  return {
    'families.cipher.nature': 'pattern',
    'families.cipher.errorRate': 0.25 * unseenErr + 0.75 * seenErr,
    'families.cipher.invalidMass': 0,
    'families.cipher.abstentionRate': 0,
    'families.cipher.iivError': iiv,
    'families.cipher.delta': delta,
    'families.cipher.byCount.0.mass': 0.25,
    'families.cipher.byCount.0.errorRate': unseenErr,
    'families.cipher.byCount.0.invalidMass': 0,
    'families.cipher.byCount.0.abstentionRate': 0,
  };
}

/** A step at which nothing is learnt, with the bound close to 1. */
const START: Numbers = { unseenErr: 1, seenErr: 1, iiv: 0.5, delta: 0.1 };
const END: Readonly<Record<Name, Numbers>> = {
  permutation: { unseenErr: 1 - 0.5 / 256, seenErr: 0.02, iiv: 0.13, delta: 0.2 },
  two: { unseenErr: 0.998, seenErr: 0.02, iiv: 0.13, delta: 0.2 },
  one: { unseenErr: 0.2, seenErr: 0.02, iiv: 0.03, delta: 0.1 },
  xor: { unseenErr: 0.004, seenErr: 0.003, iiv: 0, delta: 0.01 },
};

/** Three worlds of each key, their last step changed where a test wants. */
function tables(changes: Partial<Record<Name, Partial<Numbers>>> = {}): ReportTables {
  const runs = (Object.keys(KEYS) as Name[]).flatMap((name) =>
    [1, 2, 3].map((seed) => {
      // Worlds differ a little, else there would be no interval to speak of.
      const end = { ...END[name], ...changes[name] };
      const numbers = { ...end, seenErr: end.seenErr + 0.001 * seed };
      return {
        run: `${name}-${seed}`,
        numbers,
        row: {
          run: `${name}-${seed}`,
          seed,
          'model.kind': 'transformer',
          'parameters.corpus.families.cipher': JSON.stringify({ ...KEYS[name], messages: M }),
          ...columns(numbers),
        },
      };
    }),
  );
  const curves = runs.flatMap(({ run, numbers }) => [
    { run, step: 0, ...columns(START) },
    { run, step: 100, ...columns(numbers) },
  ]);
  return tablesOf(
    runs.map(({ row }) => row),
    curves,
  );
}

function verdict(id: string, changes?: Parameters<typeof tables>[0]): CheckResult['verdict'] {
  return cipher.claims.find((claim) => claim.id === id)!.check(tables(changes)).verdict;
}

describe('cipher', () => {
  test('what theory says confirms the claims; that a rule is enough depends', () => {
    expect(Object.fromEntries(cipher.claims.map(({ id }) => [id, verdict(id)]))).toEqual({
      'cipher-bound': 'confirmed',
      'cipher-without-rule': 'confirmed',
      'cipher-with-simple-rule': 'confirmed',
      'cipher-with-harder-rule': 'depends',
    });
  });

  test('one step below the bound refutes it', () => {
    // 1 − β − 2/(M − 1) − δ = 2·0.4 − 2/1023 − 0 = 0.798.
    expect(verdict('cipher-bound', { xor: { iiv: 0.4, delta: 0 } })).toBe('refuted');
    expect(
      verdict('cipher-bound', { permutation: { unseenErr: 0.798, seenErr: 0.798 - 0.003, iiv: 0.4, delta: 0 } }),
    ).toBe('refuted');
    expect(verdict('cipher-bound', { permutation: { unseenErr: 0.8, seenErr: 0.8, iiv: 0.4, delta: 0 } })).toBe(
      'confirmed',
    );
  });

  test('a model that decrypts what no one can refutes, and the reader sees how many texts', () => {
    // 1 + 3/√3 = 2.73 texts of 256 are allowed on average.
    expect(verdict('cipher-without-rule', { permutation: { unseenErr: 1 - 2.6 / 256 } })).toBe('confirmed');
    expect(verdict('cipher-without-rule', { permutation: { unseenErr: 1 - 2.9 / 256 } })).toBe('refuted');
    const finding = cipher.claims[1].check(tables({ permutation: { unseenErr: 0.5 } }));
    expect(finding).toMatchObject({ verdict: 'refuted', measured: 128 });
  });

  test('a model that has not learnt what it was shown leaves the claims open', () => {
    expect(verdict('cipher-without-rule', { permutation: { seenErr: 0.5 } })).toBe('inconclusive');
    expect(verdict('cipher-with-harder-rule', { two: { seenErr: 0.5 } })).toBe('inconclusive');
  });

  test('an xor that is not learnt refutes its claims; two rounds that are learnt confirm outright that a rule is enough', () => {
    expect(verdict('cipher-with-simple-rule', { xor: { unseenErr: 0.3 } })).toBe('refuted');
    expect(verdict('cipher-with-harder-rule', { xor: { unseenErr: 0.3 } })).toBe('refuted');
    expect(verdict('cipher-with-harder-rule', { two: { unseenErr: 0.01 } })).toBe('confirmed');
  });

  test('no runs leave everything open, and figures are drawn where there are some', () => {
    for (const { check } of cipher.claims) expect(check(tablesOf([])).verdict).toBe('inconclusive');
    for (const figure of cipher.figures(tablesOf([]))) expect(figure).toHaveProperty('missing');
    for (const figure of cipher.figures(tables())) expect(figure).toHaveProperty('spec');
  });
});
