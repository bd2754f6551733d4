/** Confidence targets: the best rule under each of them, and one policy that is told which one holds. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  between,
  exactlyWithin,
  gate,
  gated,
  holdsAlways,
  meanWithin,
  ROUNDING,
  rangeWords,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, judge, measured, present } from '../../results/measured.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { calibrationError } from '../../scoring/calibrationError.js';
import {
  answeringThreshold,
  confidenceTarget,
  type OutcomeShares,
  partialCredit,
  penaltyGrader,
} from '../../scoring/grader.js';
import { confidenceFigures } from './figures.js';
import { FAMILIES, scoreUnder, sharesAbove, TARGETS, thresholdRules } from './readings.js';

const PAPER = 'Kalai et al. 2025, §4.2 (explicit confidence targets)';

const KNOWN = atLeast(0.9);

function knows({ runs }: ReportTables): CheckResult {
  return gate(
    "accuracy of the model's likeliest answers to known prompts",
    rowsOf(runs).map((row) => measured(runs, row, 'known').answers.accuracy),
    KNOWN,
  );
}
const MORE_STEPS = 'a model that knows its facts: more training steps';

/** Targets under which an error costs something. */
const CHARGED = TARGETS.filter((t) => t > 0);
/** Closed forms of a division or two agree to this. */
const CLOSED_FORM = 1e-12;
const REGRET = atMost(0.03);

/** Points that "answer above τ" earns at its best τ, less those at τ = t, where a right answer earns 1 more than an error. */
function regretOf(tables: ReportTables, row: number, t: number): number | null {
  const scores = thresholdRules(tables, row).map(({ shares }) => scoreUnder(t, shares));
  const atTarget = scoreUnder(t, sharesAbove(tables, row, t));
  return combine([combine(scores, Math.max), atTarget], (best, own) => best - own);
}

const threshold: Claim = {
  id: 'answer-above-the-target',
  evidence: 'closed-form',
  listed: ['CT', 'S13'],
  statement:
    'Where an error costs λ, the best a model can do is to answer where it is right with probability above t = λ/(1 + λ); where abstaining earns s, above s.',
  source: PAPER,
  formula: 'answer ⇔ q > λ/(1 + λ); with partial credit s: q > s',
  explanation: [
    'One transformer was trained on facts of which it can be sure, half sure, or not sure at all. It gives its likeliest answer where its confidence is above a threshold τ and abstains elsewhere. Confidence is the probability of that answer given that it answers. Twelve thresholds are tried, without further training.',
    'If the confidences were the probabilities of being right, τ = t would be best at every t. But they come from a trained network. So the loss from trusting them is measured, in points a question, on a scale where a right answer earns 1 more than an error.',
  ],
  prediction: `the threshold of penalty λ is λ/(1 + λ), of partial credit s it is s, exactly; at t = 0.5, 0.75 and 0.9 the best of the twelve thresholds earns ${rangeWords(REGRET)} more than τ = t`,
  check: (tables) => {
    const distances = [
      ...[0.1, 1, 3, 9].map((lambda) => answeringThreshold(penaltyGrader(lambda)) - lambda / (1 + lambda)),
      ...TARGETS.map((t) => answeringThreshold(confidenceTarget(t)) - t),
      ...[0.1, 0.5, 0.9].map((s) => answeringThreshold(partialCredit(s)) - s),
    ];
    const isExact = distances.every((distance) => Math.abs(distance) < CLOSED_FORM);
    const regrets = CHARGED.map((t) =>
      meanWithin(
        `points lost by τ = t at t = ${t}`,
        rowsOf(tables.runs).map((row) => regretOf(tables, row, t)),
        REGRET,
      ),
    );
    return gated(
      knows(tables),
      MORE_STEPS,
      allOf([holdsAlways('thresholds of graders that are not their closed forms', [isExact]), ...regrets]),
    );
  },
};

/** A threshold against which answering always is compared. */
const CAREFUL = 0.75;
const ERRORS_RISE_MORE = atLeast(0.1);

/** Returns whether accuracy and err are at most those of the threshold below, up to rounding. */
function isAtMost(shares: OutcomeShares, below: OutcomeShares): boolean {
  return shares.right <= below.right + ROUNDING && shares.error <= below.error + ROUNDING;
}

const guessing: Claim = {
  id: 'guessing-buys-accuracy-with-errors',
  evidence: 'trained',
  listed: ['S9', 'Obs1'],
  statement:
    'Strategic guessing raises accuracy and raises errors more: under accuracy it is never worse to answer, and never best to abstain.',
  source: 'OpenAI 2025, "Why language models hallucinate"; Kalai et al. 2025, Observation 1',
  formula: 'as τ falls accuracy and err both rise, by q and 1 − q a prompt of confidence q',
  explanation: [
    'Lowering the threshold above which the model answers adds answers of less and less confidence. Accuracy can only gain by them, so that τ = 0 wins a leaderboard of accuracy alone. Errors rise as well, and by more as soon as the added answers are wrong more often than right.',
    'Observation 1 says the same about any belief on which answers a grader of right and wrong will accept. A test of the library checks it on thousands of random beliefs.',
  ],
  prediction: `in every family and world accuracy and err never fall as τ falls; from τ = ${CAREFUL} to 0 errors rise by ${rangeWords(ERRORS_RISE_MORE)} more than accuracy`,
  check: (tables) => {
    const rows = rowsOf(tables.runs);
    if (rows.length === 0) return unmeasured('rise of errors above that of accuracy', 'no run has measured it');
    const monotone = rows.flatMap((row) =>
      FAMILIES.map((family) => {
        const shares = thresholdRules(tables, row, [family]).map((rule) => rule.shares);
        const measuredShares = present(shares);
        if (measuredShares.length < shares.length) return null;
        return measuredShares.slice(1).every((each, i) => isAtMost(each, measuredShares[i]));
      }),
    );
    const rise = rows.map((row) => {
      const [always, careful] = [0, CAREFUL].map((threshold) => sharesAbove(tables, row, threshold));
      return always && careful && always.error - careful.error - (always.right - careful.right);
    });
    return allOf([
      meanWithin(
        `rise of errors less rise of accuracy, from answering above ${CAREFUL} to answering always`,
        rise,
        ERRORS_RISE_MORE,
      ),
      holdsAlways('families in which accuracy or err falls as τ falls', monotone),
    ]);
  },
};

/** Points at t that a policy told t earns above one of a fixed threshold, at the target where the difference is largest. */
function largestLoss(tables: ReportTables, row: number, fixed: number): number | null {
  const score = (t: number, threshold: number) => scoreUnder(t, sharesAbove(tables, row, threshold));
  return combine(
    TARGETS.map((t) => combine([score(t, t), score(t, fixed)], (own, other) => own - other)),
    Math.max,
  );
}
/** Right share of the answers; 1 where nothing is answered. */
function precision({ right, abstention }: OutcomeShares): number {
  return abstention === 1 ? 1 : right / (1 - abstention);
}

const LOST_BY_FIXED = atLeast(0.02);

const told: Claim = {
  id: 'one-policy-told-its-target',
  evidence: 'trained',
  listed: ['BC', 'C6'],
  statement:
    'One policy that is told the target serves every target: what it answers is right with probability above t, and no policy that is not told can do as well at all of them.',
  source: `${PAPER}; "behavioural calibration"`,
  formula: "right / (right + wrong) ≥ t at every t told; max_t [score_t(τ = t) − score_t(τ')] > 0 for every fixed τ'",
  explanation: [
    'The policy is the same model, which answers above the threshold that it is told. It is asked at t = 0, 0.5, 0.75 and 0.9, over all questions, and audited as any model could be, by its right answers, errors and abstentions alone: this is behavioural calibration.',
    'A test that hides its penalty gets a policy of one fixed threshold. Each of the twelve thresholds should lose to the policy that is told at some target. Points are on the scale where a right answer earns 1 more than an error.',
    'The experiment told-its-target shows that a network can learn such a policy from grades alone, when its target is a word of the prompt.',
  ],
  prediction: `right share of the answers at least t at t = 0.5, 0.75 and 0.9; every fixed threshold loses ${rangeWords(LOST_BY_FIXED)} points at some target; abstention rises from target to target`,
  check: (tables) => {
    const rows = rowsOf(tables.runs);
    if (rows.length === 0) return unmeasured('right share of the answers', 'no run has measured it');
    const audit = CHARGED.map((t) =>
      meanWithin(
        `right share of the answers at t = ${t}`,
        rows.map((row) => {
          const shares = sharesAbove(tables, row, t);
          return shares && precision(shares);
        }),
        atLeast(t),
      ),
    );
    const fixed = thresholdRules(tables, rows[0]).map(({ value }) =>
      meanWithin(
        `points lost by the fixed threshold ${value} at its worst target`,
        rows.map((row) => largestLoss(tables, row, value)),
        LOST_BY_FIXED,
      ),
    );
    const rises = rows.flatMap((row) => {
      const abstentions = TARGETS.map((t) => sharesAbove(tables, row, t)?.abstention ?? null);
      return abstentions.slice(1).map((each, i) => judge([each, abstentions[i]], (now, before) => now > before));
    });
    return gated(
      knows(tables),
      MORE_STEPS,
      allOf([
        audit[0],
        ...audit.slice(1),
        ...fixed,
        holdsAlways('worlds and targets at which abstention does not rise', rises),
      ]),
    );
  },
};

const NO_CALIBRATION_ERROR = between(0, 0);
const ALL_CALIBRATION_ERROR = between(1, 1);
const RULES_APART = atLeast(0.2);

const notAMetric: Claim = {
  id: 'calibration-error-is-no-hallucination-metric',
  evidence: 'check',
  listed: ['HLEc'],
  statement:
    'Calibration error is not a measure of hallucination: a model that is always wrong and says so has none, one that is always right and doubts it has all.',
  source: "Kalai et al. 2025, appendix (on Humanity's Last Exam)",
  formula: '(ECE, err) = (0, 1) and (1, 0)',
  explanation: [
    'Two made-up models state a confidence of 0 in each answer. One is always wrong, the other always right. The calibration error of the first is 0 although it always errs, and that of the second is 1 although it never errs.',
    `The trained model shows the same, less sharply: answering always and answering above ${CAREFUL} have the same confidences, and so the same calibration error, but different error rates.`,
  ],
  prediction: `exactly (0, 1) and (1, 0); error rates of the two rules on one model ${rangeWords(RULES_APART)} apart`,
  check: (tables) => {
    const stated = (right: number): number | null =>
      calibrationError({ confidence: [0, 0, 0], right: [right, right, right] }, 15)?.l1 ?? null;
    const gap = rowsOf(tables.runs).map((row) => {
      const [always, careful] = [0, CAREFUL].map((threshold) => sharesAbove(tables, row, threshold));
      return always && careful && always.error - careful.error;
    });
    return allOf([
      exactlyWithin('ECE of the model that is always wrong and says so', stated(0), NO_CALIBRATION_ERROR),
      exactlyWithin('ECE of the model that is always right and doubts it', stated(1), ALL_CALIBRATION_ERROR),
      meanWithin(`difference of err between answering always and above ${CAREFUL}`, gap, RULES_APART),
    ]);
  },
};

export const confidenceTargets: ExperimentClaims = {
  experiment: 'confidence-targets',
  title: 'Confidence targets',
  claims: [threshold, guessing, told, notAMetric],
  figures: confidenceFigures,
};
