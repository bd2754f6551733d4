/** Claims and outcomes made up for the tests of selection, tables and report. */

import { checkClaims, type ExperimentOutcome } from '../../src/claims/checkClaims.js';
import type { CheckResult, Claim, Evidence, ExperimentClaims } from '../../src/claims/claim.js';
import { tablesOf } from './fakeTables.js';

export function fakeClaim(
  id: string,
  rows: readonly string[],
  check: () => CheckResult,
  evidence: Evidence = 'trained',
): Claim {
  return {
    id,
    evidence,
    listed: rows,
    statement: `Statement of ${id} <&>`,
    source: 'Somebody 2025, Theorem 9',
    formula: 'err ≥ 2·err_iiv − max_c|V_c| − δ',
    explanation: ['What it means.', 'How it is tested.'],
    prediction: 'slope 0.97 to 1.03',
    check,
  };
}

export function fakeExperiment(experiment: string, claims: readonly Claim[]): ExperimentClaims {
  return {
    experiment,
    title: `Title of ${experiment}`,
    claims,
    figures: () => [
      {
        id: 'curve',
        title: 'Curve of V_c',
        caption: ['What is seen.'],
        spec: {
          data: { values: [{ x: 1, y: 2 }] },
          mark: 'point',
          encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
        },
      },
    ],
  };
}

function finding(verdict: CheckResult['verdict'], condition?: string): CheckResult {
  return {
    quantity: 'slope',
    measured: 0.98765,
    interval: { lower: 0.95, upper: 1.02 },
    verdict,
    details: ['A detail.'],
    ...(condition && { condition }),
  };
}

export const first = fakeExperiment('first', [
  fakeClaim('slope-is-one', ['T2prop', 'S21'], () => finding('confirmed')),
  fakeClaim('all-models-err', ['S2b'], () => finding('refuted')),
]);
export const second = fakeExperiment('second', [
  fakeClaim('a-claim-whose-name-is-far-too-long-for-its-column', ['T3/T4'], () =>
    finding(
      'depends',
      'only where the model has learnt all that it was shown, which takes more steps than a quick run has',
    ),
  ),
  fakeClaim('nothing-known', ['T1'], () => ({
    quantity: 'none',
    measured: null,
    interval: null,
    verdict: 'inconclusive',
    condition: 'run it',
  })),
  fakeClaim('an-identity', ['T1c'], () => finding('confirmed'), 'check'),
]);

export const outcomes: readonly ExperimentOutcome[] = [first, second].map((claims) =>
  checkClaims({
    claims,
    tables: tablesOf([]),
    runs: 4,
    failed: 0,
    powerOf: (id) =>
      id === 'slope-is-one' || id === 'an-identity' ? { power: 0.934, worlds: 40, seeds: 4 } : undefined,
    otherSeeds: claims === second ? 'on 2 seeds, 7 to 8; the shipped ones are 1 to 2' : undefined,
  }),
);
