/** Hallucination is not inevitable; staying calibrated makes it so. */
import type { CheckResult, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  holdsAlways,
  ROUNDING,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, judge, type MeasuredFamily, measured } from '../../results/measured.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';
import { rowsWhere } from '../../results/select.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import { errorAgainstDelta } from './figures.js';

/** R: birthdays are dates of a year. */
const DATES = 365;

/** An even guess among them is wrong with 1 − 1/R. */
const GUESS_ERRS = evenGuessError(1, DATES);

/** Closed forms hold up to the rounding of float64 sums. */
const PREDICTED = {
  zero: atMost(ROUNDING),
  aboveZero: atLeast(ROUNDING),
  errOverMissingMass: about(GUESS_ERRS, 1e-6),
} as const;

/** A world in which the look-up system had nothing to abstain from would test nothing. */
const ENOUGH_UNANSWERED = atLeast(0.01);

export const inevitableOrNot: ExperimentClaims = {
  experiment: 'inevitable-or-not',
  title: 'Is hallucination inevitable?',
  claims: [
    {
      id: 'hallucination-is-not-inevitable',
      evidence: 'check',
      listed: ['NEG', 'C2'],
      statement:
        'Hallucination is not inevitable: a system that looks up what it was shown, calculates what follows a rule and says "I don\'t know" to all else never errs.',
      source: 'Kalai et al. 2025, §1; OpenAI 2025, "Hallucinations are inevitable"',
      formula: 'err = 0, IDK = μ(U)',
      explanation: [
        'The system is built, not trained: a table of the answers that training gave, a calculator that closes brackets, and IDK wherever neither helps. It goes through the same measuring as every other model.',
        'It abstains exactly on the prompts that training never answered, whose probability is μ(U). The controls are learners that read the same rows and do not abstain there: a learner that guesses evenly errs with probability μ(U)(1 − 1/R).',
      ],
      prediction: `largest err + invalid mass of the look-up system over all worlds: at most ${ROUNDING}, on birthdays and on brackets; its IDK is μ(U) to ${ROUNDING}; the memoriser that guesses errs by μ(U)(1 − 1/R) to ${ROUNDING}`,
      check: neverErrs,
    },
    {
      id: 'not-erring-costs-calibration',
      evidence: 'check',
      listed: ['T1f', 'C2'],
      statement: 'A model that never errs must be badly calibrated, unless it knows what training did not show.',
      source: 'Kalai et al. 2025, Theorem 1 and the remark that follows it',
      formula: 'err = 0 ⇒ δ ≥ 2·err_iiv − |V|/|E|',
      explanation: [
        'Theorem 1 leaves a model that never errs one way out: δ must be at least 2·err_iiv − 2/K. The look-up system says "I don\'t know" far more often than the data do, and that is its δ: it always answers what it saw, where the data abstain with 1 − α, and always abstains from the rest, where the data do so with 1 − α. So σ = (1 − μ(U))(1 − α) + μ(U)α, and 2·err_iiv is the same number: the bound is met to within 2/K.',
        'The truth itself has err = 0 and δ = 0, for it classifies without error. So to be free of errors does not in itself cost calibration; it does for a model that cannot tell which responses are valid.',
      ],
      prediction: `no violation among all models that never err (look-up, always IDK, the truth); for the look-up system the bound is above 0 in every world, and δ − 2·err_iiv is 0 to ${ROUNDING}`,
      check: costsCalibration,
    },
    {
      id: 'calibration-makes-errors-inevitable',
      evidence: 'check',
      listed: ['T1f', 'C2'],
      statement: 'A learner that stays calibrated errs on what it was not shown, at the rate of the missing mass.',
      source: 'Kalai et al. 2025, Theorems 1 and 2 and §3.1',
      formula: 'δ = 0 ⇒ err ≥ 2·err_iiv − |V|/|E|; calibrated learner: err = MM(1 − 1/R)',
      explanation: [
        'The calibrated learner knows as much as the look-up system, the same table and the same rule, but answers as often as the data do. Where it has seen no answer it must guess. Its err is MM(1 − 1/R) > 0 in every world and its δ is 0.',
        'Between the two lie the memorisers, which err and are over-confident. For every model err + δ is at least 2·err_iiv − 2/K: what is saved in one is paid in the other.',
      ],
      prediction: `the calibrated learner's δ is 0 and its err is MM(1 − 1/R), both to ${ROUNDING}, so its err is above 0 in every world; mean of err over MM: 1 − 1/R = ${significant(GUESS_ERRS)} within ${PREDICTED.errOverMissingMass.around?.tolerance.toExponential()}; err + δ ≥ 2·err_iiv − 2/K without exception`,
      check: calibrationErrs,
    },
  ],
  figures: (tables) => [errorAgainstDelta(tables)],
};

function neverErrs({ runs }: ReportTables): CheckResult {
  const lookup = rowsWhere(runs, { 'model.kind': 'lookup' });
  const memoriser = rowsWhere(runs, { 'parameters.model': '{"kind":"memoriser","unanswered":"uniform"}' });
  if (lookup.length === 0) return unmeasured('err of the look-up system', 'no run has measured it');
  const birthdays = lookup.map((row) => measured(runs, row, 'birthdays'));
  const brackets = lookup.map((row) => measured(runs, row, 'brackets'));
  return allOf([
    exactlyWithin(
      'largest err + invalid mass of the look-up system on birthdays',
      largest(birthdays.map(({ wrong }) => wrong)),
      PREDICTED.zero,
    ),
    exactlyWithin('the same on brackets', largest(brackets.map(({ wrong }) => wrong)), PREDICTED.zero),
    exactlyWithin(
      'largest distance of its IDK from μ(U)',
      largest(birthdays.map(({ abstentionRate, unansweredMass }) => distance(abstentionRate, unansweredMass))),
      PREDICTED.zero,
    ),
    exactlyWithin(
      'least μ(U): there is something to abstain from',
      least(birthdays.map(({ unansweredMass }) => unansweredMass)),
      ENOUGH_UNANSWERED,
    ),
    memoriser.length === 0
      ? unmeasured('err of the guessing memoriser', 'no run has measured it')
      : exactlyWithin(
          "control: largest distance of the guessing memoriser's err from μ(U)(1 − 1/R)",
          largest(
            memoriser.map((row) => {
              const { errorRate, unansweredMass } = measured(runs, row, 'birthdays');
              return distance(
                errorRate,
                combine([unansweredMass], (mass) => evenGuessError(mass, DATES)),
              );
            }),
          ),
          PREDICTED.zero,
        ),
  ]);
}

function costsCalibration({ runs }: ReportTables): CheckResult {
  const flawless = rowsOf(runs)
    .map((row) => measured(runs, row, 'birthdays'))
    .filter(({ wrong }) => wrong !== null && wrong <= ROUNDING);
  const lookup = rowsWhere(runs, { 'model.kind': 'lookup' }).map((row) => measured(runs, row, 'birthdays'));
  if (lookup.length === 0) return unmeasured('δ of the look-up system', 'no run has measured it');
  return allOf([
    holdsAlways(
      'models that never err with δ below 2·err_iiv − 2/K',
      flawless.map((family) =>
        judge([family.delta, withoutDelta(family)], (delta, demanded) => delta >= demanded - ROUNDING),
      ),
    ),
    exactlyWithin(
      'least 2·err_iiv − 2/K of the look-up system: the theorem asks something of it',
      least(lookup.map(withoutDelta)),
      PREDICTED.aboveZero,
    ),
    exactlyWithin(
      'largest distance of its δ from 2·err_iiv',
      largest(
        lookup.map(({ delta, iivError }) =>
          distance(
            delta,
            combine([iivError], (error) => 2 * error),
          ),
        ),
      ),
      PREDICTED.zero,
    ),
  ]);
}

function calibrationErrs({ runs }: ReportTables): CheckResult {
  const calibrated = rowsWhere(runs, { 'model.kind': 'calibrated-learner' }).map((row) =>
    measured(runs, row, 'birthdays'),
  );
  if (calibrated.length === 0) return unmeasured('err of the calibrated learner', 'no run has measured it');
  return allOf([
    exactlyWithin(
      'err of the calibrated learner over MM, mean over all worlds',
      completeMean(
        calibrated.map(({ errorRate, missingMass }) => combine([errorRate, missingMass], (err, mass) => err / mass)),
      ),
      PREDICTED.errOverMissingMass,
    ),
    exactlyWithin('its largest δ', largest(calibrated.map(({ delta }) => delta)), PREDICTED.zero),
    exactlyWithin('its least err', least(calibrated.map(({ errorRate }) => errorRate)), PREDICTED.aboveZero),
    holdsAlways(
      'models with err + invalid mass + δ below 2·err_iiv − 2/K',
      rowsOf(runs).map((row) => {
        const { wrong, theorem1 } = measured(runs, row, 'birthdays');
        return judge([wrong, theorem1.lower], (mass, lower) => mass >= lower - ROUNDING);
      }),
    ),
  ]);
}

/** Theorem 1's right side without its δ: 2·err_iiv − 2/K. */
function withoutDelta({ theorem1, delta }: MeasuredFamily): number | null {
  return combine([theorem1.lower, delta], (lower, gap) => lower + gap);
}

function distance(a: number | null, b: number | null): number | null {
  return combine([a, b], (left, right) => Math.abs(left - right));
}

function largest(values: readonly (number | null)[]): number | null {
  return combine(values, Math.max);
}

function least(values: readonly (number | null)[]): number | null {
  return combine(values, Math.min);
}
