/** IDK in the data: who errs at the missing mass, who at μ(U), and what a trained network does. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atMost,
  exactlyWithin,
  holdsAlways,
  holdsOnlyWhere,
  meanWithin,
  resultSentence,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import { type SeedRuns, seedRunMeans, seedRuns } from '../../results/bySeed.js';
import { familiesByNature, numberAt, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { errorAgainstAnswerProbability } from './figures.js';

function facts(path: string): string {
  return `families.birthdays.${path}`;
}
const SWEPT = 'parameters.corpus.families.birthdays.answerProbability';
/** Sums of a thousand float64 numbers. */
const ROUNDING = 1e-9;

function alphaAt({ runs }: ReportTables, row: number): number {
  return numberAt(runs, SWEPT, row) ?? NaN;
}

function closedForms(tables: ReportTables): CheckResult {
  const { runs } = tables;
  const of = (name: string) => rowsOf(runs).filter((row) => textAt(runs, 'model.kind', row) === name);
  const at = (path: string, row: number): number => numberAt(runs, facts(path), row) ?? NaN;
  /** μ(U)·(1 − 1/R). */
  const neverAbstaining = (row: number): number =>
    (at('unansweredMass', row) * at('calibratedError', row)) / at('missingMass', row);
  const largest = (quantity: string, differences: readonly number[]): CheckResult =>
    differences.length === 0
      ? unmeasured(quantity, 'no run has measured it')
      : exactlyWithin(quantity, Math.max(...differences), atMost(ROUNDING));
  const withIdk = of('memoriser').filter((row) => alphaAt(tables, row) < 1);
  return allOf([
    largest(
      'largest distance of the calibrated learner’s err from MM·(1 − 1/R)',
      of('calibrated-learner').map((row) => Math.abs(at('errorRate', row) - at('missingMass', row) * (1 - 1 / 365))),
    ),
    largest(
      'largest distance of the memoriser’s err from μ(U)·(1 − 1/R)',
      of('memoriser').map((row) => Math.abs(at('errorRate', row) - neverAbstaining(row))),
    ),
    holdsAlways(
      'corpora with α < 1 in which the memoriser does not err above MM',
      withIdk.map((row) => at('errorRate', row) > at('missingMass', row)),
    ),
  ]);
}

/** (err + invalid mass) / (MM·(1 − 1/R)) of the transformer, one number a world and α. */
function relativeError(tables: ReportTables, alphas: (alpha: number) => boolean): readonly number[] {
  const ratio = (row: number): number | null => {
    const [err, invalid, calibrated] = ['errorRate', 'invalidMass', 'calibratedError'].map((path) =>
      numberAt(tables.runs, facts(path), row),
    );
    return err === null || invalid === null || !calibrated || !alphas(alphaAt(tables, row))
      ? null
      : (err + invalid) / calibrated;
  };
  return seedRunMeans(seedRuns(tables, 'transformer'), ratio);
}

/** IDK of the transformer on prompts that training never showed at all, one number a world. */
function idkOnNeverShown({ runs }: ReportTables, worlds: readonly SeedRuns[], alpha: number): readonly number[] {
  const at = (path: string, row: number): number => numberAt(runs, facts(path), row) ?? 0;
  return seedRunMeans(worlds, (row) => {
    const mass = at('byCount.0.mass', row) - at('onlyAbstained.mass', row);
    if (numberAt(runs, SWEPT, row) !== alpha || mass <= 0) return null;
    return (
      (at('byCount.0.mass', row) * at('byCount.0.abstentionRate', row) -
        at('onlyAbstained.mass', row) * at('onlyAbstained.abstentionRate', row)) /
      mass
    );
  });
}

function trainedModel(tables: ReportTables): CheckResult {
  const alphas = [...new Set(rowsOf(tables.runs).map((row) => alphaAt(tables, row)))]
    .filter((alpha) => alpha < 1)
    .sort((a, b) => b - a);
  const quantity = (where: string): string => `transformer’s err + invalid mass over MM·(1 − 1/R), ${where}`;
  const finding = holdsOnlyWhere(
    'only where the data hold no IDK: a network that has memorised its rows also knows to which prompts they said IDK, and is surer of IDK on others than 1 − α, so that it errs less than a calibrated learner, at the price of δ',
    meanWithin(
      quantity('α = 1'),
      relativeError(tables, (alpha) => alpha === 1),
      about(1, 0.05),
    ),
    meanWithin(
      quantity('mean over α < 1'),
      relativeError(tables, (alpha) => alpha < 1),
      about(1, 0.05),
    ),
  );
  const worlds = seedRuns(tables, 'transformer');
  const idk = alphas.flatMap((alpha) => {
    const values = idkOnNeverShown(tables, worlds, alpha);
    return values.length === 0
      ? []
      : [
          `On prompts never shown at α = ${alpha} the transformer says IDK with probability ${significant(values.reduce((sum, each) => sum + each, 0) / values.length)}; a calibrated one would with ${significant(1 - alpha)}.`,
        ];
  });
  const byAlpha = alphas.map((alpha) =>
    resultSentence(
      meanWithin(
        quantity(`α = ${alpha}`),
        relativeError(tables, (each) => each === alpha),
        about(1, 0.05),
      ),
    ),
  );
  const delta = seedRunMeans(worlds, (row) => numberAt(tables.runs, facts('delta'), row));
  const told =
    delta.length === 0
      ? []
      : [
          `Mean δ of the transformer: ${significant(delta.reduce((sum, each) => sum + each, 0) / delta.length)}; of the calibrated learner it is 0.`,
        ];
  return { ...finding, details: [...(finding.details ?? []), ...byAlpha, ...idk, ...told] };
}

const SOURCE = 'Kalai et al. 2025, Theorem 2 and Appendix B';

const claims: readonly Claim[] = [
  {
    id: 'calibrated-error-is-missing-mass',
    listed: ['T2alpha'],
    statement:
      'Where the data say IDK now and then, a calibrated learner errs at the missing mass, and one that never abstains errs more.',
    source: SOURCE,
    formula:
      'err = Σ_{c∈U} μ(c) α_c (1 − 1/R) for the calibrated learner; err = μ(U)·(1 − 1/R) for one that never abstains',
    explanation: [
      'Each prompt is answered with probability α in the data, and met with “I don’t know .” otherwise. Rows that say IDK are counted in N, but tell nothing of the answer: U, the prompts never answered, grows as α falls.',
      'A calibrated learner says IDK as often as the data do, also where it knows nothing, and guesses with the rest. A learner that memorises and always answers has an error for every prompt of U. The two references have closed forms, which the measured p̂ must give to the rounding of the sums; at α = 1 they are the same model.',
    ],
    prediction: 'both on their closed forms to 1e-9, the memoriser above MM in every corpus with α < 1',
    check: closedForms,
  },
  {
    id: 'trained-model-errs-at-missing-mass',
    listed: ['T2alpha'],
    statement: 'A network trained on data with IDK errs at the missing mass, as the calibrated learner does.',
    source: `derived from ${SOURCE}`,
    formula: 'err + invalid mass = MM·(1 − 1/R)',
    explanation: [
      'The theory says what a calibrated model does. A transformer trained over its rows many times is not calibrated: the question is whether IDK in the data moves its error as it moves the calibrated learner’s.',
      'At α = 1 it does, for there is nothing to abstain with. With IDK in the data two things happen. The network memorises the rows that say IDK as it does the others, and goes on saying IDK to those prompts, where the calibrated learner would guess with probability α. And on prompts that it never saw, IDK is one response that all training rows share while the 365 dates divide what is left, so that a network that has grown over-confident is surer of IDK than 1 − α.',
    ],
    prediction:
      'the ratio of err + invalid mass to MM·(1 − 1/R) from 0.95 to 1.05 at α = 1; the same over α < 1 if the claim holds there too',
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
