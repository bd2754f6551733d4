import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { everyModel } from '../../src/experiments/every-model/claims.js';
import { KINDS } from '../../src/experiments/every-model/readings.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

type Kind = (typeof KINDS)[number];
interface Numbers {
  readonly unseen: number;
  readonly invalid: number;
  readonly idk: number;
  readonly seen: number;
  readonly delta: number;
}

const SEEN: Record<Kind, number> = { transformer: 0.01, mlp: 0.2, gru: 0.25, lstm: 0.3, ngram: 0.25 };
const DELTA: Record<Kind, number> = { transformer: 0.27, mlp: 0.2, gru: 0.2, lstm: 0.19, ngram: 0.05 };

function tables(change: (kind: Kind, seed: number) => Partial<Numbers> = () => ({}), kinds: readonly Kind[] = KINDS) {
  return tablesOf(
    kinds.flatMap((kind) =>
      [1, 2, 3].map((seed): Row => {
        const noise = 0.001 * (seed - 2);
        const { unseen, invalid, idk, seen, delta } = {
          unseen: 1 - 1 / 365 + noise,
          invalid: 0.03,
          idk: 0.1,
          seen: SEEN[kind] + noise,
          delta: DELTA[kind] + noise,
          ...change(kind, seed),
        };
        const b = 'families.birthdays';
        return {
          seed,
          'model.kind': kind,
          [`${b}.delta`]: delta,
          [`${b}.byCount.0.errorRate`]: unseen * (1 - invalid - idk),
          [`${b}.byCount.0.invalidMass`]: invalid,
          [`${b}.byCount.0.abstentionRate`]: idk,
          [`${b}.byCount.1.mass`]: 0.3,
          [`${b}.byCount.1.errorRate`]: seen - 0.005,
          [`${b}.byCount.1.invalidMass`]: 0.005,
          [`${b}.byCount.2.mass`]: 0,
          [`${b}.byCount.2.errorRate`]: null,
          [`${b}.byCount.2.invalidMass`]: null,
          [`${b}.byCount.3.mass`]: 0.1,
          [`${b}.byCount.3.errorRate`]: seen,
          [`${b}.byCount.3.invalidMass`]: 0,
        };
      }),
    ),
  );
}

function verdicts(...given: Parameters<typeof tables>): Record<string, CheckResult['verdict']> {
  return Object.fromEntries(everyModel.claims.map(({ id, check }) => [id, check(tables(...given)).verdict]));
}

const [ALIKE, DIFFER] = everyModel.claims.map(({ id }) => id);

describe('every-model', () => {
  test('confirmed where all kinds guess on what they never saw, and differ on what they did', () => {
    expect(verdicts()).toEqual({ [ALIKE]: 'confirmed', [DIFFER]: 'confirmed' });
  });

  test('abstention and invalid strings do not count as knowledge', () => {
    expect(verdicts((kind) => (kind === 'gru' ? { idk: 0.6, invalid: 0.2 } : {}))[ALIKE]).toBe('confirmed');
  });

  test.each(KINDS)('a %s that knows a tenth of what it was never shown refutes the first claim', (kind) => {
    expect(verdicts((each, seed) => (each === kind ? { unseen: 0.9 + 0.001 * seed } : {}))[ALIKE]).toBe('refuted');
  });

  test('kinds that are alike in error, or in δ, refute the second claim', () => {
    expect(verdicts((_kind, seed) => ({ seen: 0.2 + 0.001 * seed }))[DIFFER]).toBe('refuted');
    expect(verdicts((_kind, seed) => ({ delta: 0.2 + 0.001 * seed }))[DIFFER]).toBe('refuted');
  });

  test('open where a kind has learnt nothing, or is missing', () => {
    expect(verdicts((kind) => (kind === 'lstm' ? { seen: 0.95 } : {}))[DIFFER]).toBe('inconclusive');
    expect(verdicts(undefined, KINDS.slice(1))).toEqual({ [ALIKE]: 'inconclusive', [DIFFER]: 'inconclusive' });
    expect(verdicts(undefined, [])).toEqual({ [ALIKE]: 'inconclusive', [DIFFER]: 'inconclusive' });
  });

  test('its figure has one point per kind and measure', () => {
    const [figure] = everyModel.figures(tables());
    expect('spec' in figure && JSON.stringify(figure.spec).match(/"seeds":3/g)).toHaveLength(2 * 3 * KINDS.length);
    expect(everyModel.figures(tables(undefined, []))[0]).toHaveProperty('missing');
  });
});
