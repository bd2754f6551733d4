/** Hallucination is not inevitable; staying calibrated makes it so. */
import type { CheckResult, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  holdsAlways,
  meanWithin,
  unmeasured,
} from '../../claims/verdict.js';
import type { ReportTables } from '../../results/reportTables.js';
import { numberAt, numbersAt, rowsOf } from '../../results/reportTables.js';
import { rowsWhere } from '../../results/select.js';
import { errorAgainstDelta } from './figures.js';

const FAMILY = 'families.birthdays';
const RULE = 'families.brackets';
/** An even guess among R = 365 dates is wrong with 1 − 1/R. */
const GUESS_ERRS = 1 - 1 / 365;
/** Closed forms hold up to the rounding of float64 sums. */
const ROUNDING = 1e-9;

export const inevitableOrNot: ExperimentClaims = {
  experiment: 'inevitable-or-not',
  title: 'Is hallucination inevitable?',
  claims: [
    {
      id: 'hallucination-is-not-inevitable',
      listed: ['NEG', 'C2'],
      statement:
        'Hallucination is not inevitable: a system that looks up what it was shown, calculates what follows a rule and says "I don\'t know" to all else never errs.',
      source: 'Kalai et al. 2025, §1; OpenAI 2025, "Hallucinations are inevitable"',
      formula: 'err = 0, IDK = μ(U)',
      explanation: [
        'The system is built, not trained: a table of the answers that training gave, a calculator that closes brackets, and IDK wherever neither helps. It goes through the same measuring as every other model.',
        'It abstains exactly on the prompts that training never answered, whose probability is μ(U). The controls are learners that read the same rows and do not abstain there: one that guesses evenly errs with probability μ(U)(1 − 1/R).',
      ],
      prediction:
        'largest err + invalid mass of the look-up system over all worlds: at most 1e-9, on birthdays and on brackets; its IDK is μ(U) to 1e-9; the memoriser that guesses errs by μ(U)(1 − 1/R) to 1e-9',
      check: neverErrs,
    },
    {
      id: 'not-erring-costs-calibration',
      listed: ['T1f', 'C2'],
      statement: 'A model that never errs must be badly calibrated, unless it knows what training did not tell.',
      source: 'Kalai et al. 2025, Theorem 1 and the remark that follows it',
      formula: 'err = 0 ⇒ δ ≥ 2·err_iiv − |V|/|E|',
      explanation: [
        'Theorem 1 leaves a model that never errs one way out: δ must be at least 2·err_iiv − 2/K. The look-up system says "I don\'t know" far more often than the data do, and that is its δ: it answers what it saw always, where the data abstain with 1 − α, and abstains from the rest always, where the data do so with 1 − α. So σ = (1 − μ(U))(1 − α) + μ(U)α, and 2·err_iiv is the same number: the bound is met to within 2/K.',
        'The truth itself has err = 0 and δ = 0, for it classifies without error. So it is not error-free speech as such that costs calibration, but error-free speech by one who cannot tell which responses are valid.',
      ],
      prediction:
        'no violation among all models that never err (look-up, always IDK, the truth); for the look-up system the bound is above 0 in every world, and δ − 2·err_iiv is 0 to 1e-9',
      check: costsCalibration,
    },
    {
      id: 'calibration-makes-errors-inevitable',
      listed: ['T1f', 'C2'],
      statement: 'A learner that stays calibrated errs on what it was not shown, at the rate of the missing mass.',
      source: 'Kalai et al. 2025, Theorems 1 and 2 and §3.1',
      formula: 'δ = 0 ⇒ err ≥ 2·err_iiv − |V|/|E|; calibrated learner: err = MM(1 − 1/R)',
      explanation: [
        'The calibrated learner knows as much as the look-up system, the same table and the same rule, but answers as often as the data do. Where it has seen no answer it must guess. Its err is MM(1 − 1/R) > 0 in every world and its δ is 0.',
        'Between the two lie the memorisers, which err and are over-confident. For every model err + δ is at least 2·err_iiv − 2/K: what is saved in one is paid in the other.',
      ],
      prediction:
        "the calibrated learner's δ is 0 and its err is MM(1 − 1/R), both to 1e-9, so its err is above 0 in every world; mean of err over MM: 1 − 1/R = 0.9973 within 1e-6; err + δ ≥ 2·err_iiv − 2/K without exception",
      check: calibrationErrs,
    },
  ],
  figures: (tables) => [errorAgainstDelta(tables, FAMILY)],
};

function neverErrs({ runs }: ReportTables): CheckResult {
  const lookup = rowsWhere(runs, { 'model.kind': 'lookup' });
  const memoriser = rowsWhere(runs, { 'parameters.model': '{"kind":"memoriser","unanswered":"uniform"}' });
  if (lookup.length === 0) return unmeasured('err of the look-up system', 'no run has measured it');
  const at =
    (column: string) =>
    (row: number): number =>
      numberAt(runs, column, row) ?? NaN;
  const wrong =
    (family: string) =>
    (row: number): number =>
      at(`${family}.errorRate`)(row) + at(`${family}.invalidMass`)(row);
  const guessed = (row: number): number => at(`${FAMILY}.unansweredMass`)(row) * GUESS_ERRS;
  return allOf([
    exactlyWithin(
      'largest err + invalid mass of the look-up system on birthdays',
      Math.max(...lookup.map(wrong(FAMILY))),
      atMost(ROUNDING),
    ),
    exactlyWithin('the same on brackets', Math.max(...lookup.map(wrong(RULE))), atMost(ROUNDING)),
    exactlyWithin(
      'largest distance of its IDK from μ(U)',
      Math.max(
        ...lookup.map((row) => Math.abs(at(`${FAMILY}.abstentionRate`)(row) - at(`${FAMILY}.unansweredMass`)(row))),
      ),
      atMost(ROUNDING),
    ),
    exactlyWithin(
      'least μ(U): there is something to abstain from',
      Math.min(...lookup.map(at(`${FAMILY}.unansweredMass`))),
      atLeast(0.01),
    ),
    memoriser.length === 0
      ? unmeasured('err of the guessing memoriser', 'no run has measured it')
      : exactlyWithin(
          "control: largest distance of the guessing memoriser's err from μ(U)(1 − 1/R)",
          Math.max(...memoriser.map((row) => Math.abs(at(`${FAMILY}.errorRate`)(row) - guessed(row)))),
          atMost(ROUNDING),
        ),
  ]);
}

function costsCalibration({ runs }: ReportTables): CheckResult {
  const at = (column: string, row: number): number => numberAt(runs, `${FAMILY}.${column}`, row) ?? NaN;
  // Theorem 1's right side without its δ.
  const due = (row: number): number => at('theorem1.lower', row) + at('delta', row);
  const flawless = rowsOf(runs).filter((row) => at('errorRate', row) + at('invalidMass', row) <= ROUNDING);
  const lookup = rowsWhere(runs, { 'model.kind': 'lookup' });
  if (lookup.length === 0) return unmeasured('δ of the look-up system', 'no run has measured it');
  return allOf([
    holdsAlways(
      'models that never err with δ below 2·err_iiv − 2/K',
      flawless.map((row) => at('delta', row) >= due(row) - ROUNDING),
    ),
    exactlyWithin(
      'least 2·err_iiv − 2/K of the look-up system: it is asked for something',
      Math.min(...lookup.map(due)),
      atLeast(ROUNDING),
    ),
    exactlyWithin(
      'largest distance of its δ from 2·err_iiv',
      Math.max(...lookup.map((row) => Math.abs(at('delta', row) - 2 * at('iivError', row)))),
      atMost(ROUNDING),
    ),
  ]);
}

function calibrationErrs({ runs }: ReportTables): CheckResult {
  const at = (column: string, row: number): number => numberAt(runs, `${FAMILY}.${column}`, row) ?? NaN;
  const calibrated = rowsWhere(runs, { 'model.kind': 'calibrated-learner' });
  if (calibrated.length === 0) return unmeasured('err of the calibrated learner', 'no run has measured it');
  const seeds = [...new Set(numbersAt(runs, 'seed', calibrated))];
  const perSeed = seeds.map((seed) => {
    const rows = calibrated.filter((row) => numberAt(runs, 'seed', row) === seed);
    return rows.reduce((sum, row) => sum + at('errorRate', row) / at('missingMass', row), 0) / rows.length;
  });
  return allOf([
    meanWithin('err of the calibrated learner over MM', perSeed, about(GUESS_ERRS, 1e-6)),
    exactlyWithin('its largest δ', Math.max(...calibrated.map((row) => at('delta', row))), atMost(ROUNDING)),
    exactlyWithin('its least err', Math.min(...calibrated.map((row) => at('errorRate', row))), atLeast(ROUNDING)),
    holdsAlways(
      'models with err + invalid mass + δ below 2·err_iiv − 2/K',
      rowsOf(runs).map((row) => at('errorRate', row) + at('invalidMass', row) >= at('theorem1.lower', row) - ROUNDING),
    ),
  ]);
}
