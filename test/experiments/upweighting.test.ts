import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { upweightingClaims } from '../../src/experiments/upweighting/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Network {
  readonly falseRate: number;
  readonly wrong: number;
  readonly errSeen: number;
  readonly totalVariation: number;
  readonly binnedDivergence: number;
  readonly coverage: number;
}
type Name = 'plain early' | 'repeated early' | 'plain end' | 'repeated end';

const networks: Record<Name, Network> = {
  'plain early': {
    falseRate: 0.7,
    wrong: 0.75,
    errSeen: 0.9,
    totalVariation: 0.75,
    binnedDivergence: 2.2,
    coverage: 0.18,
  },
  'repeated early': {
    falseRate: 0.57,
    wrong: 0.74,
    errSeen: 0.9,
    totalVariation: 0.75,
    binnedDivergence: 2.4,
    coverage: 0.19,
  },
  'plain end': {
    falseRate: 0.06,
    wrong: 0.28,
    errSeen: 0.03,
    totalVariation: 0.36,
    binnedDivergence: 0.06,
    coverage: 0.715,
  },
  'repeated end': {
    falseRate: 0.064,
    wrong: 0.29,
    errSeen: 0.06,
    totalVariation: 0.44,
    binnedDivergence: 0.22,
    coverage: 0.605,
  },
};

function cells(network: Network, seed: number): Row {
  const b = 'families.birthdays';
  const { falseRate, totalVariation, binnedDivergence, coverage, wrong, errSeen } = network;
  const jitter = 1 + 0.003 * seed;
  return {
    [`${b}.errorRate`]: wrong * jitter,
    [`${b}.invalidMass`]: 0,
    [`${b}.byCount.1.errorRate`]: errSeen,
    [`${b}.unprompted.falseRate`]: falseRate * jitter,
    [`${b}.unprompted.distinctFalseShare`]: falseRate * 0.95,
    [`${b}.unprompted.totalVariation`]: totalVariation * jitter,
    [`${b}.unprompted.binnedDivergence`]: binnedDivergence * jitter,
    [`${b}.unprompted.coverage`]: coverage * jitter,
  };
}

function verdicts(change: (name: Name) => Partial<Network> = () => ({})): Record<string, CheckResult['verdict']> {
  const arms = ['plain', 'repeated'] as const;
  const made = (name: Name, seed: number): Row =>
    cells({ ...networks[name], ...change(name) }, name[0] === 'p' ? seed : 2 * seed);
  const seeds = [1, 2, 3, 4];
  const runs = seeds.flatMap((seed) =>
    arms.map(
      (arm): Row => ({
        run: `${arm}-${seed}`,
        seed,
        'parameters.corpus.families.birthdays.duplicate': arm === 'plain' ? '{"share":0}' : '{"share":0.05,"times":10}',
        ...made(`${arm} end`, seed),
      }),
    ),
  );
  const curves = seeds.flatMap((seed) =>
    arms.flatMap((arm): Row[] => [
      { run: `${arm}-${seed}`, step: 0, loss: null, ...made(`${arm} early`, seed) },
      { run: `${arm}-${seed}`, step: 150, loss: 1, ...made(`${arm} early`, seed) },
      { run: `${arm}-${seed}`, step: 600, loss: 0.1, ...made(`${arm} end`, seed) },
    ]),
  );
  const tables = tablesOf(runs, curves);
  return Object.fromEntries(upweightingClaims.claims.map(({ id, check }) => [id, check(tables).verdict]));
}

describe('upweighting', () => {
  test('what is expected, in part under a condition', () => {
    expect(verdicts()).toEqual({
      'upweighting-helps-networks-early': 'depends',
      'upweighting-does-not-help-who-is-asked': 'confirmed',
      'upweighting-miscalibrates-networks': 'confirmed',
    });
  });

  test('repeating that does not help early refutes; repeating that helps at the end, too, needs no condition', () => {
    const claim = 'upweighting-helps-networks-early';
    expect(verdicts((name) => (name === 'repeated early' ? { falseRate: 0.7 } : {}))[claim]).toBe('refuted');
    expect(verdicts((name) => (name === 'repeated end' ? { falseRate: 0.04 } : {}))[claim]).toBe('confirmed');
  });

  test('who is asked and errs much less, or much more, refutes', () => {
    const claim = 'upweighting-does-not-help-who-is-asked';
    expect(verdicts((name) => (name === 'repeated end' ? { wrong: 0.2 } : {}))[claim]).toBe('refuted');
    expect(verdicts((name) => (name === 'repeated end' ? { wrong: 0.36 } : {}))[claim]).toBe('refuted');
  });

  test.each([{ totalVariation: 0.3 }, { binnedDivergence: 0.05 }, { coverage: 0.75 }])(
    'a network as calibrated with repeated rows as without refutes: %j',
    (changed) =>
      expect(verdicts((name) => (name === 'repeated end' ? changed : {}))['upweighting-miscalibrates-networks']).toBe(
        'refuted',
      ),
  );

  test('a network that has not memorised its rows leaves all claims open', () => {
    expect(new Set(Object.values(verdicts((name) => (name === 'plain end' ? { errSeen: 0.5 } : {}))))).toEqual(
      new Set(['inconclusive']),
    );
  });

  test('without runs there is nothing to say, and the figure says so', () => {
    const nothing = tablesOf([]);
    for (const { check } of upweightingClaims.claims) expect(check(nothing).verdict).toBe('inconclusive');
    expect('missing' in upweightingClaims.figures(nothing)[0]).toBe(true);
  });
});
