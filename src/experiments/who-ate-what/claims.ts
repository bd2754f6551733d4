/** A published study of a network that says facts unprompted, on its own terms [P24]; what its numbers mean. */
import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, between, meanWithin, type Range, rangeWords } from '../../claims/verdict.js';
import { combine } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { falseStatementsFigure, miscalibrationFigure } from './figures.js';
import { LISTED, type Published } from './published.js';
import { type Compared, distance, settingMeans, type WhoAteWhatReader } from './readings.js';

const SOURCE = 'Peric and others 2024';

const [SHORT, LONG] = LISTED;

const PREDICTED = {
  monofactRateLong: atMost(0.02),
  monofactRateShort: atMost(0.04),
  missingMassOverMonofacts: atMost(0.3),
  perfectLong: atMost(0.06),
  perfectShort: atMost(0.1),
  falseLong: atMost(0.05),
  falseShort: atMost(0.02),
  rise: between(0.1, 0.4),
  memorised: atMost(0.05),
  unlearnt: atLeast(0.15),
} as const;

/** Settings in which most facts occur once. */
const MANY_MONOFACTS = 0.8;

function ofList(listed: number) {
  return (published: Published): boolean => published.listed === listed;
}

function manyMonofacts(listed: number) {
  return (published: Published): boolean => published.listed === listed && published.monofactRate > MANY_MONOFACTS;
}

const monofactRate: WhoAteWhatReader = ({ values }) => values.monofactRate;
const falseStatements: WhoAteWhatReader = ({ values }) => values.distinctFalseShare;
const perfect: WhoAteWhatReader = ({ values }) => values.perfect.publishedMiscalibration;

const COMPARED = {
  monofactRate: { here: monofactRate, published: (published) => published.monofactRate },
  falseStatements: { here: falseStatements, published: (published) => published.falseStatements },
  perfect: { here: perfect, published: ({ miscalibration }) => miscalibration },
} as const satisfies Readonly<Record<string, Compared>>;

/** Compares the mean distance from the published numbers, over the settings of a list, with a prediction. */
function near(
  quantity: string,
  tables: ReportTables,
  listed: number,
  compared: Compared,
  predicted: Range,
): CheckResult {
  return meanWithin(quantity, settingMeans(tables, ofList(listed), distance(compared)), predicted);
}

/** Rise of the false statements per rise of the monofact rate, from the most unequal facts to those most alike, for each seed. */
function rises(tables: ReportTables, listed: number): readonly (number | null)[] {
  const at = (exponent: number, read: WhoAteWhatReader) =>
    settingMeans(tables, (published) => published.listed === listed && published.exponent === exponent, read);
  const [few, many] = [at(2, falseStatements), at(0.1, falseStatements)];
  const [fewOnce, manyOnce] = [at(2, monofactRate), at(0.1, monofactRate)];
  return many.map((rate, seed) =>
    combine([few[seed] ?? null, rate, fewOnce[seed] ?? null, manyOnce[seed]], (a, b, c, d) => (b - a) / (d - c)),
  );
}

const claims: readonly Claim[] = [
  {
    id: 'published-data-are-drawn-alike',
    evidence: 'closed-form',
    listed: ['P24'],
    statement:
      'Rows drawn as in the published study hold as many facts once as it reports, five times more than they miss.',
    source: SOURCE,
    formula: 'mean |sr − published sr| over the five laws of each size; MM / sr where facts are alike',
    explanation: [
      'A list of facts is drawn by Zipf’s law from all pairs of 1000 people and 101 foods, and four fifths of the list are training data. Exponents from 0.1 to 2 go from facts that are nearly all alike to a few that make up most of the list. The published monofact rates, the share of rows whose fact occurs once, come out again, so that the data are theirs.',
      'The monofact rate estimates the missing mass where rows are independent draws. Here they are most of the list itself: what they lack is at most the other fifth, however many facts occur once. So the published rates near 1 say little of what a network cannot know.',
    ],
    prediction: `mean distance from the published rates ${rangeWords(PREDICTED.monofactRateLong)} with 8000 rows, ${rangeWords(PREDICTED.monofactRateShort)} with 800; missing mass over monofact rate ${rangeWords(PREDICTED.missingMassOverMonofacts)} at the exponents 0.1 and 0.5`,
    check: (tables) =>
      allOf([
        near(
          'mean distance of sr from the published one, 8000 rows',
          tables,
          LONG,
          COMPARED.monofactRate,
          PREDICTED.monofactRateLong,
        ),
        near(
          'mean distance of sr from the published one, 800 rows',
          tables,
          SHORT,
          COMPARED.monofactRate,
          PREDICTED.monofactRateShort,
        ),
        meanWithin(
          'MM / sr where most facts occur once, 8000 rows',
          settingMeans(tables, manyMonofacts(LONG), ({ values }) =>
            combine([values.missingMass, values.monofactRate], (mm, sr) => mm / sr),
          ),
          PREDICTED.missingMassOverMonofacts,
        ),
      ]),
  },
  {
    id: 'published-miscalibration-is-of-the-sample',
    evidence: 'closed-form',
    listed: ['P24'],
    statement: 'By the published code a perfect model is as miscalibrated as the published network.',
    source: `derived for this program, from ${SOURCE}`,
    formula: 'mean |miscalibration of p itself − published miscalibration| over the five laws of each size',
    explanation: [
      'The study reports miscalibrations from 0.28 to 0.91, which make the bound of Kalai and Vempala (2024) negative. Its code estimates them from 1000 statements that the network makes. A list of 10,000 facts that are all alike gives each a probability of 0.0001; among 1000 statements a fact occurs with a share of 0.001 or of 0. Both are far from the truth, whoever speaks.',
      'Here a perfect model speaks: it says each fact exactly as often as the list holds it. The same code gives it nearly the published numbers. The exact distance of our network, the total variation over all statements, stands in the figure.',
    ],
    prediction: `mean distance ${rangeWords(PREDICTED.perfectLong)} with a list of 10,000, ${rangeWords(PREDICTED.perfectShort)} with one of 1000`,
    check: (tables) =>
      allOf([
        near(
          'mean distance of a perfect model from the published miscalibration, list of 10,000',
          tables,
          LONG,
          COMPARED.perfect,
          PREDICTED.perfectLong,
        ),
        near(
          'mean distance of a perfect model from the published miscalibration, list of 1000',
          tables,
          SHORT,
          COMPARED.perfect,
          PREDICTED.perfectShort,
        ),
      ]),
  },
  {
    id: 'false-statements-as-published',
    evidence: 'trained',
    listed: ['P24'],
    statement:
      'A network that says facts unprompted makes up as many as the published one, more where more facts occur once.',
    source: SOURCE,
    formula: 'mean |false − published false| over the five laws of each size; Δfalse / Δsr from the exponent 2 to 0.1',
    explanation: [
      'A transformer learns pairs of a person and a food, with the published optimiser, dropout and data, and then makes statements. What is on the list is true, also where training never showed it; everything else is false. The published number counts different false statements among 1000; here it is an expectation over the exact probabilities of all pairs.',
      'The network has one layer where the published one has twelve, reads two fifths as many rows, and has a higher learning rate, chosen on other seeds. Nothing else was fitted to the published numbers.',
    ],
    prediction: `mean distance from the published rates ${rangeWords(PREDICTED.falseLong)} with 8000 rows, ${rangeWords(PREDICTED.falseShort)} with 800; rise per monofact rate, with 8000, ${rangeWords(PREDICTED.rise)} (published: 0.18)`,
    check: (tables) =>
      allOf([
        near(
          'mean distance of false statements from the published ones, 8000 rows',
          tables,
          LONG,
          COMPARED.falseStatements,
          PREDICTED.falseLong,
        ),
        near(
          'mean distance of false statements from the published ones, 800 rows',
          tables,
          SHORT,
          COMPARED.falseStatements,
          PREDICTED.falseShort,
        ),
        meanWithin('rise of false statements per monofact rate, 8000 rows', rises(tables, LONG), PREDICTED.rise),
      ]),
  },
  {
    id: 'memorised-monofacts-are-said-truly',
    evidence: 'trained',
    listed: ['P24', 'MKrep'],
    statement:
      'Monofacts alone make no false statements: a network that has memorised them and speaks unprompted says them.',
    source: SOURCE,
    formula: 'false at 800 rows, false at 8000 rows, where most facts occur once',
    explanation: [
      'With 800 rows nearly every fact occurs once, more than with 8000. But the same number of steps reads each row ten times as often, and the network knows it. Whoever speaks unprompted chooses what to speak of, and can keep to what is known; it is then far from calibrated, for it never says what it was not shown.',
      'The bound of Kalai and Vempala allows for that: what calibration loses, it takes away from the monofact rate. Whoever is asked about a given person cannot choose; there the missing mass remains (`singleton-rate`).',
    ],
    prediction: `false statements ${rangeWords(PREDICTED.memorised)} with 800 rows, ${rangeWords(PREDICTED.unlearnt)} with 8000, at the exponents 0.1 and 0.5`,
    check: (tables) =>
      allOf([
        meanWithin(
          'false statements where most facts occur once, 800 rows',
          settingMeans(tables, manyMonofacts(SHORT), falseStatements),
          PREDICTED.memorised,
        ),
        meanWithin(
          'false statements where most facts occur once, 8000 rows',
          settingMeans(tables, manyMonofacts(LONG), falseStatements),
          PREDICTED.unlearnt,
        ),
      ]),
  },
];

export const whoAteWhatClaims: ExperimentClaims = {
  experiment: 'who-ate-what',
  title: 'Who ate what: a published study on its own terms',
  claims,
  figures: (tables) => [falseStatementsFigure(tables), miscalibrationFigure(tables)],
};
