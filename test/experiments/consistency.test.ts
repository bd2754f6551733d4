import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { consistency } from '../../src/experiments/consistency/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

/** A network on prompts of which 0.3 are never answered: what one sample says, and what is left if k must agree. */
interface Network {
  readonly wrongOnU: number;
  /** Share of the errors on U that k samples leave. */
  readonly left: Readonly<Record<2 | 3, number>>;
  readonly right: number;
  readonly errSeen: number;
  /** Right and wrong at the thresholds of λ = 1, 3, 9. */
  readonly thresholds: readonly (readonly [right: number, wrong: number])[];
}
type Name = 'little' | 'base' | 'graded';

const networks: Record<Name, Network> = {
  little: {
    wrongOnU: 0.95,
    left: { 2: 0.07, 3: 0.02 },
    right: 0.05,
    errSeen: 0.9,
    thresholds: [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  },
  base: {
    wrongOnU: 0.75,
    left: { 2: 0.3, 3: 0.16 },
    right: 0.6,
    errSeen: 0.02,
    thresholds: [
      [0.64, 0.1],
      [0.64, 0.04],
      [0.63, 0.01],
    ],
  },
  graded: {
    wrongOnU: 0.97,
    left: { 2: 0.31, 3: 0.18 },
    right: 0.6,
    errSeen: 0.1,
    thresholds: [
      [0.6, 0.1],
      [0.5, 0.04],
      [0.4, 0.01],
    ],
  },
};

function cells({ wrongOnU, left, right, errSeen, thresholds }: Network, seed: number): Row {
  const b = 'families.birthdays';
  const jitter = 1 + 0.002 * seed;
  const wrong = 0.3 * wrongOnU + 0.03;
  const rule = (at: number, name: string, value: number, accuracy: number, errorRate: number, onU: number): Row => ({
    [`${b}.rules.${at}.rule`]: name,
    [`${b}.rules.${at}.value`]: value,
    [`${b}.rules.${at}.accuracy`]: accuracy,
    [`${b}.rules.${at}.errorRate`]: errorRate * jitter,
    [`${b}.rules.${at}.invalidMass`]: 0,
    [`${b}.rules.${at}.unanswered.errorRate`]: onU * jitter,
    [`${b}.rules.${at}.unanswered.invalidMass`]: 0,
  });
  return {
    [`${b}.accuracy`]: right,
    [`${b}.errorRate`]: wrong,
    [`${b}.invalidMass`]: 0,
    [`${b}.byCount.0.errorRate`]: wrongOnU,
    [`${b}.byCount.0.invalidMass`]: 0,
    [`${b}.byCount.1.errorRate`]: errSeen,
    ...rule(0, 'confidence-target', 0.5, ...thresholds[0], 0),
    ...rule(1, 'confidence-target', 0.75, ...thresholds[1], 0),
    ...rule(2, 'confidence-target', 0.9, ...thresholds[2], 0),
    ...rule(3, 'agreement', 2, right * 0.93, 0.3 * wrongOnU * left[2], wrongOnU * left[2]),
    ...rule(4, 'agreement', 3, right * 0.88, 0.3 * wrongOnU * left[3], wrongOnU * left[3]),
  };
}

function verdicts(change: (name: Name) => Partial<Network> = () => ({})): Record<string, CheckResult['verdict']> {
  const made = (name: Name, seed: number): Row => cells({ ...networks[name], ...change(name) }, seed);
  const seeds = [1, 2, 3, 4];
  const runs = seeds.flatMap((seed): Row[] => [
    { run: `little-${seed}`, seed, 'parameters.training.steps': 50, ...made('little', seed) },
    { run: `long-${seed}`, seed, 'parameters.training.steps': 300, ...made('graded', seed) },
  ]);
  const curves = seeds.flatMap((seed): Row[] => [
    { run: `little-${seed}`, step: 50, loss: 1, ...made('little', seed) },
    { run: `long-${seed}`, step: 300, loss: 0.1, ...made('base', seed) },
  ]);
  const tables = tablesOf(runs, curves);
  return Object.fromEntries(consistency.claims.map(({ id, check }) => [id, check(tables).verdict]));
}

describe('consistency', () => {
  test('what is expected, in part under conditions', () => {
    expect(verdicts()).toEqual({
      'agreement-removes-spread-errors': 'depends',
      'agreement-pays-where-errors-cost': 'confirmed',
      'own-confidence-beats-agreement': 'confirmed',
    });
  });

  test('errors that survive agreement although guesses are spread refute; those of a network that repeats itself, too', () => {
    const claim = 'agreement-removes-spread-errors';
    expect(verdicts((name) => (name === 'little' ? { left: { 2: 0.5, 3: 0.4 } } : {}))[claim]).toBe('refuted');
    expect(verdicts((name) => (name === 'base' ? { left: { 2: 0.9, 3: 0.85 } } : {}))[claim]).toBe('refuted');
    // Memorising without becoming sure of what was never told: the condition is not needed.
    expect(verdicts((name) => (name === 'base' ? { left: { 2: 0.02, 3: 0.001 } } : {}))[claim]).not.toBe('depends');
  });

  test('agreement that takes no errors earns nothing', () => {
    expect(
      verdicts((name) => (name === 'base' ? { left: { 2: 1.1, 3: 1.1 } } : {}))['agreement-pays-where-errors-cost'],
    ).toBe('refuted');
  });

  test('a threshold that earns less than agreement refutes', () => {
    const poor = [
      [0.5, 0.2],
      [0.5, 0.2],
      [0.5, 0.2],
    ] as const;
    expect(verdicts((name) => (name === 'base' ? { thresholds: poor } : {}))['own-confidence-beats-agreement']).toBe(
      'refuted',
    );
  });

  test('a network that has not learnt its rows leaves all claims open', () => {
    expect(new Set(Object.values(verdicts((name) => (name === 'base' ? { errSeen: 0.5 } : {}))))).toEqual(
      new Set(['inconclusive']),
    );
  });

  test('without runs there is nothing to say, and the figure says so', () => {
    const nothing = tablesOf([]);
    for (const { check } of consistency.claims) expect(check(nothing).verdict).toBe('inconclusive');
    expect('missing' in consistency.figures(nothing)[0]).toBe(true);
  });
});
