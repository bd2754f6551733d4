/** What training under a grader makes of a base model: accuracy breeds a guesser, a confidence target a model that abstains. */

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
  significant,
} from '../../claims/verdict.js';
import { after, before } from '../../results/posttrained.js';
import { type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { pairedBySeed } from '../../results/select.js';
import { confidenceTarget, expectedScore } from '../../scoring/grader.js';
import { gradingFigures } from './figures.js';

const ARTICLE = 'OpenAI 2025, "Why language models hallucinate"';
const GRADER = 'parameters.posttraining.grader';
/** An even guess among R = 365 dates is wrong with 1 − 1/R. */
const GUESS_ERRS = 1 - 1 / 365;
/** Prompts that training never answered. */
const ON_U = 'byCount.0';

function column(path: string): string {
  return `families.birthdays.${path}`;
}

/** Runs graded by accuracy, and those under a confidence target. */
export function guessers({ runs }: ReportTables): readonly number[] {
  return rowsOf(runs).filter(
    (row) => textAt(runs, GRADER, row) === 'accuracy' || textAt(runs, GRADER, row).includes('"accuracy"'),
  );
}
export function targeted(tables: ReportTables): readonly number[] {
  return rowsOf(tables.runs).filter((row) => !guessers(tables).includes(row));
}

type Moment = typeof before;

function at(moment: Moment, tables: ReportTables, row: number, path: string): number {
  return moment(tables, row, column(path));
}
/** err + invalid mass. */
function wrong(moment: Moment, tables: ReportTables, row: number, part = ''): number {
  return at(moment, tables, row, `${part}errorRate`) + at(moment, tables, row, `${part}invalidMass`);
}
function change(tables: ReportTables, row: number, path: string): number {
  return at(after, tables, row, path) - at(before, tables, row, path);
}

/** The base model must know what it was shown once, or its errors would not be those of ignorance. */
function knows(tables: ReportTables): CheckResult {
  return gate(
    'err of the base model on singletons',
    rowsOf(tables.runs).map((row) => at(before, tables, row, 'byCount.1.errorRate')),
    atMost(0.1),
  );
}
const MORE_STEPS = 'a base model that knows what it was shown: more training steps';

const teachesGuessing: Claim = {
  id: 'accuracy-teaches-guessing',
  listed: ['S1', 'S22'],
  statement:
    'Training under a grader that counts right answers alone takes "I don\'t know" from a model; a grader that charges for errors gives it back.',
  source: `${ARTICLE}; Kalai et al. 2025, §4.1 and Observation 1`,
  formula: 'accuracy: IDK(U) → 0 and err(U) → 1 − 1/R; error −t/(1 − t): IDK(U) rises',
  explanation: [
    'A transformer learns 1000 birthdays, of which a third is never told, from rows one in ten of which says "I don\'t know". Then it answers prompts of one half of the people, drawing its answers from its own p̂, and each answer is made likelier or less likely by what it earned above the other answers to the same prompt. It is shown the grades and never the answers.',
    'All that is reported here is measured on the other half of the people, whom no grade was about: what the model has learnt is a manner, not these facts. The same base model is trained under accuracy and under a confidence target of 0.75, where an error costs 3.',
  ],
  prediction:
    'on prompts never answered in training: under accuracy IDK ends at most at 0.1, at least 0.1 lower than it was, and err + invalid mass is 1 − 1/R within 0.1; under the target IDK rises by at least 0.1',
  check: (tables) =>
    gated(
      knows(tables),
      MORE_STEPS,
      allOf([
        meanWithin(
          'IDK on U after training under accuracy',
          guessers(tables).map((row) => at(after, tables, row, `${ON_U}.abstentionRate`)),
          atMost(0.1),
        ),
        meanWithin(
          'change of IDK on U under accuracy',
          guessers(tables).map((row) => change(tables, row, `${ON_U}.abstentionRate`)),
          atMost(-0.1),
        ),
        meanWithin(
          'err + invalid mass on U after training under accuracy',
          guessers(tables).map((row) => wrong(after, tables, row, `${ON_U}.`)),
          about(GUESS_ERRS, 0.1),
        ),
        meanWithin(
          'change of IDK on U under the confidence target',
          targeted(tables).map((row) => change(tables, row, `${ON_U}.abstentionRate`)),
          atLeast(0.1),
        ),
      ]),
    ),
};

const errorsComeFirst: Claim = {
  id: 'grading-moves-abstention-alone',
  listed: ['S4'],
  statement:
    'Grading is not where hallucinations come from: they are there after pretraining, and grading only moves how often the model abstains.',
  source: ARTICLE,
  formula: '(err + invalid mass) / (1 − IDK) = 1 − 1/R on U, before and after, whatever the grader',
  explanation: [
    'Where training never told the answer, whoever answers is right once in 365 times. So the share of wrong answers among the answers cannot be helped by any training on the grades of other prompts; only the share of prompts that are answered can.',
  ],
  prediction:
    'on U the base model errs (err + invalid mass at least 0.3), and the wrong share of answers is 1 − 1/R within 0.03 (the luck of a few dozen guesses a world) before and after grading, under both graders',
  check: (tables) => {
    const share = (moment: Moment) => (row: number) =>
      wrong(moment, tables, row, `${ON_U}.`) / (1 - at(moment, tables, row, `${ON_U}.abstentionRate`));
    return allOf([
      meanWithin(
        'err + invalid mass of the base model on U',
        guessers(tables).map((row) => wrong(before, tables, row, `${ON_U}.`)),
        atLeast(0.3),
      ),
      meanWithin(
        "wrong share of the base model's answers on U",
        guessers(tables).map(share(before)),
        about(GUESS_ERRS, 0.03),
      ),
      meanWithin('the same after training under accuracy', guessers(tables).map(share(after)), about(GUESS_ERRS, 0.03)),
      meanWithin(
        'the same after training under the target',
        targeted(tables).map(share(after)),
        about(GUESS_ERRS, 0.03),
      ),
    ]);
  },
};

const removes: Claim = {
  id: 'later-training-removes-errors',
  listed: ['S22'],
  statement: 'Training under a grader that charges for errors removes hallucinations.',
  source: `${ARTICLE}; Kalai et al. 2025, §4`,
  formula: 'err + invalid mass → 0 at t = 0.75, for a guess is right with 1/365 < t',
  explanation: [
    'A model that knew which birthdays it had been told would abstain from all others under this grader, and err no more. The claim is that the training comes to that on people whom no grade was about.',
    'What it can carry over to them is how it looks inside when it does not know. A network that has memorised its rows is over-confident on some fresh prompts: there it looks as if it knew, and goes on answering.',
  ],
  prediction:
    'err + invalid mass falls by at least 0.03 (holds) and ends at most at 0.05 (expected to fail for an over-confident base model)',
  check: (tables) => {
    const finding = holdsOnlyWhere(
      'on whether the model can tell what it does not know: errors fall, but not to 0, for on some prompts never told the base model is as sure as on those it was told; and it abstains from some that it was told',
      meanWithin(
        'change of err + invalid mass under the confidence target',
        targeted(tables).map((row) => wrong(after, tables, row) - wrong(before, tables, row)),
        atMost(-0.03),
      ),
      meanWithin(
        'err + invalid mass after training under the confidence target',
        targeted(tables).map((row) => wrong(after, tables, row)),
        atMost(0.05),
      ),
    );
    const rises = targeted(tables).map((row) => change(tables, row, 'byCount.1.abstentionRate'));
    const price =
      rises.length === 0
        ? []
        : [
            `The price: IDK on prompts that training answered once rises by ${significant(rises.reduce((sum, rise) => sum + rise, 0) / rises.length)}.`,
          ];
    return gated(knows(tables), MORE_STEPS, { ...finding, details: [...(finding.details ?? []), ...price] });
  },
};

const ranking: Claim = {
  id: 'accuracy-ranks-the-guesser-first',
  listed: ['S7', 'S8'],
  statement:
    'Of two models the one that accuracy ranks first may err more, and be the worse one as soon as an error costs anything worth the name.',
  source: `${ARTICLE} (SimpleQA: 24 % right with 75 % errors above 22 % with 26 %)`,
  formula: 'accuracy ranks by right; a penalty λ by right − λ·error: the order flips at λ* = Δright/Δerror',
  explanation: [
    'The two models are children of one base model, trained under accuracy and under a confidence target. Right, wrong and abstained are three outcomes that sum to 1 and a penalty puts abstaining above erring; on SimpleQA the order of the published models flips at λ* = 2/49. Here λ* is that of this pair, measured exactly on people whom no grade was about.',
  ],
  prediction:
    'the guesser has the higher accuracy and the higher err + invalid mass; at t = 0.75 and 0.9 the other has the higher score; the three outcomes sum to 1 to 1e-6',
  check: (tables) => {
    const shares = (row: number) => ({
      right: at(after, tables, row, 'accuracy'),
      error: wrong(after, tables, row),
      abstention: at(after, tables, row, 'abstentionRate'),
    });
    const lead = (value: (row: number) => number) =>
      pairedBySeed(tables.runs, guessers(tables), targeted(tables), (a, b) => value(a) - value(b));
    const score = (t: number) => lead((row) => expectedScore(confidenceTarget(t), shares(row)));
    const sums = rowsOf(tables.runs).map(
      (row) => Math.abs(Object.values(shares(row)).reduce((sum, share) => sum + share, -1)) < 1e-6,
    );
    const [rightLead, errorLead] = [lead((row) => shares(row).right), lead((row) => shares(row).error)];
    const flips = rightLead.map((right, i) => significant(right / errorLead[i]));
    const finding = allOf([
      meanWithin('lead of the guesser in accuracy', rightLead, atLeast(0)),
      meanWithin('lead of the guesser in err + invalid mass', errorLead, atLeast(0)),
      meanWithin('its lead in the score at t = 0.75', score(0.75), atMost(0)),
      meanWithin('its lead in the score at t = 0.9', score(0.9), atMost(0)),
      holdsAlways('models whose outcomes do not sum to 1', sums),
    ]);
    return {
      ...finding,
      details: [...(finding.details ?? []), `Penalty at which the order flips, by world: ${flips.join(', ')}.`],
    };
  },
};

const threeAnswers: Claim = {
  id: 'three-answers-all-wrong-all-different',
  listed: ['S3'],
  statement: 'Asked three times for a birthday that it does not know, a model gives three different, wrong answers.',
  source: `${ARTICLE} (three birthdays of one person)`,
  formula: 'even guess: P(3 wrong) = (364/365)³ = 0.9918, P(3 wrong and different) = 364·363·362/365³ = 0.9836',
  explanation: [
    'Three answers are drawn one after the other, given that each is an answer; no drawing is needed, for the probabilities follow from p̂ by sums over its squares and cubes. That all three are wrong is near certain whatever the model. Whether they differ depends on how evenly it guesses: one that is over-confident on what it does not know repeats itself.',
  ],
  prediction:
    'P(3 wrong) on U is 0.9918 within 0.02 (holds); P(3 wrong and different) is 0.9836 within 0.05 (expected to fail for a model that has memorised its rows)',
  check: (tables) => {
    const onU = (path: string) => guessers(tables).map((row) => at(before, tables, row, `answers.unanswered.${path}`));
    return holdsOnlyWhere(
      'that they are wrong, always; that they differ, on how evenly the model guesses: one that has memorised its rows is sure of a date for some people it was never told of, and repeats it',
      meanWithin('three wrong answers on U, base model', onU('threeWrong'), about(GUESS_ERRS ** 3, 0.02)),
      meanWithin(
        'three wrong and different answers on U, base model',
        onU('threeDifferentWrong'),
        about((364 * 363 * 362) / 365 ** 3, 0.05),
      ),
    );
  },
};

const uncalibrates: Claim = {
  id: 'reward-uncalibrates',
  listed: ['T1g'],
  statement: 'Training by reward takes calibration from a base model.',
  source: 'Kalai et al. 2025, §3.1 and figure 2 (GPT-4 before and after reinforcement learning)',
  formula: 'δ after − δ before ≥ 0',
  explanation: [
    'Pretraining holds δ down only as far as its rows reach; training by reward does not care for it at all. Under accuracy the probability of "I don\'t know", true one time in ten, goes to dates that are true one time in 365: δ rises. A grader that charges for errors moves probability the other way, from sure guesses to abstention.',
    'The published pair of curves is of a base model that was calibrated to begin with. This one has memorised its rows and is over-confident before any reward, so that there is less to lose. The calibration error (ECE) of its likeliest answers is reported beside; it is conditional on answering and says nothing of how often the model abstains.',
  ],
  prediction: 'δ rises under accuracy (holds); the same under the confidence target (expected to fail)',
  check: (tables) => {
    const finding = holdsOnlyWhere(
      'on the grader: under accuracy δ rises, under a grader that charges for errors it falls, for this base model was over-confident to begin with',
      meanWithin(
        'change of δ under accuracy',
        guessers(tables).map((row) => change(tables, row, 'delta')),
        atLeast(0),
      ),
      meanWithin(
        'change of δ under the confidence target',
        targeted(tables).map((row) => change(tables, row, 'delta')),
        atLeast(0),
      ),
    );
    const mean = (rows: readonly number[], moment: Moment): string =>
      significant(
        rows.reduce((sum, row) => sum + at(moment, tables, row, 'answers.expectedCalibrationError'), 0) / rows.length,
      );
    return {
      ...finding,
      details: [
        ...(finding.details ?? []),
        `ECE of the likeliest answers: ${mean(guessers(tables), before)} before, ${mean(guessers(tables), after)} after accuracy, ${mean(targeted(tables), after)} after the target.`,
      ],
    };
  },
};

export const binaryGrading: ExperimentClaims = {
  experiment: 'binary-grading-teaches-guessing',
  title: 'Binary grading teaches guessing',
  claims: [teachesGuessing, errorsComeFirst, removes, ranking, threeAnswers, uncalibrates],
  figures: (tables) =>
    gradingFigures(tables, [
      { name: 'accuracy', rows: guessers(tables) },
      { name: 'confidence target 0.75', rows: targeted(tables) },
    ]),
};
