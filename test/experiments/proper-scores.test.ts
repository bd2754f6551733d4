import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { properScores } from '../../src/experiments/proper-scores/claims.js';
import { ERRORS, GRADERS, type GraderName, LEVELS } from '../../src/experiments/proper-scores/readings.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Network {
  readonly ece: number;
  readonly wrong: number;
  readonly idk: number;
}
type Name = 'base' | GraderName;

const networks: Record<Name, Network> = {
  base: { ece: 0.05, wrong: 0.34, idk: 0.33 },
  accuracy: { ece: 0.38, wrong: 0.385, idk: 0 },
  brier: { ece: 0.08, wrong: 0.49, idk: 0.01 },
  log: { ece: 0.1, wrong: 0.48, idk: 0.02 },
};

function cells({ ece, wrong, idk }: Network, seed: number): Row {
  const jitter = 0.001 * seed;
  return Object.assign(
    {},
    ...Object.keys(LEVELS).map(
      (level): Row => ({
        [`families.${level}.answers.expectedCalibrationError`]: ece + jitter,
        [`families.${level}.errorRate`]: wrong - jitter,
        [`families.${level}.invalidMass`]: 0,
        [`families.${level}.abstentionRate`]: idk + jitter,
      }),
    ),
  );
}

function verdicts(change: (name: Name) => Partial<Network> = () => ({})): Record<string, CheckResult['verdict']> {
  const made = (name: Name, seed: number): Row =>
    cells({ ...networks[name], ...change(name) }, name === 'accuracy' ? 2 * seed : seed);
  const names = Object.keys(GRADERS) as GraderName[];
  const seeds = [1, 2, 3, 4];
  const runs = seeds.flatMap((seed) =>
    names.map(
      (name): Row => ({ run: `${name}-${seed}`, seed, 'parameters.posttraining.grader': name, ...made(name, seed) }),
    ),
  );
  const curves = seeds.flatMap((seed) =>
    names.map((name): Row => ({ run: `${name}-${seed}`, step: 120, loss: 1, ...made('base', seed) })),
  );
  const tables = tablesOf(runs, curves);
  return Object.fromEntries(properScores.claims.map(({ id, check }) => [id, check(tables).verdict]));
}

describe('proper-scores', () => {
  test('what is expected', () => {
    expect(verdicts()).toEqual({
      'accuracy-reward-raises-calibration-error': 'confirmed',
      'proper-scores-keep-calibration': 'confirmed',
      'proper-scores-do-not-teach-abstention': 'confirmed',
    });
  });

  test('the errors of theory: 1 − Σ ρ² and 1 − max ρ, by hand', () => {
    expect(ERRORS.usual).toBeCloseTo((0.1 + 0.4 + 0.65) / 3, 12);
    const others = 3 * ((0.1 / 3) ** 2 + (0.4 / 3) ** 2 + (0.65 / 3) ** 2);
    expect(ERRORS.matching).toBeCloseTo(1 - (0.9 ** 2 + 0.6 ** 2 + 0.35 ** 2 + others) / 3, 12);
  });

  test('accuracy that leaves calibration, and scores that do not, refute', () => {
    expect(
      verdicts((name) => (name === 'accuracy' ? { ece: 0.1 } : {}))['accuracy-reward-raises-calibration-error'],
    ).toBe('refuted');
    const claim = 'proper-scores-keep-calibration';
    expect(verdicts((name) => (name === 'brier' ? { ece: 0.3 } : {}))[claim]).toBe('refuted');
    expect(verdicts((name) => (name === 'log' ? { ece: 0.3 } : {}))[claim]).toBe('refuted');
  });

  test('a score that teaches to abstain, or to err less than accuracy does, refutes', () => {
    const claim = 'proper-scores-do-not-teach-abstention';
    expect(verdicts((name) => (name === 'brier' ? { idk: 0.5 } : {}))[claim]).toBe('refuted');
    expect(verdicts((name) => (name === 'brier' ? { wrong: 0.35 } : {}))[claim]).toBe('refuted');
    expect(verdicts((name) => (name === 'accuracy' ? { wrong: 0.5 } : {}))[claim]).toBe('refuted');
  });

  test('a base network without calibration has none to lose', () => {
    expect(new Set(Object.values(verdicts((name) => (name === 'base' ? { ece: 0.3 } : {}))))).toEqual(
      new Set(['inconclusive']),
    );
  });

  test('without runs there is nothing to say, and the figure says so', () => {
    const nothing = tablesOf([]);
    for (const { check } of properScores.claims) expect(check(nothing).verdict).toBe('inconclusive');
    expect('missing' in properScores.figures(nothing)[0]).toBe(true);
  });
});
