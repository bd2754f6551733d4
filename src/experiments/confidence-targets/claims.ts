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
  meanWithin,
  type Range,
  rangeWords,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, measured } from '../../results/measured.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';
import { calibrationError } from '../../scoring/calibrationError.js';
import type { OutcomeShares } from '../../scoring/grader.js';
import { confidenceFigures } from './figures.js';
import { scoreUnder, sharesAbove, TARGETS, thresholdRules } from './readings.js';

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
/** Points that another threshold may earn above τ = t. */
const BETTER = atMost(0.02);

/** Points of the rule "answer above τ" less those of τ = t, where a right answer earns 1 more than an error. */
function gainOver(tables: ReportTables, row: number, t: number, threshold: number): number | null {
  const [score, atTarget] = [threshold, t].map((each) => scoreUnder(t, sharesAbove(tables, row, each)));
  return combine([score, atTarget], (other, own) => other - own);
}

/** Thresholds that the runs were measured at, rising. */
function thresholdsOf(tables: ReportTables): readonly number[] {
  const [row] = rowsOf(tables.runs);
  return row === undefined ? [] : thresholdRules(tables, row).map(({ value }) => value);
}

const threshold: Claim = {
  id: 'answer-above-the-target',
  evidence: 'trained',
  listed: ['CT', 'S13'],
  statement:
    'Where an error costs λ, the best a model can do is to answer where it is right with probability above t = λ/(1 + λ); where abstaining earns s, above s.',
  source: PAPER,
  formula: 'answer ⇔ q > λ/(1 + λ); with partial credit s: q > s',
  explanation: [
    'One transformer was trained on facts of which it can be sure, half sure, or not sure at all. It gives its likeliest answer where its confidence is above a threshold τ and abstains elsewhere. Confidence is the probability of that answer given that it answers. Twelve thresholds are tried, without further training.',
    'If the confidences were the probabilities of being right, τ = t would be best at every t. But they come from a trained network. So the loss from trusting them is measured: the points a question that each other threshold earns more, on a scale where a right answer earns 1 more than an error. An over-confident network would earn more by a higher threshold.',
  ],
  prediction: `at t = ${CHARGED.join(', ')} each other one of the twelve thresholds earns ${rangeWords(BETTER)} more than τ = t, mean over worlds`,
  check: (tables) => {
    const parts = CHARGED.flatMap((t) =>
      thresholdsOf(tables)
        .filter((threshold) => threshold !== t)
        .map((threshold) =>
          meanWithin(
            `points of τ = ${threshold} less those of τ = t, at t = ${t}`,
            rowsOf(tables.runs).map((row) => gainOver(tables, row, t, threshold)),
            BETTER,
          ),
        ),
    );
    if (parts.length === 0) return unmeasured('points of other thresholds', 'no run has measured it');
    const rival = parts.reduce((best, part) => ((part.measured ?? 0) > (best.measured ?? 0) ? part : best));
    return gated(knows(tables), MORE_STEPS, allOf([rival, ...parts.filter((part) => part !== rival)]));
  },
};

/** A threshold against which answering always is compared. */
const CAREFUL = 0.75;
const ERRORS_RISE_MORE = atLeast(0.1);
/** Bands of confidence, between thresholds. */
const BANDS = [
  { above: 0, upTo: 0.5 },
  { above: 0.5, upTo: CAREFUL },
  { above: CAREFUL, upTo: 1 },
] as const;

/** Right share of the answers that are added where the threshold falls from one end of a band to the other; null without any. */
function rightShareAdded(tables: ReportTables, row: number, { above, upTo }: (typeof BANDS)[number]): number | null {
  const low = sharesAbove(tables, row, above);
  const high = upTo === 1 ? NOTHING_ANSWERED : sharesAbove(tables, row, upTo);
  if (low === null || high === null) return null;
  const [right, error] = [low.right - high.right, low.error - high.error];
  return right + error > 0 ? right / (right + error) : null;
}
const NOTHING_ANSWERED: OutcomeShares = { right: 0, error: 0, abstention: 1 };

const guessing: Claim = {
  id: 'guessing-buys-accuracy-with-errors',
  evidence: 'trained',
  listed: ['S9'],
  statement:
    'Strategic guessing raises accuracy and raises errors more: each right answer that it adds costs (1 − q)/q errors.',
  source: 'OpenAI 2025, "Why language models hallucinate"',
  formula: 'as τ falls accuracy rises by q and err by 1 − q a prompt of confidence q',
  explanation: [
    'Lowering the threshold above which the model answers adds answers of less and less confidence. That accuracy and err can only rise then follows from the rule. What the added answers cost does not: it is (1 − q)/q errors for each right one only if a network is right as often as it is confident. Where it were over-confident, the trade would be worse than it looks; where its doubts were idle, guessing would cost nothing.',
    'Answers are added in three bands of confidence. In each of them the right share should lie between the ends of the band: at least one error for each right answer below ½, less than one in three above three quarters.',
  ],
  prediction: `right share of the answers added: ${BANDS.map((band) => `${rangeWords(bandRange(band))} in the band of confidences from ${band.above} to ${band.upTo}`).join('; ')}; from τ = ${CAREFUL} to 0 errors rise by ${rangeWords(ERRORS_RISE_MORE)} more than accuracy`,
  check: (tables) => {
    const rows = rowsOf(tables.runs);
    if (rows.length === 0) return unmeasured('rise of errors above that of accuracy', 'no run has measured it');
    const rise = rows.map((row) => {
      const [always, careful] = [0, CAREFUL].map((each) => sharesAbove(tables, row, each));
      return always && careful && always.error - careful.error - (always.right - careful.right);
    });
    return gated(
      knows(tables),
      MORE_STEPS,
      allOf([
        meanWithin(
          `rise of errors less rise of accuracy, from answering above ${CAREFUL} to answering always`,
          rise,
          ERRORS_RISE_MORE,
        ),
        ...BANDS.map((band) =>
          meanWithin(
            `right share of the answers added, confidences from ${band.above} to ${band.upTo}`,
            rows.map((row) => rightShareAdded(tables, row, band)),
            bandRange(band),
          ),
        ),
      ]),
    );
  },
};

function bandRange({ above, upTo }: (typeof BANDS)[number]): Range {
  return between(above, upTo);
}

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
const ABSTENTION_RISES = atLeast(0.02);

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
  prediction: `right share of the answers at least t at t = 0.5, 0.75 and 0.9; every fixed threshold loses ${rangeWords(LOST_BY_FIXED)} points at some target; abstention rises from target to target by ${rangeWords(ABSTENTION_RISES)}`,
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
    const fixed = thresholdsOf(tables).map((value) =>
      meanWithin(
        `points lost by the fixed threshold ${value} at its worst target`,
        rows.map((row) => largestLoss(tables, row, value)),
        LOST_BY_FIXED,
      ),
    );
    const rises = CHARGED.map((t, i) =>
      meanWithin(
        `rise of abstention from t = ${TARGETS[i]} to ${t}`,
        rows.map((row) =>
          combine(
            [t, TARGETS[i]].map((target) => sharesAbove(tables, row, target)?.abstention ?? null),
            (now, before) => now - before,
          ),
        ),
        ABSTENTION_RISES,
      ),
    );
    return gated(knows(tables), MORE_STEPS, allOf([audit[0], ...audit.slice(1), ...fixed, ...rises]));
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
      exactlyWithin(
        `mean difference of err between answering always and above ${CAREFUL}`,
        completeMean(gap),
        RULES_APART,
      ),
    ]);
  },
};

export const confidenceTargets: ExperimentClaims = {
  experiment: 'confidence-targets',
  title: 'Confidence targets',
  claims: [threshold, guessing, told, notAMetric],
  figures: confidenceFigures,
};
