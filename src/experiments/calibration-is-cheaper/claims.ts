/** The price of calibration beside that of accuracy: nothing without knowledge, a few hundred answers once facts are learnt. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  holdsOnlyWhere,
  meanWithin,
  rangeWords,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import { modelSizes } from '../../results/bySeed.js';
import { combine, measured, present } from '../../results/measured.js';
import { rowsOf } from '../../results/reportTables.js';
import { completeMean, meanOver } from '../../results/seedMeans.js';
import { calibrationCurves } from './figures.js';
import { ACCURATE, type Course, coursesOf, ENOUGH, FEW, recalibratedError } from './readings.js';

const ARTICLE = 'OpenAI 2025, "Why language models hallucinate"';
/** Sampled accuracy below which a network counts as ignorant. */
const IGNORANT = 0.01;
/** ECE and δ of a calibrated network. */
const CALIBRATED = atMost(0.02);
const SMALL_DELTA = atMost(0.03);
const NOT_CALIBRATED = atLeast(CALIBRATED.high);
const BECOMES_ACCURATE = atLeast(ACCURATE);
/** Work until a network is accurate, over the work of grading `ENOUGH` answers. */
const WORK = atLeast(100);
/** Rows that a training step reads; its gradient costs about twice as much as reading them does. */
const ROWS_A_STEP = 128;
const PASSES = 3;

const notAccurate = `the networks must come to an accuracy above ${ACCURATE}: train longer`;
function becomesAccurate(courses: readonly Course[]): CheckResult {
  return gate(
    'accuracy of likeliest answers at the end of training',
    courses.map(({ points }) => points.at(-1)!.accuracy),
    BECOMES_ACCURATE,
  );
}

/** One value for each seed, the mean over its courses, which differ in size; null where one of them has no value. */
function bySeed(courses: readonly Course[], value: (course: Course) => number | null): readonly (number | null)[] {
  return [...new Set(courses.map(({ seed }) => seed))].map((seed) =>
    completeMean(courses.filter((course) => course.seed === seed).map(value)),
  );
}

/** First step at which a network was accurate; null where it never was. */
function accurateFrom({ points, accurateAt }: Course): number | null {
  return points[accurateAt]?.step ?? null;
}

const first: Claim = {
  id: 'calibration-costs-less-than-accuracy',
  evidence: 'trained',
  listed: ['C3b'],
  statement: 'To be calibrated takes much less computation than to be accurate.',
  source: ARTICLE,
  formula: `first step with ECE < ${CALIBRATED.high} and δ < ${SMALL_DELTA.high}, against the first with accuracy > ${ACCURATE}`,
  explanation: [
    'ECE compares, over fresh prompts, how sure a network is of its likeliest answer with how often that answer is right. An untrained network is sure of nothing and right about nothing: it is calibrated at no cost at all. So is a network that has learnt which dates there are and nothing else. Taken literally, the claim is true and trivial.',
    'The claim would mean more if calibration were kept on the way to accuracy. It is not: while facts are being learnt, the likeliest answer is right more often than its probability says. Once they are learnt, the network is sure also of answers that it was never shown.',
  ],
  prediction: `before training, and as long as accuracy is below ${IGNORANT}: ECE ≤ ${CALIBRATED.high} and δ ≤ ${SMALL_DELTA.high}; that ECE stays ${rangeWords(CALIBRATED)} up to an accuracy of ${ACCURATE} fails (expected: above 0.05), so that the claim depends on what is to be calibrated`,
  check: (tables) => {
    const courses = coursesOf(tables);
    if (courses.length === 0) return unmeasured('ECE', 'no network was trained');
    const largestError = (points: Course['points']): number | null =>
      combine(
        points.map(({ ece }) => ece),
        Math.max,
      );
    const ofIgnorant = allOf([
      meanWithin(
        'ECE of networks that know nothing, at its largest',
        bySeed(courses, ({ points }) => largestError(points.filter(({ sampledAccuracy: a }) => a < IGNORANT))),
        CALIBRATED,
      ),
      meanWithin(
        'δ before training',
        bySeed(courses, ({ points }) => points[0].delta),
        SMALL_DELTA,
      ),
    ]);
    const kept = meanWithin(
      `largest ECE up to an accuracy of ${ACCURATE}`,
      bySeed(courses, ({ points, accurateAt }) => largestError(points.slice(0, accurateAt + 1))),
      CALIBRATED,
    );
    const finding = gated(
      becomesAccurate(courses),
      notAccurate,
      holdsOnlyWhere(
        'a network that knows nothing is calibrated for nothing; one that learns facts loses its calibration, and does not regain it by learning more of them',
        ofIgnorant,
        kept,
      ),
    );
    const costs = modelSizes(tables).map(({ parameters, group }) => {
      const steps = coursesOf(tables, group.rows).map((course) => accurateFrom(course) ?? 'never');
      return `${Math.round(parameters).toLocaleString('en')} parameters: accuracy above ${ACCURATE} from step ${steps.join(', ')}`;
    });
    return {
      ...finding,
      details: [
        ...(finding.details ?? []),
        `${costs.join('; ')} (by seed, of the measured steps); calibrated from step 0.`,
      ],
    };
  },
};

const repair: Claim = {
  id: 'two-numbers-restore-calibration',
  evidence: 'trained',
  listed: ['C3b'],
  statement:
    'To restore the calibration of a trained network takes two numbers and a few hundred graded answers, at every size: next to nothing beside what its accuracy took.',
  source: `derived for this program, after ${ARTICLE}; Platt 1999`,
  formula: "confidence' = σ(a·logit(confidence) + b); a, b fitted on n answers to fresh prompts",
  explanation: [
    'Facts need parameters and passes over the data in proportion to their number. That a network is too sure of what it does not know is a single fact about the network. Two numbers are fitted on its graded answers to n fresh prompts, and the ECE is measured over all prompts, as a mean over 20 draws of the n.',
    `Few answers are worse than none: about two of ${FEW} are wrong, and the two numbers are then fitted to luck.`,
  ],
  prediction: `at the end, mean over sizes: ECE above ${NOT_CALIBRATED.low} as trained; ${rangeWords(CALIBRATED)} with ${ENOUGH} answers; above ${NOT_CALIBRATED.low} with ${FEW}; the rows read until accuracy exceeds ${ACCURATE}, three times each for the gradient, are ${rangeWords(WORK)} times ${ENOUGH}`,
  check: (tables) => {
    const courses = coursesOf(tables);
    if (courses.length === 0) return unmeasured(`ECE with ${ENOUGH} graded answers`, 'no network was trained');
    const atEnd = (examples: number) => (course: Course) =>
      recalibratedError(course.points.at(-1)!.birthdays, examples);
    const sizes = modelSizes(tables).map(({ parameters, group }) =>
      meanWithin(
        `ECE with ${ENOUGH} graded answers, ${Math.round(parameters)} parameters`,
        present(coursesOf(tables, group.rows).map(atEnd(ENOUGH))),
        CALIBRATED,
      ),
    );
    const work = (course: Course): number | null =>
      combine([accurateFrom(course)], (step) => (step * ROWS_A_STEP * PASSES) / ENOUGH);
    const finding = allOf([
      meanWithin(`ECE with ${ENOUGH} graded answers`, present(bySeed(courses, atEnd(ENOUGH))), CALIBRATED),
      ...sizes,
      meanWithin(
        'ECE as trained',
        bySeed(courses, ({ points }) => points.at(-1)!.ece),
        NOT_CALIBRATED,
      ),
      meanWithin(`control: ECE with ${FEW} graded answers`, present(bySeed(courses, atEnd(FEW))), NOT_CALIBRATED),
      meanWithin(
        `work until accuracy exceeds ${ACCURATE} over that of ${ENOUGH} answers`,
        present(bySeed(courses, work)),
        WORK,
      ),
    ]);
    const bits = meanOver(rowsOf(tables.runs), (row) => measured(tables.runs, row, 'birthdays').memorisedBits);
    return gated(becomesAccurate(courses), notAccurate, {
      ...finding,
      details: [
        ...(finding.details ?? []),
        `The networks hold ${significant(bits?.mean ?? 0)} bits of facts on average.`,
      ],
    });
  },
};

export const calibrationIsCheaper: ExperimentClaims = {
  experiment: 'calibration-is-cheaper',
  title: 'Is calibration cheaper than accuracy?',
  claims: [first, repair],
  figures: (tables) => [calibrationCurves(tables)],
};
