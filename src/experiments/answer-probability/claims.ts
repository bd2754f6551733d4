/** IDK in the data: what errs at the missing mass, and what does not. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atMost,
  exactlyWithin,
  holdsAlways,
  holdsOnlyWhere,
  meanWithin,
  ROUNDING,
  rangeWords,
  resultSentence,
  significant,
} from '../../claims/verdict.js';
import { type SeedRuns, seedRunMeans, seedRuns } from '../../results/bySeed.js';
import { combine, judge, type MeasuredFamily, measured } from '../../results/measured.js';
import { familiesByNature, numberAt, type ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { levelsOf, rowsWhere } from '../../results/select.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import { errorAgainstAnswerProbability } from './figures.js';

const SWEPT = 'parameters.corpus.families.birthdays.answerProbability';
const DATES = 365;

const PREDICTED = { distance: atMost(ROUNDING), ratio: about(1, 0.05) };

function alphaAt({ runs }: ReportTables, row: number): number | null {
  return numberAt(runs, SWEPT, row);
}
function birthdays({ runs }: ReportTables, row: number): MeasuredFamily {
  return measured(runs, row, 'birthdays');
}

function closedForms(tables: ReportTables): CheckResult {
  const rowsOfKind = (kind: string) => rowsWhere(tables.runs, { 'model.kind': kind });
  const largestDistance = (
    quantity: string,
    rows: readonly number[],
    from: (family: MeasuredFamily) => number | null,
  ) =>
    exactlyWithin(
      quantity,
      combine(
        rows.map((row) => {
          const family = birthdays(tables, row);
          return combine([family.errorRate, from(family)], (err, closedForm) => Math.abs(err - closedForm));
        }),
        Math.max,
      ),
      PREDICTED.distance,
    );
  const withIdk = rowsOfKind('memoriser').filter((row) => {
    const alpha = alphaAt(tables, row);
    return alpha !== null && alpha < 1;
  });
  return allOf([
    largestDistance(
      'largest distance of the calibrated learner’s err from MM·(1 − 1/R)',
      rowsOfKind('calibrated-learner'),
      ({ missingMass }) => combine([missingMass], (mass) => evenGuessError(mass, DATES)),
    ),
    largestDistance(
      'largest distance of the memoriser’s err from μ(U)·(1 − 1/R)',
      rowsOfKind('memoriser'),
      ({ unansweredMass, calibratedError, missingMass }) =>
        combine(
          [unansweredMass, calibratedError, missingMass],
          (unanswered, calibrated, missing) => (unanswered * calibrated) / missing,
        ),
    ),
    holdsAlways(
      'corpora with α < 1 in which the memoriser does not err above MM',
      withIdk.map((row) => {
        const { errorRate, missingMass } = birthdays(tables, row);
        return judge([errorRate, missingMass], (err, missing) => err > missing);
      }),
    ),
  ]);
}

/** (err + invalid mass) / (MM·(1 − 1/R)) of the transformer, one number for each world. */
function relativeError(tables: ReportTables, alphas: (alpha: number) => boolean): readonly number[] {
  return seedRunMeans(seedRuns(tables, 'transformer'), (row) => {
    const alpha = alphaAt(tables, row);
    if (alpha === null || !alphas(alpha)) return null;
    const { wrong, calibratedError } = birthdays(tables, row);
    return combine([wrong, calibratedError], (errors, calibrated) => errors / calibrated);
  });
}

/** IDK of the transformer on prompts that training never showed at all, one number for each world. */
function idkOnNeverShown(tables: ReportTables, worlds: readonly SeedRuns[], alpha: number): readonly number[] {
  return seedRunMeans(worlds, (row) => {
    if (alphaAt(tables, row) !== alpha) return null;
    const { byCount, onlyAbstained } = birthdays(tables, row);
    // A part without prompts has no rate, and no mass either.
    const [all, part] = [byCount[0], onlyAbstained].map(({ mass, abstentionRate }) => ({
      mass: mass ?? 0,
      idk: (mass ?? 0) * (abstentionRate ?? 0),
    }));
    return all.mass - part.mass <= 0 ? null : (all.idk - part.idk) / (all.mass - part.mass);
  });
}

function trainedModel(tables: ReportTables): CheckResult {
  const alphas = levelsOf(tables.runs, SWEPT)
    .filter((alpha) => alpha < 1)
    .reverse();
  const ratio = (where: string, ofThese: (alpha: number) => boolean): CheckResult =>
    meanWithin(
      `transformer’s err + invalid mass over MM·(1 − 1/R), ${where}`,
      relativeError(tables, ofThese),
      PREDICTED.ratio,
    );
  const finding = holdsOnlyWhere(
    'only where the data hold no IDK: a network that has memorised its rows also knows to which prompts they said IDK, and is surer of IDK on others than 1 − α, so that it errs less than a calibrated learner, at the price of δ',
    ratio('α = 1', (alpha) => alpha === 1),
    ratio('mean over α < 1', (alpha) => alpha < 1),
  );
  const worlds = seedRuns(tables, 'transformer');
  const byAlpha = alphas.map((alpha) => resultSentence(ratio(`α = ${alpha}`, (each) => each === alpha)));
  const idk = alphas.flatMap((alpha) => {
    const mean = meanOf(idkOnNeverShown(tables, worlds, alpha));
    return mean === null
      ? []
      : [
          `On prompts never shown at α = ${alpha} the transformer says IDK with probability ${significant(mean.mean)}; a calibrated one would with ${significant(1 - alpha)}.`,
        ];
  });
  const delta = meanOf(seedRunMeans(worlds, (row) => birthdays(tables, row).delta));
  const deltaWords =
    delta === null ? [] : [`Mean δ of the transformer: ${significant(delta.mean)}; of the calibrated learner it is 0.`];
  return { ...finding, details: [...(finding.details ?? []), ...byAlpha, ...idk, ...deltaWords] };
}

const SOURCE = 'Kalai et al. 2025, Theorem 2 and Appendix B';

const claims: readonly Claim[] = [
  {
    id: 'calibrated-error-is-missing-mass',
    evidence: 'check',
    listed: ['T2alpha'],
    statement:
      'Where the data say IDK now and then, a calibrated learner errs at the missing mass, and one that never abstains errs more.',
    source: SOURCE,
    formula:
      'err = Σ_{c∈U} μ(c) α_c (1 − 1/R) for the calibrated learner; err = μ(U)·(1 − 1/R) for one that never abstains',
    explanation: [
      'Each prompt is answered with probability α in the data, and met with “I don’t know .” otherwise. Rows that say IDK count in N, but do not contain the answer: U, the set of prompts never answered, grows as α falls.',
      'A calibrated learner says IDK as often as the data do, also where it knows nothing, and guesses with the rest. A learner that memorises and always answers has an error for every prompt of U. The two reference models have closed forms, which the measured p̂ must give up to the rounding of the sums; at α = 1 they are the same model.',
    ],
    prediction: `both on their closed forms to ${ROUNDING}, the memoriser above MM in every corpus with α < 1`,
    check: closedForms,
  },
  {
    id: 'trained-model-errs-at-missing-mass',
    evidence: 'trained',
    listed: ['T2alpha'],
    statement: 'A network trained on data with IDK errs at the missing mass, as the calibrated learner does.',
    source: `derived from ${SOURCE}`,
    formula: 'err + invalid mass = MM·(1 − 1/R)',
    explanation: [
      'The theory says what a calibrated model does. A transformer trained over its rows many times is not calibrated: the question is whether IDK in the data moves its error as it moves the calibrated learner’s.',
      'At α = 1 it does, because the model has never seen an abstention. With IDK in the data two things happen. First, the network memorises the rows that say IDK as it does the others, and goes on saying IDK to those prompts, where the calibrated learner would guess with probability α. Second, IDK is one response that many training rows share, while the 365 dates divide the rest among them. So a network that has grown over-confident is surer of IDK than 1 − α on prompts that it never saw.',
    ],
    prediction: `the ratio of err + invalid mass to MM·(1 − 1/R) from ${rangeWords(PREDICTED.ratio)} at α = 1; the same over α < 1 if the claim holds there too`,
    check: trainedModel,
  },
];

export const answerProbability: ExperimentClaims = {
  experiment: 'answer-probability',
  title: 'IDK in the data',
  claims,
  figures: (tables) =>
    familiesByNature(tables.runs).arbitrary.map((family) => errorAgainstAnswerProbability(tables.runs, family, SWEPT)),
};
