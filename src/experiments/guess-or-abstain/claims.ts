/** Two test-takers with the same knowledge: accuracy rewards the one that guesses, confidence targets the one that abstains. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  holdsAlways,
  predictionWords,
  ROUNDING,
  rangeWords,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, judge } from '../../results/measured.js';
import { rowsOf } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';
import { expectedScore, penaltyGrader } from '../../scoring/grader.js';
import { aheadFigure, leadFigure } from './figures.js';
import { crossing, SIMPLEQA_PAIR, SIMPLEQA_QUESTIONS } from './publishedPair.js';
import { BIRTHDAYS, placedTargets, responseCounts, takersAt, testsOf, unknownCounts } from './readings.js';

const SOURCE = 'OpenAI 2025, "Why language models hallucinate"';

/** Questions whose answers both know, and those whose answers neither knows, in the tests that are looked at in points. */
const KNOWN = 1000;
const UNKNOWN = 1000;
const QUESTIONS = KNOWN + UNKNOWN;

/** Probability of a lead of at least one right answer, by number of unknown birthdays: 1 − (364/365)^n. */
const LEADS = [
  { unknown: 253, share: about(0.5005, 0.02) },
  { unknown: 1000, share: about(0.9356, 0.02) },
  { unknown: 3000, share: about(0.9997, 0.02) },
] as const;
/** Right answers, and errors, of the guesser in a thousand questions about unknown birthdays. */
const LUCKY = about(UNKNOWN / BIRTHDAYS, 0.1);
const UNLUCKY = about(UNKNOWN - UNKNOWN / BIRTHDAYS, 0.1);

const leads: Claim = {
  id: 'guesser-looks-better-over-thousands',
  evidence: 'check',
  listed: ['S6'],
  statement:
    'Over thousands of questions whose answers neither knows, a model that guesses looks better by accuracy than one that admits that it does not know.',
  source: SOURCE,
  formula: 'P(lead ≥ 1) = 1 − (1 − 1/365)^n; E[lead] = n/365',
  explanation: [
    'Both know the answers to 1000 questions, and nothing about n others. The careful one answers these with "I don\'t know"; the other names one of 365 dates. Questions and guesses are drawn anew in each of 3000 tests a seed. By accuracy the guesser can only be ahead or level.',
    'It leads almost surely once n is in the thousands, but not by much: 2.74 right answers in a thousand questions, 0.27 of a percentage point, for which it states 997 false birthdays. Accuracy does not show those.',
    'These two are made up. The experiment binary-grading-teaches-guessing compares a pair that was trained, one base model graded by accuracy and under a confidence target: the order is the same under both graders.',
  ],
  prediction: `share of tests with a lead: ${LEADS.map(({ share }) => share.around.value).join(', ')} (± ${LEADS[0].share.around.tolerance}) at n = ${LEADS.map(({ unknown }) => unknown).join(', ')}; lead a thousand unknown questions: ${LUCKY.around.value.toFixed(2)} ± ${LUCKY.around.tolerance}`,
  check: (tables) => {
    const takers = (unknown: number) => testsOf(tables, unknown, BIRTHDAYS).map((row) => takersAt(tables.runs, row));
    const shares = LEADS.map(({ unknown, share }) =>
      exactlyWithin(
        `share of tests with a lead, ${unknown} unknown birthdays, all seeds`,
        completeMean(takers(unknown).map(({ lead }) => lead.share)),
        share,
      ),
    );
    const points = exactlyWithin(
      'right answers by which the guesser leads, a thousand unknown birthdays, all seeds',
      completeMean(takers(UNKNOWN).map(({ lead }) => lead.points)),
      LUCKY,
    );
    const errors = exactlyWithin(
      'its errors in these thousand',
      combine([completeMean(takers(UNKNOWN).map(({ guesser }) => guesser.error))], (error) => error * QUESTIONS),
      UNLUCKY,
    );
    return allOf([points, ...shares, errors]);
  },
};

/** Largest distance of a share of tests from its closed form. */
const AHEAD = atMost(0.02);

const abstainerLeads: Claim = {
  id: 'abstainer-leads-under-every-target',
  evidence: 'check',
  listed: ['S6', 'S7'],
  statement:
    'The same guesser falls behind under every confidence target above the chance of its guess: as soon as an error costs more than 1/364 of a point.',
  source: `${SOURCE}; Kalai et al. 2025, §4.2`,
  formula: 'E[abstainer − guesser] = share unknown · ((1 − q) t/(1 − t) − q) > 0 ⇔ t > q = 1/R',
  explanation: [
    'Right, wrong and abstained are three outcomes, and a test rewards behaviour by how it weighs them. Under a confidence target t a right answer earns 1, an error costs t/(1 − t), an abstention earns 0.',
    'For birthdays any target of practical use is above 1/365. The control is the targets below 1/R, where guessing still pays: 0.001 and 0.002 for birthdays, up to 0.4 for questions of two options. In a single test luck may decide: at t = 0.004 the abstainer has the higher score in 0.70 of the tests of a thousand birthdays, at t = 0.01 in all but one in two thousand.',
  ],
  prediction: `in every setting and at every target the mean difference of scores, over all tests, is above 0 where t > 1/R and below where t < 1/R; the share of tests in which the abstainer is ahead is the closed form ± ${AHEAD.high}`,
  check: (tables) => {
    const cases = unknownCounts(tables).flatMap((unknown) =>
      responseCounts(tables).flatMap((responses) => {
        const rows = testsOf(tables, unknown, responses);
        return placedTargets(tables, rows).map(({ place, target }) => ({
          target,
          responses,
          graded: rows.map((row) => takersAt(tables.runs, row).targets[place]),
        }));
      }),
    );
    if (cases.length === 0) return unmeasured('settings on the wrong side of 0', 'no run has measured it');
    const sides = cases.map(({ target, responses, graded }) => {
      const difference = completeMean(
        graded.map((scores) =>
          combine([scores?.abstainer ?? null, scores?.guesser ?? null], (abstainer, guesser) => abstainer - guesser),
        ),
      );
      return judge([difference], (mean) => (target > 1 / responses ? mean > 0 : mean < 0));
    });
    const distances = cases.map(({ graded }) =>
      combine(
        [
          completeMean(graded.map((scores) => scores?.abstainerAhead ?? null)),
          completeMean(graded.map((scores) => scores?.expectedAbstainerAhead ?? null)),
        ],
        (share, expected) => Math.abs(share - expected),
      ),
    );
    return allOf([
      holdsAlways('settings and targets in which the wrong one of the two leads', sides),
      exactlyWithin(
        'largest distance of the share of tests in which the abstainer is ahead from its closed form',
        combine(distances, Math.max),
        AHEAD,
      ),
    ]);
  },
};

/** Tolerance of the points that a guess earns, around its chance. */
const GUESS_TOLERANCE = 0.002;
const BLANK_EARNS = about(0, ROUNDING);
/** Points that a blank with partial credit earns above a guess. */
const CREDITED = about(0, 0.002);

const blank: Claim = {
  id: 'blank-never-scores',
  evidence: 'check',
  listed: ['S5'],
  statement:
    'In a multiple-choice test a guess may score and a blank never does, unless a blank earns as much as a guess brings on average.',
  source: SOURCE,
  formula: 'accuracy: guess 1/n, blank 0; with partial credit s for a blank: equal at s = 1/n',
  explanation: [
    'Questions of 2, 4 and 10 options and of 365 dates. Under accuracy the unknown questions earn the guesser 1/n each on average and the abstainer nothing.',
    'The control is the grader that leaves the two alike: 1/n of a point for a blank.',
  ],
  prediction: `points a guess: 1/n ± ${GUESS_TOLERANCE} for every n, for a blank exactly 0; with partial credit 1/n the mean difference, in points an unknown question, is ${predictionWords(CREDITED)}`,
  check: (tables) => {
    const parts = responseCounts(tables).flatMap((responses): CheckResult[] => {
      const chance = 1 / responses;
      const takers = testsOf(tables, UNKNOWN, responses).map((row) => takersAt(tables.runs, row));
      /** Points an unknown question, of a score a question of the whole test; known questions earn their points under both. */
      const perUnknown = (score: number | null, ofKnown: number) =>
        combine([score], (points) => (points * QUESTIONS - ofKnown) / UNKNOWN);
      const guess = takers.map(({ accuracy }) => perUnknown(accuracy.guesser, KNOWN));
      const left = takers.map(({ accuracy }) => perUnknown(accuracy.abstainer, KNOWN));
      const credited = takers.map(({ partialCredit: { abstainer, guesser } }) =>
        combine(
          [perUnknown(abstainer, 0), perUnknown(guesser, 0)],
          (blankPoints, guessPoints) => blankPoints - guessPoints,
        ),
      );
      return [
        exactlyWithin(`points a guess, ${responses} options`, completeMean(guess), about(chance, GUESS_TOLERANCE)),
        exactlyWithin(`points a blank, ${responses} options`, completeMean(left), BLANK_EARNS),
        exactlyWithin(
          `control: what a blank earns more than a guess, at ${responses} options and partial credit 1/${responses}`,
          completeMean(credited),
          CREDITED,
        ),
      ];
    });
    const [first, ...others] = parts;
    return first === undefined ? unmeasured('points a guess', 'no run has measured it') : allOf([first, ...others]);
  },
};

/** Number of beliefs under which abstaining may be best by right and wrong. */
const NO_BELIEF = about(0, 0);
/** Share of the beliefs under which abstaining must be best where errors cost something: there is something to see. */
const SOMETIMES = atLeast(0.1);

const neverBest: Claim = {
  id: 'abstaining-is-never-best-if-graded-right-or-wrong',
  evidence: 'check',
  listed: ['Obs1'],
  statement:
    'Whatever a model believes about which answers a grader of right and wrong accepts, abstaining is not optimal.',
  source: 'Kalai et al. 2025, §4.1, Observation 1',
  formula: 'argmax_r E[points(r)] contains no abstention, under every belief over binary graders',
  explanation: [
    'A belief says how probable each of up to six graders is, and which of up to eight answers each of them accepts: at least one. Under such a grader an abstention earns 0. Some answer is accepted with a probability above 0, so that it earns more on average.',
    'Beliefs are drawn at random, and every response is scored under each. The control is the same beliefs under a confidence target of ½, where an error costs a point: there abstaining is best wherever no answer is right more often than wrong.',
  ],
  prediction: `beliefs under which abstaining is among the best responses: none; under the target of ½: ${rangeWords(SOMETIMES)} of them`,
  check: ({ runs }) => {
    const counts = rowsOf(runs).map((row) => takersAt(runs, row).abstentionBest);
    const sum = (of: (each: (typeof counts)[number]) => number | null) =>
      combine(counts.map(of), (...all) => all.reduce((total, each) => total + each, 0));
    const beliefs = sum((each) => each.beliefs);
    return allOf([
      exactlyWithin(
        `beliefs of ${beliefs} under which abstaining is among the best responses`,
        sum(({ binary }) => binary),
        NO_BELIEF,
      ),
      exactlyWithin(
        'control: share of them under a confidence target of ½',
        combine([sum(({ underTarget }) => underTarget), beliefs], (best, all) => best / all),
        SOMETIMES,
      ),
    ]);
  },
};

/** Cost of an error, in right answers, at which the published order must have flipped. */
const FLIPPED = atMost(0.1);
const BELOW_BLANK = atMost(0);

const published: Claim = {
  id: 'published-order-flips-for-a-small-penalty',
  evidence: 'closed-form',
  listed: ['S8'],
  statement:
    'On SimpleQA the published order by accuracy flips as soon as an error costs a small part of what a right answer earns, and at the cost of a whole one an empty sheet beats both models.',
  source: `${SOURCE} (table of SimpleQA: ${words(SIMPLEQA_PAIR.careful)} against ${words(SIMPLEQA_PAIR.guesser)})`,
  formula: 'λ* = Δright/Δerror = 2/49; right − λ·error < 0 of both at λ = 1',
  explanation: [
    `The numbers are the published ones: ${SIMPLEQA_PAIR.guesser.model} leads by 24 to 22 % in right answers and by 75 to 26 % in wrong ones. The order flips where the lead in right answers is paid for by the lead in errors, at λ* = 2/49.`,
    `SimpleQA has ${SIMPLEQA_QUESTIONS.toLocaleString('en')} questions, so the lead of 2 points is itself not much more than luck may give. The interval of λ* takes both models' answers as independent draws (Fieller's interval of a quotient). It could have reached so far that nothing would follow for a penalty of a tenth of a point.`,
    'The shares are published in whole per cent. Their rounding alone leaves λ* between 0.02 and 0.063.',
  ],
  prediction: `95 % interval of λ*: ${rangeWords(FLIPPED)}, so that at a tenth of a point for an error the careful model leads; score of both at λ = 1: below 0, which is what abstaining always earns`,
  check: () => {
    const { guesser, careful } = SIMPLEQA_PAIR;
    const { penalty, interval } = crossing(guesser, careful, SIMPLEQA_QUESTIONS);
    const best = Math.max(...[guesser, careful].map((shares) => expectedScore(penaltyGrader(1), shares)));
    const flip = exactlyWithin('λ*, penalty at which the order flips', interval?.upper ?? null, FLIPPED);
    return allOf([
      { ...flip, measured: penalty, interval },
      exactlyWithin('higher of both scores at λ = 1', best, BELOW_BLANK),
    ]);
  },
};

/** "gpt-5-thinking-mini 22 % right, 26 % wrong". */
function words({ model, right, error }: (typeof SIMPLEQA_PAIR)['guesser' | 'careful']): string {
  return `${model} ${significant(100 * right)} % right, ${significant(100 * error)} % wrong`;
}

export const guessOrAbstain: ExperimentClaims = {
  experiment: 'guess-or-abstain',
  title: 'Guess or abstain: the same knowledge, two ways to take a test',
  claims: [leads, abstainerLeads, blank, neverBest, published],
  figures: (tables) => [leadFigure(tables), aheadFigure(tables)],
};
