/** Training under a grader: accuracy makes a base model guess, and a confidence target makes it abstain. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  between,
  exactlyWithin,
  gate,
  gated,
  holdsOnlyWhere,
  meanWithin,
  type Range,
  rangeWords,
  significant,
} from '../../claims/verdict.js';
import { combine, type MeasuredFamily, type MeasuredStratum, present, stratum } from '../../results/measured.js';
import { after, before } from '../../results/posttrained.js';
import { type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { completeMean, meanOf } from '../../results/seedMeans.js';
import { pairsBySeed } from '../../results/select.js';
import { confidenceTarget, expectedScore, type OutcomeShares } from '../../scoring/grader.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import { power } from '../../theory/power.js';
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
/** Right share of the answers to prompts that training answered. */
function rightShareOfSeen({ byCount }: MeasuredFamily): number | null {
  const seen = byCount.slice(1).filter(({ mass }) => mass !== null && mass > 0);
  const sum = (of: (stratum: MeasuredStratum) => number | null) =>
    combine(
      seen.map((each) => combine([each.mass, of(each)], (mass, rate) => mass * rate)),
      (...all) => all.reduce((total, each) => total + each, 0),
    );
  return combine(
    [sum(({ wrong: errors }) => errors), sum(({ abstentionRate }) => abstentionRate), sum(() => 1)],
    (errors, idk, mass) => 1 - errors / (mass - idk),
  );
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

const GUESSING = {
  idkUnderAccuracy: atMost(0.1),
  changeUnderAccuracy: atMost(-0.1),
  idkUnderTarget: atLeast(0.45),
  changeUnderTarget: atLeast(0.2),
};

const teachesGuessing: Claim = {
  id: 'accuracy-teaches-guessing',
  evidence: 'trained',
  listed: ['S1', 'S22'],
  statement:
    'Training under a grader that counts right answers alone takes "I don\'t know" from a model; a grader that charges for errors gives it back.',
  source: `${ARTICLE}; Kalai et al. 2025, §4.1 and Observation 1`,
  formula: 'accuracy: IDK(U) → 0; error −t/(1 − t): IDK(U) rises, ideally to 1',
  explanation: [
    'A transformer learns the birthdays of 1000 people, a third of which no row states. One row in ten says "I don\'t know". Then the model answers prompts about one half of the people, and draws its answers from its own p̂. Each answer becomes likelier or less likely by what it earned above the other answers to the same prompt. The model is shown the grades and never the right answers.',
    'All results are measured on the other half of the people, whose prompts were never graded: what the model learns from the grades is a manner of answering, not these facts. The same base model is trained under accuracy and under a confidence target of 0.75, where an error costs 3.',
    'A model that knew what it was not told would end at an IDK of 0 and of 1. Under accuracy the network gets there. Under the target it does not, for on some people it is as sure as on those it was told about; so no more is asked of it than most of the way from the base model.',
  ],
  prediction: `IDK on prompts never answered in training: under accuracy ${rangeWords(GUESSING.idkUnderAccuracy)} at the end, with a change of ${rangeWords(GUESSING.changeUnderAccuracy)}; under the target ${rangeWords(GUESSING.idkUnderTarget)}, with a change of ${rangeWords(GUESSING.changeUnderTarget)}`,
  check: (tables) => {
    const ends = (what: string, rows: readonly number[], range: Range): CheckResult =>
      meanWithin(
        `IDK on U after training under ${what}`,
        rows.map((row) => at(after, tables, row, idkOnU)),
        range,
      );
    const changes = (what: string, rows: readonly number[], range: Range): CheckResult =>
      meanWithin(
        `change of IDK on U under ${what}`,
        rows.map((row) => change(tables, row, idkOnU)),
        range,
      );
    return gated(
      knows(tables),
      MORE_STEPS,
      allOf([
        ends('accuracy', guessers(tables), GUESSING.idkUnderAccuracy),
        changes('accuracy', guessers(tables), GUESSING.changeUnderAccuracy),
        ends('the confidence target', targeted(tables), GUESSING.idkUnderTarget),
        changes('the confidence target', targeted(tables), GUESSING.changeUnderTarget),
      ]),
    );
  },
};

const IGNORANCE = { wrongBefore: atLeast(0.6), changeOfRightShare: between(-0.1, 0.05) };

const errorsComeFirst: Claim = {
  id: 'grading-moves-abstention-alone',
  evidence: 'trained',
  listed: ['S4'],
  statement:
    'Grading is not where hallucinations come from: they are there after pretraining, and grading moves how often the model abstains much more than what it knows.',
  source: ARTICLE,
  formula:
    'before grading: err + invalid mass on U near 1; right / answered on what was shown: nearly the same after it',
  explanation: [
    'The base model has never been graded. If errors came from grades it would abstain where training never showed the answer, as one row in ten does. Instead it answers most of these prompts, and on these an answer is right once in 365 times, whoever gives it.',
    'Then grades come. They move abstention by a half, up or down. The right share of the answers to prompts that training did answer is what the network knows. It need not stay: the people measured are never graded, and training on the grades of others could overwrite what was memorised of them. A little of it does go, under either grader.',
  ],
  prediction: `err + invalid mass of the base model on prompts never answered ${rangeWords(IGNORANCE.wrongBefore)}; change of the right share of the answers to prompts that training answered ${rangeWords(IGNORANCE.changeOfRightShare)} under each of both graders`,
  check: (tables) => {
    const shift = (what: string, rows: readonly number[]): CheckResult =>
      meanWithin(
        `change of the right share of the answers to prompts that training answered, under ${what}`,
        rows.map((row) => change(tables, row, rightShareOfSeen)),
        IGNORANCE.changeOfRightShare,
      );
    return gated(
      knows(tables),
      MORE_STEPS,
      allOf([
        meanWithin(
          'err + invalid mass of the base model on U',
          guessers(tables).map((row) => at(before, tables, row, wrongOnU)),
          IGNORANCE.wrongBefore,
        ),
        shift('accuracy', guessers(tables)),
        shift('the confidence target', targeted(tables)),
      ]),
    );
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

/** The confidence target under which one of the two models was trained. */
const OWN_TARGET = 0.75;
const RANKING = { accuracyLead: atLeast(0.08), errorLead: atLeast(0.1), scoreLead: atMost(-0.2) };

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
    'Of two models with the same knowledge accuracy ranks first the one that errs more, and a grader that charges for errors ranks it last.',
  source: `${ARTICLE} (SimpleQA: 24 % right with 75 % errors above 22 % with 26 %)`,
  formula: 'accuracy ranks by right; a penalty λ by right − λ·error: the order flips at λ* = Δright/Δerror',
  explanation: [
    'The two models come from one base model, trained under accuracy and under a confidence target of 0.75. Each was taught to earn points under its grader, but by answering prompts about other people. What each does about people whose prompts were never graded decides. If the careful model had learnt to abstain from what it knows as readily as from the rest, it would trail under its own grader, too.',
    'On SimpleQA the order of the published models flips at a penalty of λ* = 2/49 (experiment guess-or-abstain). The details give that of this pair.',
  ],
  prediction: `lead of the guesser in accuracy ${rangeWords(RANKING.accuracyLead)}, and in err + invalid mass ${rangeWords(RANKING.errorLead)}; its lead in the score at t = ${OWN_TARGET} (where it trails) ${rangeWords(RANKING.scoreLead)}`,
  check: (tables) => {
    const pairs = pairsBySeed(tables.runs, guessers(tables), targeted(tables));
    const lead = (value: (shares: OutcomeShares) => number) =>
      pairs.map(([guesser, careful]) => {
        const [first, second] = [sharesAfter(tables, guesser), sharesAfter(tables, careful)];
        return first === null || second === null ? null : value(first) - value(second);
      });
    const [rightLead, errorLead] = [lead(({ right }) => right), lead(({ error }) => error)];
    const flips = rightLead.map((rightMore, i) => combine([rightMore, errorLead[i]], (right, error) => right / error));
    const finding = allOf([
      meanWithin('lead of the guesser in accuracy', rightLead, RANKING.accuracyLead),
      meanWithin('lead of the guesser in err + invalid mass', errorLead, RANKING.errorLead),
      meanWithin(
        `its lead in the score at t = ${OWN_TARGET}`,
        lead((shares) => expectedScore(confidenceTarget(OWN_TARGET), shares)),
        RANKING.scoreLead,
      ),
    ]);
    const words = flips.map((penalty) => (penalty === null ? 'none' : significant(penalty)));
    return {
      ...finding,
      details: [...(finding.details ?? []), `Penalty at which the order flips, by world: ${words.join(', ')}.`],
    };
  },
};

/** Three even guesses: all wrong, and all wrong and different. */
const THREE_WRONG = about(power(GUESS_ERRS, 3), 0.02);
const THREE_DIFFERENT = about((364 * 363 * 362) / power(365, 3), 0.05);

const threeAnswers: Claim = {
  id: 'three-answers-all-wrong-all-different',
  evidence: 'trained',
  listed: ['S3'],
  statement: 'Asked three times for a birthday that it does not know, a model gives three different, wrong answers.',
  source: `${ARTICLE} (three birthdays of one person)`,
  formula: `even guess: P(3 wrong) = (364/365)³ = ${significant(THREE_WRONG.around.value)}, P(3 wrong and different) = 364·363·362/365³ = ${significant(THREE_DIFFERENT.around.value)}`,
  explanation: [
    'Three answers are drawn one after the other, given that each is an answer. The probabilities follow from p̂ by sums over its squares and cubes, so that nothing has to be drawn. All three are wrong almost surely, whatever the model: that follows from the world, up to luck. Whether they differ depends on how evenly the model guesses: a model that is over-confident on what it does not know repeats itself.',
  ],
  prediction: `P(3 wrong) on U is ${significant(THREE_WRONG.around.value)} within ${THREE_WRONG.around.tolerance} (holds); P(3 wrong and different) is ${significant(THREE_DIFFERENT.around.value)} within ${THREE_DIFFERENT.around.tolerance} (expected to fail for a model that has memorised its rows)`,
  check: (tables) => {
    const onU = (read: Read) => guessers(tables).map((row) => at(before, tables, row, read));
    return holdsOnlyWhere(
      'that they are wrong, always; that they differ, on how evenly the model guesses: one that has memorised its rows is sure of a date for some people it was never told of, and repeats it',
      exactlyWithin(
        'three wrong answers on U, base model, mean over worlds',
        completeMean(onU(({ answers }) => answers.unanswered.threeWrong)),
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

/** δ must not fall; ECE must rise by a third of the published rise, from 0.007 to 0.074. */
const DOES_NOT_FALL = atLeast(0);
const RISES = atLeast(0.02);

const uncalibrates: Claim = {
  id: 'reward-uncalibrates',
  evidence: 'trained',
  listed: ['T1g'],
  statement: 'Training by reward takes calibration from a base model.',
  source: 'Kalai et al. 2025, §3.1 and figure 2 (GPT-4 before and after reinforcement learning: ECE 0.007 and 0.074)',
  formula: `under accuracy: δ after − δ before ≥ 0, and ECE after − ECE before ≥ ${RISES.low}`,
  explanation: [
    'Pretraining holds δ down only as far as its rows reach, and training by reward does not hold it down at all. Under accuracy the probability of "I don\'t know", which is true one time in ten, goes to dates that are true one time in 365: δ rises.',
    'The published measure is another one, the calibration error (ECE) of the answers. It is conditional on answering, and does not see how often a model abstains. And the published base model was calibrated to begin with, while this one has memorised its rows and is over-confident before any reward. Its likeliest answers can become less sure, and ECE can fall.',
  ],
  prediction: `under accuracy δ rises (holds); ECE of the likeliest answers rises by ${rangeWords(RISES)}, of the published 0.067 (expected to fail for a base model that is over-confident)`,
  check: (tables) => {
    const delta = ({ delta: gap }: MeasuredFamily) => gap;
    const ece = ({ answers }: MeasuredFamily) => answers.expectedCalibrationError;
    const changes = (what: string, read: Read, range: Range): CheckResult =>
      meanWithin(
        what,
        guessers(tables).map((row) => change(tables, row, read)),
        range,
      );
    const finding = holdsOnlyWhere(
      'on the measure: δ, which counts abstentions, rises under accuracy; ECE, which is conditional on answering, does not, for this base model was over-confident to begin with',
      changes('change of δ under accuracy', delta, DOES_NOT_FALL),
      changes('change of ECE under accuracy', ece, RISES),
    );
    const mean = (rows: readonly number[], moment: Moment, read: Read): string =>
      meanWords(rows.map((row) => at(moment, tables, row, read)));
    const course = (name: string, read: Read): string =>
      `${name}: ${mean(guessers(tables), before, read)} before, ${mean(guessers(tables), after, read)} after accuracy, ${mean(targeted(tables), after, read)} after the target.`;
    return {
      ...finding,
      details: [...(finding.details ?? []), course('δ', delta), course('ECE of the likeliest answers', ece)],
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
