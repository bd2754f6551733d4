/** What calibration costs beside accuracy: nothing to those who know nothing, a few hundred answers to those who have learnt. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  holdsOnlyWhere,
  meanWithin,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import { modelSizes } from '../../results/bySeed.js';
import { numberAt, rowsOf } from '../../results/reportTables.js';
import { calibrationCurves } from './figures.js';
import { type Course, coursesOf } from './readings.js';

const ARTICLE = 'OpenAI 2025, "Why language models hallucinate"';
const CALIBRATED = 0.02;
const SMALL_DELTA = 0.03;
const ACCURATE = 0.9;
/** Rows that a training step reads; its gradient costs about twice what reading does. */
const ROWS_A_STEP = 128;
const PASSES = 3;

const notAccurate = 'the networks must come to an accuracy above 0.9: train longer';
function becomesAccurate(courses: readonly Course[]): CheckResult {
  return gate(
    'accuracy of likeliest answers at the end of training',
    courses.map(({ points }) => points.at(-1)!.accuracy),
    atLeast(ACCURATE),
  );
}

/** Several courses a seed: sizes are averaged over, so that a value stands for a world. */
function bySeed(courses: readonly Course[], value: (course: Course) => number): readonly number[] {
  return [...new Set(courses.map(({ seed }) => seed))].map((seed) => {
    const values = courses.filter((course) => course.seed === seed).map(value);
    return values.reduce((sum, each) => sum + each, 0) / values.length;
  });
}

const first: Claim = {
  id: 'calibration-costs-less-than-accuracy',
  listed: ['C3b'],
  statement: 'To be calibrated takes much less computation than to be accurate.',
  source: ARTICLE,
  formula: 'first step with ECE < 0.02 and δ < 0.03, against the first with accuracy > 0.9',
  explanation: [
    'ECE compares, over fresh prompts, how sure a network is of its likeliest answer with how often that is right. An untrained network is sure of nothing and right about nothing: it is calibrated at no cost at all, and so is one that has learnt which dates there are and no more. Taken literally the claim is true, and trivial.',
    'It would mean more if calibration were kept on the way to accuracy. It is not: while facts are being learnt the likeliest answer is right more often than its probability says, and once they are learnt the network is sure also of what it was never shown.',
  ],
  prediction:
    'before training, and as long as accuracy is below 0.01: ECE ≤ 0.02 and δ ≤ 0.03; that ECE stays at most 0.02 up to an accuracy of 0.9 fails (expected: above 0.05), so that the claim depends on what is to be calibrated',
  check: (tables) => {
    const courses = coursesOf(tables);
    if (courses.length === 0) return unmeasured('ECE', 'no network was trained');
    const ignorant = (course: Course) => course.points.filter(({ sampledAccuracy }) => sampledAccuracy < 0.01);
    const ofIgnorant = allOf([
      meanWithin(
        'ECE of networks that know nothing, at its largest',
        bySeed(courses, (course) => Math.max(...ignorant(course).map(({ ece }) => ece))),
        atMost(CALIBRATED),
      ),
      meanWithin(
        'δ before training',
        bySeed(courses, (course) => course.points[0].delta),
        atMost(SMALL_DELTA),
      ),
    ]);
    const kept = meanWithin(
      'largest ECE up to an accuracy of 0.9',
      bySeed(courses, (course) => Math.max(...course.points.slice(0, course.accurateAt + 1).map(({ ece }) => ece))),
      atMost(CALIBRATED),
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
      const own = coursesOf(tables, group.rows).map((course) => course.points[course.accurateAt]?.step ?? NaN);
      return `${Math.round(parameters).toLocaleString('en')} parameters: accuracy above 0.9 from step ${own.map((step) => (Number.isFinite(step) ? step : 'never')).join(', ')}`;
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
  listed: ['C3b'],
  statement:
    'To restore the calibration of a trained network takes two numbers and a few hundred graded answers, at every size: next to nothing beside what its accuracy took.',
  source: `derived for this program, after ${ARTICLE}; Platt 1999`,
  formula: "confidence' = σ(a·logit(confidence) + b); a, b fitted on n answers to fresh prompts",
  explanation: [
    'Facts need parameters and passes over the data in proportion to their number; that a network is too sure of what it does not know is a single fact about the network. Two numbers are fitted on its graded answers to n fresh prompts, and the ECE is measured over all prompts; a mean over 20 draws of the n.',
    'Few answers are worse than none: with 30 of them there are two or so that are wrong, and what is fitted to those is luck.',
  ],
  prediction:
    'at the end, mean over sizes: ECE above 0.02 as trained; at most 0.02 with 300 answers; above 0.02 with 30; the rows read until accuracy exceeds 0.9, three times each for the gradient, are at least 100 times 300',
  check: (tables) => {
    const courses = coursesOf(tables);
    if (courses.length === 0) return unmeasured('ECE with 300 graded answers', 'no network was trained');
    const end = (course: Course, examples: number): number => course.points.at(-1)!.recalibrated.get(examples) ?? NaN;
    const sizes = modelSizes(tables).map(({ parameters, group }) =>
      meanWithin(
        `ECE with 300 graded answers, ${Math.round(parameters)} parameters`,
        coursesOf(tables, group.rows)
          .map((course) => end(course, 300))
          .filter(Number.isFinite),
        atMost(CALIBRATED),
      ),
    );
    const rows = bySeed(
      courses,
      (course) => ((course.points[course.accurateAt]?.step ?? NaN) * ROWS_A_STEP * PASSES) / 300,
    ).filter(Number.isFinite);
    const finding = allOf([
      meanWithin(
        'ECE with 300 graded answers',
        bySeed(courses, (course) => end(course, 300)).filter(Number.isFinite),
        atMost(CALIBRATED),
      ),
      ...sizes,
      meanWithin(
        'ECE as trained',
        bySeed(courses, (course) => course.points.at(-1)!.ece),
        atLeast(CALIBRATED),
      ),
      meanWithin(
        'control: ECE with 30 graded answers',
        bySeed(courses, (course) => end(course, 30)).filter(Number.isFinite),
        atLeast(CALIBRATED),
      ),
      meanWithin('work until accuracy exceeds 0.9 over that of 300 answers', rows, atLeast(100)),
    ]);
    const bits = rowsOf(tables.runs)
      .map((row) => numberAt(tables.runs, 'families.birthdays.memorisedBits', row))
      .filter((each) => each !== null);
    return gated(becomesAccurate(courses), notAccurate, {
      ...finding,
      details: [
        ...(finding.details ?? []),
        `The networks hold ${significant(bits.reduce((sum, each) => sum + each, 0) / Math.max(1, bits.length))} bits of facts on average.`,
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
