import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { toldItsTarget } from '../../src/experiments/told-its-target/claims.js';
import {
  bestScore,
  type Graded,
  LEVEL_NAMES,
  LEVELS,
  TOLD_TARGETS,
} from '../../src/experiments/told-its-target/readings.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

/** Share of a kind's prompts that are answered at a told target. */
type Policy = (c: number, t: number) => number;

const GRADERS: Record<Graded, string> = {
  told: 'told-target',
  accuracy: 'accuracy',
  fixed: '{"kind":"confidence-target","target":0.75}',
};
const base: Policy = () => 0.7;
const theory: Record<Graded, Policy> = {
  told: (c, t) => (c > t ? 0.98 : 0.04),
  accuracy: () => 0.99,
  fixed: (c) => (c > 0.75 ? 0.98 : 0.03),
};

function cells(policy: Policy, seed: number, quality = 1): Row {
  return Object.fromEntries(
    LEVEL_NAMES.flatMap((level) =>
      TOLD_TARGETS.flatMap((t, i) => {
        const answered = policy(LEVELS[level], t) + 0.001 * seed;
        const right = answered * LEVELS[level] * quality;
        const at = `families.${level}.told.${i}`;
        return [
          [`${at}.accuracy`, right],
          [`${at}.errorRate`, answered - right - 0.001],
          [`${at}.invalidMass`, 0.001],
          [`${at}.abstentionRate`, 1 - answered],
        ];
      }),
    ),
  );
}

function tables(
  {
    change = {},
    before = base,
    quality = 1,
  }: { change?: Partial<Record<Graded, Policy>>; before?: Policy; quality?: number } = {},
  seeds = [1, 2, 3],
) {
  const policies = { ...theory, ...change };
  const each = <Made>(make: (graded: Graded, seed: number) => Made): Made[] =>
    seeds.flatMap((seed) => (['told', 'accuracy', 'fixed'] as const).map((graded) => make(graded, seed)));
  const runs = each(
    (graded, seed): Row => ({
      run: `${graded}-${seed}`,
      seed,
      'model.kind': 'transformer',
      'parameters.posttraining.grader': GRADERS[graded],
      ...cells(policies[graded], seed, quality),
    }),
  );
  const curves = each((graded, seed): Row[] => [
    { run: `${graded}-${seed}`, step: 150, loss: 0.5, ...cells(before, seed) },
    { run: `${graded}-${seed}`, step: 550, loss: null, ...cells(policies[graded], seed, quality) },
  ]).flat();
  return tablesOf(runs, curves);
}

function verdicts(...given: Parameters<typeof tables>): Record<string, CheckResult['verdict']> {
  return Object.fromEntries(toldItsTarget.claims.map(({ id, check }) => [id, check(tables(...given)).verdict]));
}
const [READS, AUDIT, HIDDEN] = [
  'a-network-reads-its-target',
  'behavioural-calibration-can-be-trained',
  'no-untold-policy-serves-every-target',
];

describe('told-its-target', () => {
  test('what can be earned at each target is the closed form', () => {
    expect(TOLD_TARGETS.map(bestScore)).toEqual(
      [0.685, (0.49 + 0.32 + 0.13) / 4, (0.24 + 0.07) / 4, 0.09 / 4].map((score) => expect.closeTo(score, 12)),
    );
  });

  test('a network that follows its target, beside two that cannot', () => {
    expect(verdicts()).toEqual({ [READS]: 'confirmed', [AUDIT]: 'confirmed', [HIDDEN]: 'confirmed' });
  });

  test('one that does the same at every target is refuted', () => {
    expect(verdicts({ change: { told: theory.fixed } })).toEqual({
      [READS]: 'refuted',
      [AUDIT]: 'refuted',
      [HIDDEN]: 'refuted',
    });
    expect(verdicts({ change: { told: theory.accuracy } })).toEqual({
      [READS]: 'refuted',
      [AUDIT]: 'refuted',
      [HIDDEN]: 'refuted',
    });
  });

  test('abstaining always passes no audit, for it earns nothing', () => {
    expect(verdicts({ change: { told: (_, t) => 0.01 - t / 200 } })).toMatchObject({
      [READS]: 'refuted',
      [AUDIT]: 'refuted',
    });
  });

  test('answering at 0.9 what is right less often fails the audit there', () => {
    expect(verdicts({ change: { told: (c, t) => (c > t || (c > 0.8 && t === 0.9) ? 0.98 : 0.04) } })[AUDIT]).toBe(
      'refuted',
    );
    expect(verdicts({ quality: 0.8 })[AUDIT]).toBe('refuted');
  });

  test('a network that moves with words that its grades never gave a meaning refutes the control', () => {
    expect(verdicts({ change: { accuracy: (_, t) => 0.99 - t / 3 } })[HIDDEN]).toBe('refuted');
  });

  test('a base model that reads the words already, or never abstains, leaves all open', () => {
    const open = { [READS]: 'inconclusive', [AUDIT]: 'inconclusive', [HIDDEN]: 'inconclusive' };
    expect(verdicts({ before: (_, t) => 0.9 - t / 2 })).toEqual(open);
    expect(verdicts({ before: () => 0.98 })).toEqual(open);
  });

  test('the quick form, in which one grader is left out, says so', () => {
    const full = tables();
    const keep = [...full.runs.columns.run.keys()].filter(
      (row) => !String(full.runs.columns.run[row]).startsWith('fixed'),
    );
    const columns = Object.fromEntries(
      Object.entries(full.runs.columns).map(([name, cells]) => [name, keep.map((row) => cells[row])]),
    );
    const { verdict, details } = toldItsTarget.claims[2].check({
      ...full,
      runs: { ...full.runs, rows: keep.length, columns },
    });
    expect(verdict).toBe('confirmed');
    expect(details).toContain('No run was graded always at t = 0.75.');
  });

  test('no runs, no verdict; both figures are drawn or say what is missing', () => {
    expect(Object.values(verdicts({}, []))).toEqual(['inconclusive', 'inconclusive', 'inconclusive']);
    expect(toldItsTarget.figures(tables()).every((figure) => 'spec' in figure)).toBe(true);
    expect(toldItsTarget.figures(tables({}, [])).every((figure) => 'missing' in figure)).toBe(true);
  });
});
