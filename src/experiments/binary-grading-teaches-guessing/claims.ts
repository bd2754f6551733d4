/** Training under a grader: accuracy makes a base model guess, and a confidence target makes it abstain. */

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
  rangeWords,
  significant,
} from '../../claims/verdict.js';
import { combine, judge, type MeasuredFamily, present, stratum } from '../../results/measured.js';
import { after, before } from '../../results/posttrained.js';
import { type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { pairsBySeed } from '../../results/select.js';
import { confidenceTarget, expectedScore, type OutcomeShares } from '../../scoring/grader.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import { gradingFigures } from './figures.js';

const ARTICLE = 'OpenAI 2025, "Why language models hallucinate"';
const GRADER = 'parameters.posttraining.grader';
/** An even guess among R = 365 dates is wrong with 1 − 1/R. */
const GUESS_ERRS = evenGuessError(1, 365);

/** Runs graded by accuracy. */
function guessers({ runs }: ReportTables): readonly number[] {
  return rowsOf(runs).filter(
    (row) => textAt(runs, GRADER, row) === 'accuracy' || textAt(runs, GRADER, row).includes('"accuracy"'),
  );
}
/** Runs graded under a confidence target. */
function targeted(tables: ReportTables): readonly number[] {
  return rowsOf(tables.runs).filter((row) => !guessers(tables).includes(row));
}

/** The base model, or the model after grading. */
type Moment = typeof before;
type Read = (birthdays: MeasuredFamily) => number | null;

function at(moment: Moment, tables: ReportTables, row: number, read: Read): number | null {
  const birthdays = moment(tables, row, 'birthdays');
  return birthdays === null ? null : read(birthdays);
}
function change(tables: ReportTables, row: number, read: Read): number | null {
  return combine([at(after, tables, row, read), at(before, tables, row, read)], (now, then) => now - then);
}

function wrong(birthdays: MeasuredFamily): number | null {
  return birthdays.wrong;
}
/** IDK on U, the prompts that training never answered. */
function idkOnU(birthdays: MeasuredFamily): number | null {
  return stratum(birthdays, 0).abstentionRate;
}
function wrongOnU(birthdays: MeasuredFamily): number | null {
  return stratum(birthdays, 0).wrong;
}
function wrongShareOfAnswersOnU(birthdays: MeasuredFamily): number | null {
  return combine([wrongOnU(birthdays), idkOnU(birthdays)], (errors, idk) => errors / (1 - idk));
}

function meanWords(values: readonly (number | null)[]): string {
  const mean = meanOf(present(values));
  return mean === null ? 'not measured' : significant(mean.mean);
}

const KNOWN = atMost(0.1);

/** Without knowledge of facts shown once, the base model's errors would not be those of ignorance. */
function knows(tables: ReportTables): CheckResult {
  return gate(
    'err of the base model on singletons',
    rowsOf(tables.runs).map((row) => at(before, tables, row, (birthdays) => stratum(birthdays, 1).errorRate)),
    KNOWN,
  );
}
const MORE_STEPS = 'a base model that knows what it was shown: more training steps';

/** Least change of IDK on U that counts, down or up. */
const CHANGE = 0.1;
const GUESSING = {
  idkUnderAccuracy: atMost(0.1),
  changeUnderAccuracy: atMost(-CHANGE),
  wrongUnderAccuracy: about(GUESS_ERRS, 0.1),
  changeUnderTarget: atLeast(CHANGE),
};

const teachesGuessing: Claim = {
  id: 'accuracy-teaches-guessing',
  evidence: 'trained',
  listed: ['S1', 'S22'],
  statement:
    'Training under a grader that counts right answers alone takes "I don\'t know" from a model; a grader that charges for errors gives it back.',
  source: `${ARTICLE}; Kalai et al. 2025, §4.1 and Observation 1`,
  formula: 'accuracy: IDK(U) → 0 and err(U) → 1 − 1/R; error −t/(1 − t): IDK(U) rises',
  explanation: [
    'A transformer learns the birthdays of 1000 people, a third of which no row states. One row in ten says "I don\'t know". Then the model answers prompts about one half of the people, and draws its answers from its own p̂. Each answer becomes likelier or less likely by what it earned above the other answers to the same prompt. The model is shown the grades and never the right answers.',
    'All results are measured on the other half of the people, whose prompts were never graded: what the model learns from the grades is a manner of answering, not these facts. The same base model is trained under accuracy and under a confidence target of 0.75, where an error costs 3.',
  ],
  prediction: `on prompts never answered in training: under accuracy IDK ends at most at ${GUESSING.idkUnderAccuracy.high}, at least ${CHANGE} lower than it was, and err + invalid mass is 1 − 1/R within ${GUESSING.wrongUnderAccuracy.around.tolerance}; under the target IDK rises by at least ${CHANGE}`,
  check: (tables) =>
    gated(
      knows(tables),
      MORE_STEPS,
      allOf([
        meanWithin(
          'IDK on U after training under accuracy',
          guessers(tables).map((row) => at(after, tables, row, idkOnU)),
          GUESSING.idkUnderAccuracy,
        ),
        meanWithin(
          'change of IDK on U under accuracy',
          guessers(tables).map((row) => change(tables, row, idkOnU)),
          GUESSING.changeUnderAccuracy,
        ),
        meanWithin(
          'err + invalid mass on U after training under accuracy',
          guessers(tables).map((row) => at(after, tables, row, wrongOnU)),
          GUESSING.wrongUnderAccuracy,
        ),
        meanWithin(
          'change of IDK on U under the confidence target',
          targeted(tables).map((row) => change(tables, row, idkOnU)),
          GUESSING.changeUnderTarget,
        ),
      ]),
    ),
};

const IGNORANCE = { wrongBefore: atLeast(0.3), wrongShare: about(GUESS_ERRS, 0.03) };

const errorsComeFirst: Claim = {
  id: 'grading-moves-abstention-alone',
  evidence: 'check',
  listed: ['S4'],
  statement:
    'Grading is not where hallucinations come from: they are there after pretraining, and grading only moves how often the model abstains.',
  source: ARTICLE,
  formula: '(err + invalid mass) / (1 − IDK) = 1 − 1/R on U, before and after, whatever the grader',
  explanation: [
    'Where training never showed the answer, any answer is right once in 365 times. So no training on the grades of other prompts can change the share of wrong answers among the answers. It can only change the share of prompts that are answered.',
  ],
  prediction: `on U the base model errs (err + invalid mass ${rangeWords(IGNORANCE.wrongBefore)}), and the wrong share of answers is 1 − 1/R within ${IGNORANCE.wrongShare.around.tolerance} (the luck of a few dozen guesses a world) before and after grading, under both graders`,
  check: (tables) => {
    const share = (moment: Moment) => (row: number) => at(moment, tables, row, wrongShareOfAnswersOnU);
    return allOf([
      meanWithin(
        'err + invalid mass of the base model on U',
        guessers(tables).map((row) => at(before, tables, row, wrongOnU)),
        IGNORANCE.wrongBefore,
      ),
      meanWithin(
        "wrong share of the base model's answers on U",
        guessers(tables).map(share(before)),
        IGNORANCE.wrongShare,
      ),
      meanWithin('the same after training under accuracy', guessers(tables).map(share(after)), IGNORANCE.wrongShare),
      meanWithin('the same after training under the target', targeted(tables).map(share(after)), IGNORANCE.wrongShare),
    ]);
  },
};

const FALL = 0.03;
const REMOVING = { change: atMost(-FALL), wrongAfter: atMost(0.05) };

const removes: Claim = {
  id: 'later-training-removes-errors',
  evidence: 'trained',
  listed: ['S22'],
  statement: 'Training under a grader that charges for errors removes hallucinations.',
  source: `${ARTICLE}; Kalai et al. 2025, §4`,
  formula: 'err + invalid mass → 0 at t = 0.75, for a guess is right with 1/365 < t',
  explanation: [
    'A model that knew which birthdays training had shown it would abstain from all others under this grader, and would not err any more. The claim is that training leads there on people whose prompts were never graded.',
    'What the model can carry over to them is its inner state when it does not know. A network that has memorised its rows is over-confident on some fresh prompts: its state there is that of knowing, and it goes on answering.',
  ],
  prediction: `err + invalid mass falls by at least ${FALL} (holds) and ends at most at ${REMOVING.wrongAfter.high} (expected to fail for an over-confident base model)`,
  check: (tables) => {
    const finding = holdsOnlyWhere(
      'on whether the model can tell what it does not know: errors fall, but not to 0, for on some prompts never told the base model is as sure as on those it was told; and it abstains from some that it was told',
      meanWithin(
        'change of err + invalid mass under the confidence target',
        targeted(tables).map((row) => change(tables, row, wrong)),
        REMOVING.change,
      ),
      meanWithin(
        'err + invalid mass after training under the confidence target',
        targeted(tables).map((row) => at(after, tables, row, wrong)),
        REMOVING.wrongAfter,
      ),
    );
    const rises = targeted(tables).map((row) =>
      change(tables, row, (birthdays) => stratum(birthdays, 1).abstentionRate),
    );
    const price =
      rises.length === 0 ? [] : [`The price: IDK on prompts that training answered once rises by ${meanWords(rises)}.`];
    return gated(knows(tables), MORE_STEPS, { ...finding, details: [...(finding.details ?? []), ...price] });
  },
};

/** The guesser leads in what is counted, or trails. */
const LEADS = atLeast(0);
const TRAILS = atMost(0);
/** Targets at which the careful model should have the higher score. */
const CHARGED = [0.75, 0.9] as const;
const SUM_TOLERANCE = 1e-6;

/** Shares of the three outcomes after grading; null where one of them was not measured. */
function sharesAfter(tables: ReportTables, row: number): OutcomeShares | null {
  const { accuracy: right, wrong: error, abstentionRate: abstention } = after(tables, row, 'birthdays');
  return right === null || error === null || abstention === null ? null : { right, error, abstention };
}

const ranking: Claim = {
  id: 'accuracy-ranks-the-guesser-first',
  evidence: 'trained',
  listed: ['S7', 'S8'],
  statement:
    'Of two models the one that accuracy ranks first may err more, and be the worse one as soon as an error costs anything worth the name.',
  source: `${ARTICLE} (SimpleQA: 24 % right with 75 % errors above 22 % with 26 %)`,
  formula: 'accuracy ranks by right; a penalty λ by right − λ·error: the order flips at λ* = Δright/Δerror',
  explanation: [
    'The two models come from one base model, trained under accuracy and under a confidence target. The shares of right, wrong and abstained sum to 1, and a penalty ranks abstaining above erring. On SimpleQA the order of the published models flips at λ* = 2/49. Here λ* is that of this pair, measured exactly on people whose prompts were never graded.',
  ],
  prediction: `the guesser has the higher accuracy and the higher err + invalid mass; at t = ${CHARGED.join(' and ')} the other has the higher score; the three outcomes sum to 1 to ${SUM_TOLERANCE.toExponential()}`,
  check: (tables) => {
    const pairs = pairsBySeed(tables.runs, guessers(tables), targeted(tables));
    const lead = (value: (shares: OutcomeShares) => number) =>
      pairs.map(([guesser, careful]) => {
        const [first, second] = [sharesAfter(tables, guesser), sharesAfter(tables, careful)];
        return first === null || second === null ? null : value(first) - value(second);
      });
    const sums = rowsOf(tables.runs).map((row) => {
      const shares = sharesAfter(tables, row);
      const excess = shares && Object.values(shares).reduce((sum, share) => sum + share, -1);
      return judge([excess], (over) => Math.abs(over) < SUM_TOLERANCE);
    });
    const [rightLead, errorLead] = [lead(({ right }) => right), lead(({ error }) => error)];
    const flips = rightLead.map((rightMore, i) => combine([rightMore, errorLead[i]], (right, error) => right / error));
    const finding = allOf([
      meanWithin('lead of the guesser in accuracy', rightLead, LEADS),
      meanWithin('lead of the guesser in err + invalid mass', errorLead, LEADS),
      ...CHARGED.map((t) =>
        meanWithin(
          `its lead in the score at t = ${t}`,
          lead((shares) => expectedScore(confidenceTarget(t), shares)),
          TRAILS,
        ),
      ),
      holdsAlways('models whose outcomes do not sum to 1', sums),
    ]);
    const words = flips.map((penalty) => (penalty === null ? 'none' : significant(penalty)));
    return {
      ...finding,
      details: [...(finding.details ?? []), `Penalty at which the order flips, by world: ${words.join(', ')}.`],
    };
  },
};

/** Three even guesses: all wrong, and all wrong and different. */
const THREE_WRONG = about(GUESS_ERRS ** 3, 0.02);
const THREE_DIFFERENT = about((364 * 363 * 362) / 365 ** 3, 0.05);

const threeAnswers: Claim = {
  id: 'three-answers-all-wrong-all-different',
  evidence: 'trained',
  listed: ['S3'],
  statement: 'Asked three times for a birthday that it does not know, a model gives three different, wrong answers.',
  source: `${ARTICLE} (three birthdays of one person)`,
  formula: `even guess: P(3 wrong) = (364/365)³ = ${significant(THREE_WRONG.around.value)}, P(3 wrong and different) = 364·363·362/365³ = ${significant(THREE_DIFFERENT.around.value)}`,
  explanation: [
    'Three answers are drawn one after the other, given that each is an answer. The probabilities follow from p̂ by sums over its squares and cubes, so that nothing has to be drawn. All three are wrong almost surely, whatever the model. Whether they differ depends on how evenly the model guesses: a model that is over-confident on what it does not know repeats itself.',
  ],
  prediction: `P(3 wrong) on U is ${significant(THREE_WRONG.around.value)} within ${THREE_WRONG.around.tolerance} (holds); P(3 wrong and different) is ${significant(THREE_DIFFERENT.around.value)} within ${THREE_DIFFERENT.around.tolerance} (expected to fail for a model that has memorised its rows)`,
  check: (tables) => {
    const onU = (read: Read) => guessers(tables).map((row) => at(before, tables, row, read));
    return holdsOnlyWhere(
      'that they are wrong, always; that they differ, on how evenly the model guesses: one that has memorised its rows is sure of a date for some people it was never told of, and repeats it',
      meanWithin(
        'three wrong answers on U, base model',
        onU(({ answers }) => answers.unanswered.threeWrong),
        THREE_WRONG,
      ),
      meanWithin(
        'three wrong and different answers on U, base model',
        onU(({ answers }) => answers.unanswered.threeDifferentWrong),
        THREE_DIFFERENT,
      ),
    );
  },
};

const DOES_NOT_FALL = atLeast(0);

const uncalibrates: Claim = {
  id: 'reward-uncalibrates',
  evidence: 'trained',
  listed: ['T1g'],
  statement: 'Training by reward takes calibration from a base model.',
  source: 'Kalai et al. 2025, §3.1 and figure 2 (GPT-4 before and after reinforcement learning)',
  formula: 'δ after − δ before ≥ 0',
  explanation: [
    'Pretraining holds δ down only as far as its rows reach, and training by reward does not hold it down at all. Under accuracy the probability of "I don\'t know", which is true one time in ten, goes to dates that are true one time in 365: δ rises. A grader that charges for errors moves probability the other way, from sure guesses to abstention.',
    'The published pair of curves shows a base model that was calibrated to begin with. This one has memorised its rows and is over-confident before any reward, so that there is less to lose. The details give the calibration error (ECE) of its likeliest answers. It is conditional on answering and does not depend on how often the model abstains.',
  ],
  prediction: 'δ rises under accuracy (holds); the same under the confidence target (expected to fail)',
  check: (tables) => {
    const finding = holdsOnlyWhere(
      'on the grader: under accuracy δ rises, under a grader that charges for errors it falls, for this base model was over-confident to begin with',
      meanWithin(
        'change of δ under accuracy',
        guessers(tables).map((row) => change(tables, row, ({ delta }) => delta)),
        DOES_NOT_FALL,
      ),
      meanWithin(
        'change of δ under the confidence target',
        targeted(tables).map((row) => change(tables, row, ({ delta }) => delta)),
        DOES_NOT_FALL,
      ),
    );
    const mean = (rows: readonly number[], moment: Moment): string =>
      meanWords(rows.map((row) => at(moment, tables, row, ({ answers }) => answers.expectedCalibrationError)));
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
