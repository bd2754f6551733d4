/** Claims of Das and Srivastava (2026): errors are innovation, and giving up calibration does not help unless innovation falls. */
import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  holdsAlways,
  holdsOnlyWhere,
  meanWithin,
  predictionWords,
  type Range,
  ROUNDING,
  rangeWords,
} from '../../claims/verdict.js';
import { judge, measured, stratum } from '../../results/measured.js';
import { familiesOf, type ReportTables, rowsOf } from '../../results/reportTables.js';
import { innovationFigures } from './figures.js';
import {
  birthdays,
  change,
  relativeChange,
  TREATMENT_NAMES,
  type Treatment,
  wrongShareOfInnovation,
} from './readings.js';

const SOURCE = 'Das and Srivastava 2026';

const PREDICTED = {
  wrongShare: atLeast(0.95),
  wrongShareOfRule: atMost(0.2),
  deltaRises: atLeast(0.04),
  deltaFalls: atMost(-0.05),
  errorsStay: atLeast(-0.25),
  errorsRise: atLeast(0.05),
  errorsGrow: atLeast(0.2),
  errorsFall: atMost(-0.6),
  follows: about(0, 0.01),
} as const;

const bounded: Claim = {
  id: 'errors-are-innovation',
  evidence: 'check',
  listed: ['DS'],
  statement: 'A model with true training rows errs at most as often as it states what no row states.',
  source: SOURCE,
  formula: 'err + invalid mass ≤ innovation',
  explanation: [
    'Innovation is the probability of a claim that is not in the training data. Das and Srivastava consider statements; here a prompt and its answer are one. A row that is true states no error, so that every error is outside the rows. "I don\'t know" claims nothing, and is left out.',
    'This cannot be otherwise, so that a violation would be a fault of the program. It is checked on every family of every run, at every measured step and under every decision rule.',
  ],
  prediction: 'no violation',
  check: ({ runs, curves }) =>
    holdsAlways(
      'measurements in which err + invalid mass is above innovation',
      [runs, curves].flatMap((table) =>
        rowsOf(table).flatMap((row) =>
          familiesOf(runs).flatMap(({ name }) => {
            const family = measured(table, row, name);
            return [family, ...family.rules].map(({ wrong, innovation }) =>
              judge([wrong, innovation], (errors, novel) => errors <= novel + ROUNDING),
            );
          }),
        ),
      ),
    ),
};

const KNOWN = atMost(0.1);
const LEARNT = atMost(0.1);

/** Without knowledge of its rows the network would also be wrong about what it was shown. */
function knows(tables: ReportTables): CheckResult {
  return gate(
    'err on birthdays shown once',
    rowsOf(tables.runs).map((row) => stratum(birthdays(tables, row), 1).errorRate),
    KNOWN,
  );
}
const MORE_STEPS = 'a network that has learnt its rows: more training steps';

const characterises: Claim = {
  id: 'innovation-is-error-on-arbitrary-facts',
  evidence: 'trained',
  listed: ['DS'],
  statement: 'What a model states beyond its training data is wrong.',
  source: SOURCE,
  formula: '(err + invalid mass) / innovation → 1',
  explanation: [
    'Das and Srivastava show that innovation implies hallucination with high probability, in the framework of Kalai and Vempala (2024), whose facts are arbitrary. One transformer learns birthdays, which are such facts, and the kinds of described animals, of which five words decide. A third of the animals is never shown.',
    'On birthdays all that is new should be wrong. On animals never shown a network that has learnt the rule also states what no row states, and is right: there innovation is not hallucination. Both shares are of the same network.',
  ],
  prediction: `wrong share of the innovation ${rangeWords(PREDICTED.wrongShare)} on birthdays (holds); the same on kinds of animals (expected to fail: ${rangeWords(PREDICTED.wrongShareOfRule)})`,
  check: (tables) => {
    const rows = rowsOf(tables.runs);
    const kinds = (row: number) => measured(tables.runs, row, 'kinds');
    const ofRule = 'wrong share of the innovation on kinds of animals';
    const shares = rows.map((row) => wrongShareOfInnovation(kinds(row)));
    const finding = holdsOnlyWhere(
      'facts are arbitrary; where a rule can be learnt, what is new is right',
      meanWithin(
        'wrong share of the innovation on birthdays',
        rows.map((row) => wrongShareOfInnovation(birthdays(tables, row))),
        PREDICTED.wrongShare,
      ),
      meanWithin(ofRule, shares, PREDICTED.wrongShare),
    );
    const size = meanWithin(ofRule, shares, PREDICTED.wrongShareOfRule);
    const learnt = gate(
      'err on animals that were shown',
      rows.map((row) => stratum(kinds(row), 1).errorRate),
      LEARNT,
    );
    return gated(learnt, MORE_STEPS, size.verdict === 'confirmed' ? finding : allOf([finding, size]));
  },
};

interface Expected {
  readonly treatment: Treatment;
  readonly delta: Range;
  readonly errors: Range;
}

/** Treatments with what each should do to δ and, relative to the plain network, to errors. */
const EXPECTED: readonly Expected[] = [
  { treatment: 'arg-max', delta: PREDICTED.deltaRises, errors: PREDICTED.errorsStay },
  { treatment: 'answering always', delta: PREDICTED.deltaRises, errors: PREDICTED.errorsRise },
  { treatment: 'abstaining below 0.75', delta: PREDICTED.deltaRises, errors: PREDICTED.errorsFall },
  { treatment: 'flatter', delta: PREDICTED.deltaFalls, errors: PREDICTED.errorsGrow },
];

const lever: Claim = {
  id: 'giving-up-calibration-does-not-help',
  evidence: 'trained',
  listed: ['DS', 'T1f'],
  statement: 'Giving up calibration does not lower errors unless innovation falls.',
  source: SOURCE,
  formula: 'Δ(err + invalid mass) = Δ innovation, whatever Δσ is',
  explanation: [
    'By Theorem 1 a model that does not err is not calibrated, from which one might conclude that calibration is the price of errors and can be sold for fewer. One network that has memorised its birthdays is changed in four ways, without further training. Three of them give up about as much calibration: taking the likeliest response, giving the likeliest answer always, and abstaining unless it is sure. A temperature of 1.5 gives some of it back.',
    'Only the one that stops stating new things should err less. The changes of innovation should be those of errors, for a new claim about a birthday is as good as never right.',
  ],
  prediction: `rise of σ and relative change of err + invalid mass: ${EXPECTED.map(({ treatment, delta, errors }) => `${treatment} ${rangeWords(delta)} and ${rangeWords(errors)}`).join('; ')}; under every treatment the change of err + invalid mass is that of innovation, ${predictionWords(PREDICTED.follows)} apart`,
  check: (tables) => {
    const rows = rowsOf(tables.runs);
    const [first, ...others] = EXPECTED.flatMap(({ treatment, delta, errors }) => [
      meanWithin(
        `relative change of err + invalid mass, ${treatment}`,
        rows.map((row) => relativeChange(tables, row, treatment)),
        errors,
      ),
      meanWithin(
        `rise of σ, ${treatment}`,
        rows.map((row) => change(tables, row, treatment, 'signedDelta')),
        delta,
      ),
    ]);
    const followed = TREATMENT_NAMES.map((treatment) =>
      meanWithin(
        `change of err + invalid mass beyond that of innovation, ${treatment}`,
        rows.map((row) => {
          const [errors, novel] = (['wrong', 'innovation'] as const).map((of) => change(tables, row, treatment, of));
          return errors === null || novel === null ? null : errors - novel;
        }),
        PREDICTED.follows,
      ),
    );
    return gated(knows(tables), MORE_STEPS, allOf([first, ...others, ...followed]));
  },
};

export const innovationClaims: ExperimentClaims = {
  experiment: 'innovation',
  title: 'Innovation',
  claims: [bounded, characterises, lever],
  figures: innovationFigures,
};
