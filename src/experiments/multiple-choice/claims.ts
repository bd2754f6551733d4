/** Theorem 4: pure multiple choice, where the bound has no δ and is an identity. */

import type { CheckResult, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  gated,
  holdsAlways,
  ROUNDING,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, judge } from '../../results/measured.js';
import { numberAt, type ReportTables, rowsOf } from '../../results/reportTables.js';
import type { StoredTable } from '../../store/tables.js';
import { errorAgainstIiv } from './figures.js';
import { CHOICES, choiceCases } from './readings.js';

/** Numbers of choices C of the sweep. */
const SIZES = [2, 4, 10];

/** A bound above this says something. */
const SAYS_SOMETHING = 0.01;

const PREDICTED = {
  sharesAbove: atLeast(1 / 2),
  distance: atMost(ROUNDING),
  gain: atLeast(0.01),
} as const;

export const multipleChoice: ExperimentClaims = {
  experiment: 'multiple-choice',
  title: 'Multiple choice: no calibration needed',
  claims: [
    {
      id: 'multiple-choice-bound',
      evidence: 'check',
      listed: ['T3/T4'],
      statement:
        'Where each prompt has one valid response of C, some threshold makes the model a classifier whose error bounds its generative error from below, without any calibration.',
      source: 'Kalai et al. 2025, Theorems 3 and 4',
      formula: 'err ≥ 2(1 − 1/C)·err_iiv(f̂_t) for some t',
      explanation: [
        'The prompts ask for one of C things (which of two pets, of four or ten objects), and IDK is not one of them. The classifier calls a response valid if its probability is above t. In Theorem 1 the threshold is fixed, and δ accounts for what falls between. Here the best t may be chosen: all thresholds that separate any two responses are tried, and the least of their errors is put into the bound.',
        'Probability outside of the C responses counts as error, as in the proof; models that abstain or are freshly initialised put nearly all of theirs there. Every model and every measured step of training is a case.',
      ],
      prediction: `no violation for C = ${SIZES.slice(0, -1).join(', ')} and ${SIZES.at(-1)}, nor for the stronger statement about the mean over t ~ U[0, 1]; the bound is above ${SAYS_SOMETHING} in at least half of the cases`,
      check: bound,
    },
    {
      id: 'multiple-choice-identity',
      evidence: 'check',
      listed: ['T3/T4'],
      statement: 'On average over thresholds the bound is an identity.',
      source: 'Derived from the proof of Kalai et al. 2025, Theorem 4',
      formula: 'err + o(1 − 1/C) = 2(1 − 1/C)·∫₀¹ err_iiv(f̂_t) dt, o the mass outside of R_c',
      explanation: [
        'A threshold drawn evenly from [0, 1] lies below p̂(r|c) with probability p̂(r|c). So the mean err_iiv is ½ Σ μ(c) [p̂(E_c|c)/(C − 1) + 1 − p̂(a_c|c)], and with p̂(E_c|c) + p̂(a_c|c) = 1 − o this is err + o(1 − 1/C) over 2(1 − 1/C). It says nothing about learning. It is a check of the measuring, for err comes from one sum and the bound from another.',
        'The best threshold does better than the mean one, so its bound lies below. The two bounds are equal where all probabilities are 0 or 1; the bound of the best threshold is 0 where it separates valid from erroneous responses although the model hesitates.',
      ],
      prediction: `largest distance of both sides over all cases: at most ${ROUNDING}; the best threshold's bound is never above it and is more than ${PREDICTED.gain.low} below in some case`,
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
      cases.map(({ wrong, leastLower }) => reaches(wrong, leastLower)),
    ),
    holdsAlways(
      'violations of the same for the mean over thresholds',
      cases.map(({ wrong, lower }) => reaches(wrong, lower)),
    ),
    ...missingChoices(tables.runs),
  ]);
  if (violations.verdict !== 'confirmed') return violations;
  const share = exactlyWithin(
    `share of cases with a bound above ${SAYS_SOMETHING}`,
    cases.filter(({ leastLower }) => leastLower !== null && leastLower > SAYS_SOMETHING).length / cases.length,
    PREDICTED.sharesAbove,
  );
  return gated(
    share,
    `too few cases have a bound above ${SAYS_SOMETHING}: a bound that says nothing always holds`,
    violations,
  );
}

function identity(tables: ReportTables): CheckResult {
  const cases = choiceCases(tables);
  if (cases.length === 0) return unmeasured('distance of both sides', 'no run has measured it');
  const distances = cases.map(({ weighedWrong, lower }) =>
    combine([weighedWrong, lower], (wrong, mean) => Math.abs(wrong - mean)),
  );
  const gains = cases.map(({ lower, leastLower }) => combine([lower, leastLower], (mean, best) => mean - best));
  return allOf([
    exactlyWithin(
      'largest distance of err + o(1 − 1/C) from 2(1 − 1/C)·mean err_iiv',
      combine(distances, Math.max),
      PREDICTED.distance,
    ),
    holdsAlways(
      'cases in which the best threshold is worse than the mean one',
      cases.map(({ lower, leastLower }) => reaches(lower, leastLower)),
    ),
    exactlyWithin('largest gain of the best threshold over the mean one', combine(gains, Math.max), PREDICTED.gain),
  ]);
}

/** Compares both sides of an inequality that holds with certainty, up to rounding. */
function reaches(value: number | null, least: number | null): boolean | null {
  return judge([value, least], (side, other) => side >= other - ROUNDING);
}

/** The sizes of the sweep that no run has measured. */
function missingChoices(runs: StoredTable): readonly CheckResult[] {
  const sizes = new Set(rowsOf(runs).map((row) => numberAt(runs, CHOICES, row)));
  return SIZES.filter((choices) => !sizes.has(choices)).map((choices) =>
    unmeasured(`Theorem 4 at C = ${choices}`, 'no run has measured it'),
  );
}
