/** Theorem 4: pure multiple choice, where the bound has no δ and is an identity. */

import type { CheckResult, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, exactlyWithin, gated, holdsAlways, unmeasured } from '../../claims/verdict.js';
import type { ReportTables } from '../../results/reportTables.js';
import { numberAt, rowsOf } from '../../results/reportTables.js';
import type { StoredTable } from '../../store/tables.js';
import { errorAgainstIiv } from './figures.js';
import { CHOICES, choiceCases } from './readings.js';

/** Up to the rounding of float64 sums. */
const ROUNDING = 1e-9;

export const multipleChoice: ExperimentClaims = {
  experiment: 'multiple-choice',
  title: 'Multiple choice: no calibration needed',
  claims: [
    {
      id: 'multiple-choice-bound',
      listed: ['T3/T4'],
      statement:
        'Where each prompt has one valid response of C, some threshold makes the model a classifier whose error bounds its generative error from below, without any calibration.',
      source: 'Kalai et al. 2025, Theorems 3 and 4',
      formula: 'err ≥ 2(1 − 1/C)·err_iiv(f̂_t) for some t',
      explanation: [
        'The prompts ask for one of C things (which of two pets, of four or ten objects) and IDK is none of them. The classifier calls valid what has more probability than t; for Theorem 1 t was fixed, and δ had to pay for what falls between. Here the best t may be chosen: all that tell any two responses apart are tried, and the least of their errors is put into the bound.',
        'What a model puts outside of the C responses counts as error, as in the proof; the models that abstain or are freshly initialised put nearly everything there. Every model and every measured step of training is a case.',
      ],
      prediction:
        'no violation for C = 2, 4 and 10, nor for the stronger statement about the mean over t ~ U[0, 1]; the bound is above 0.01 in at least half of the cases',
      check: bound,
    },
    {
      id: 'multiple-choice-identity',
      listed: ['T3/T4'],
      statement: 'On average over thresholds the bound is an identity.',
      source: 'Derived from the proof of Kalai et al. 2025, Theorem 4',
      formula: 'err + o(1 − 1/C) = 2(1 − 1/C)·∫₀¹ err_iiv(f̂_t) dt, o the mass outside of R_c',
      explanation: [
        'A threshold drawn evenly from [0, 1] lies below p̂(r|c) with probability p̂(r|c). So the mean err_iiv is ½ Σ μ(c) [p̂(E_c|c)/(C − 1) + 1 − p̂(a_c|c)], and with p̂(E_c|c) + p̂(a_c|c) = 1 − o this is err + o(1 − 1/C) over 2(1 − 1/C). Nothing about learning is in it: it is a check of the measuring, for which err comes from one sum and the bound from another.',
        'The best threshold does better than the mean one, so its bound lies below: by nothing where all probabilities are 0 or 1, and to 0 where valid responses can be told from erroneous ones though the model hesitates.',
      ],
      prediction:
        "largest distance of both sides over all cases: at most 1e-9; the best threshold's bound is never above it and is more than 0.01 below in some case",
      check: identity,
    },
  ],
  figures: (tables) => [errorAgainstIiv(tables)],
};

function bound(tables: ReportTables): CheckResult {
  const cases = choiceCases(tables);
  if (cases.length === 0) return unmeasured('violations of Theorem 4', 'no run has measured it');
  const violations = allOf([
    holdsAlways(
      'violations of err + outside mass ≥ 2(1 − 1/C)·err_iiv at the best threshold',
      cases.map(({ error, outside, leastLower }) => error + outside >= leastLower - ROUNDING),
    ),
    holdsAlways(
      'violations of the same for the mean over thresholds',
      cases.map(({ error, outside, lower }) => error + outside >= lower - ROUNDING),
    ),
    ...missingChoices(tables.runs),
  ]);
  if (violations.verdict !== 'confirmed') return violations;
  const share = exactlyWithin(
    'share of cases with a bound above 0.01',
    cases.filter(({ leastLower }) => leastLower > 0.01).length / cases.length,
    atLeast(0.5),
  );
  return gated(share, 'too few cases have a bound above 0.01: a bound that says nothing always holds', violations);
}

function identity(tables: ReportTables): CheckResult {
  const cases = choiceCases(tables);
  if (cases.length === 0) return unmeasured('distance of both sides', 'no run has measured it');
  return allOf([
    exactlyWithin(
      'largest distance of err + o(1 − 1/C) from 2(1 − 1/C)·mean err_iiv',
      Math.max(
        ...cases.map(({ error, outside, lower, choices }) => Math.abs(error + outside * (1 - 1 / choices) - lower)),
      ),
      atMost(ROUNDING),
    ),
    holdsAlways(
      'cases in which the best threshold is worse than the mean one',
      cases.map(({ lower, leastLower }) => leastLower <= lower + ROUNDING),
    ),
    exactlyWithin(
      'largest gain of the best threshold over the mean one',
      Math.max(...cases.map(({ lower, leastLower }) => lower - leastLower)),
      atLeast(0.01),
    ),
  ]);
}

/** The three sizes must all have been measured. */
function missingChoices(runs: StoredTable): readonly CheckResult[] {
  const measured = new Set(rowsOf(runs).map((row) => numberAt(runs, CHOICES, row)));
  return [2, 4, 10]
    .filter((choices) => !measured.has(choices))
    .map((choices) => unmeasured(`Theorem 4 at C = ${choices}`, 'no run has measured it'));
}
