/** Distribution shift: other prompts are asked than were trained on. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  meanWithin,
  predictionWords,
  ROUNDING,
  rangeWords,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, measured, present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { pairsBySeed } from '../../results/select.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import { errorAgainstShift } from './figures.js';
import { shares, shiftedRows, TRAINED, unshiftedRows } from './readings.js';

/** R: birthdays are dates of a year. */
const DATES = 365;

const PREDICTED = {
  fromForetold: about(0, 0.03),
  price: atLeast(0.2),
  onBrackets: atMost(0.02),
  bend: atMost(ROUNDING),
} as const;

const SOURCE = 'Kalai et al. 2025, §3.4 (distribution shift)';

/** err + invalid mass on birthdays. */
function wrongAt({ runs }: ReportTables, row: number): number | null {
  return measured(runs, row, 'birthdays').wrong;
}

const shift: Claim = {
  id: 'errors-follow-the-shift',
  evidence: 'trained',
  listed: ['SH'],
  statement:
    'A model errs more on prompts from another distribution than it was trained on, by as much as the shift asks for facts that training never showed.',
  source: SOURCE,
  formula: "err(μ') = MM(μ')(1 − 1/R), above err of a model that was trained on μ'",
  explanation: [
    "Training rows come from μ, in which 200 people make up four fifths of the prompts. The model is then asked under μ' = (1 − s)·μ + s·uniform: at s = 1 each person is asked for equally often, and training has never shown most of them. The counts foretell the error before any training: the missing mass under μ', times 1 − 1/R.",
    'The price of the shift is measured against another network, which read as many rows from the distribution that it is asked: on the same prompts it must err much less. The control is a family with a rule, brackets, whose measured prompts are shifted in the same way: there the error must stay near 0.',
  ],
  prediction: `err + invalid mass less MM(μ')·(1 − 1/R) is ${predictionWords(PREDICTED.fromForetold)} at the least and at the largest s; at the largest, err + invalid mass less that of a network trained on what is asked is ${rangeWords(PREDICTED.price)}; err on shifted brackets ${rangeWords(PREDICTED.onBrackets)}`,
  check: (tables) => {
    const { runs } = tables;
    const ends = [...new Set([shares(tables)[0], shares(tables).at(-1)])].filter((share) => share !== undefined);
    const last = ends.at(-1);
    if (last === undefined) return unmeasured('err under the shift', 'no run was measured under a shift');
    const largest = shiftedRows(tables, TRAINED, last);
    const price = pairsBySeed(runs, largest, unshiftedRows(tables)).map(([shifted, unshifted]) =>
      combine([wrongAt(tables, shifted), wrongAt(tables, unshifted)], (after, before) => after - before),
    );
    const onBrackets = present(largest.map((row) => measured(runs, row, 'brackets').errorRate));
    return allOf([
      meanWithin('err + invalid mass less that of a network trained on what is asked', price, PREDICTED.price),
      ...ends.map((share) => fromForetold(tables, share)),
      meanWithin('control: err on shifted brackets', onBrackets, PREDICTED.onBrackets),
    ]);
  },
};

function fromForetold(tables: ReportTables, share: number): CheckResult {
  return meanWithin(
    `err + invalid mass less MM(μ')·(1 − 1/R), s = ${share}`,
    shiftedRows(tables, TRAINED, share).map((row) => {
      const { wrong, missingMass } = measured(tables.runs, row, 'birthdays');
      return combine([wrong, missingMass], (errors, missing) => errors - evenGuessError(missing, DATES));
    }),
    PREDICTED.fromForetold,
  );
}

const linear: Claim = {
  id: 'shifted-error-is-linear',
  evidence: 'check',
  listed: ['SH'],
  statement: 'Half-way through a shift the error lies half-way between the errors at its ends.',
  source: SOURCE,
  formula: "err(μ') = Σ_c μ'(c) p̂(E_c|c)",
  explanation: [
    "Only the prompts change, not the model, so that the error is linear in μ' by definition. The program trains the same network anew for each s; that it finds the mean of both ends in the middle shows that training does not see μ' and that the measurement does.",
  ],
  prediction: `largest distance of err + invalid mass in the middle from the mean of those at the ends: ${rangeWords(PREDICTED.bend)}`,
  check: (tables) => {
    const quantity = 'largest distance from the mean of the ends';
    const tried = shares(tables);
    const [start, middle, end] = [0, 0.5, 1].map((share) => shiftedRows(tables, TRAINED, share));
    if (![0, 0.5, 1].every((share) => tried.includes(share)))
      return unmeasured(quantity, 'runs at s = 0, 0.5 and 1 are needed');
    const bends = middle.map((row, at) =>
      combine([wrongAt(tables, start[at]), wrongAt(tables, row), wrongAt(tables, end[at])], (first, half, last) =>
        Math.abs(half - (first + last) / 2),
      ),
    );
    return exactlyWithin(quantity, combine(bends, Math.max), PREDICTED.bend);
  },
};

export const distributionShift: ExperimentClaims = {
  experiment: 'distribution-shift',
  title: 'Distribution shift',
  claims: [shift, linear],
  figures: (tables) => [errorAgainstShift(tables)],
};
