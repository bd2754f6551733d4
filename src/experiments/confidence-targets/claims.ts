/** Confidence targets: the rule that is best under each, and one policy that is told which one holds. */

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
  unmeasured,
} from '../../claims/verdict.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { calibrationError } from '../../scoring/calibrationError.js';
import { answeringThreshold, confidenceTarget, partialCredit, penaltyGrader } from '../../scoring/grader.js';
import { confidenceFigures } from './figures.js';
import { FAMILIES, familyMean, rulesOf, type Shares, scoreAt, TARGETS } from './readings.js';

const PAPER = 'Kalai et al. 2025, §4.2 (explicit confidence targets)';

function knows(tables: ReportTables): CheckResult {
  return gate(
    "accuracy of the model's likeliest answers to known prompts",
    rowsOf(tables.runs).map((row) => familyMean(tables, row, 'answers.accuracy', ['known'])),
    atLeast(0.9),
  );
}
const MORE_STEPS = 'a model that knows its facts: more training steps';

/** What the rule "answer above τ" earns at its best τ, less what it earns at τ = t, on the scale where right earns 1 more than an error. */
function regretOf(tables: ReportTables, row: number, t: number): number {
  const scores = rulesOf(tables, row).map(({ value, shares }) => ({ value, score: scoreAt(t, shares) }));
  return Math.max(...scores.map(({ score }) => score)) - (scores.find(({ value }) => value === t)?.score ?? NaN);
}

const threshold: Claim = {
  id: 'answer-above-the-target',
  listed: ['CT', 'S13'],
  statement:
    'Where an error costs λ, the best a model can do is to answer where it is right with probability above t = λ/(1 + λ); where abstaining earns s, above s.',
  source: PAPER,
  formula: 'answer ⇔ q > λ/(1 + λ); with partial credit s: q > s',
  explanation: [
    'One transformer, which was trained on facts that it can be sure of, half sure, and not sure at all, gives its likeliest answer where its confidence is above a threshold τ and abstains elsewhere. Confidence is the probability of that answer given that it answers. Twelve thresholds are tried, without further training.',
    'Were the confidences exactly those of being right, τ = t would be best at every t. They are those of a trained network, so what is asked is how much is lost by taking them at their word: points a question, on a scale where a right answer earns 1 more than an error.',
  ],
  prediction:
    'the threshold of penalty λ is λ/(1 + λ), of partial credit s it is s, exactly; at t = 0.5, 0.75 and 0.9 the best of the twelve thresholds earns at most 0.03 more than τ = t',
  check: (tables) => {
    const exact =
      [0.1, 1, 3, 9].every(
        (lambda) => Math.abs(answeringThreshold(penaltyGrader(lambda)) - lambda / (1 + lambda)) < 1e-12,
      ) &&
      TARGETS.every((t) => Math.abs(answeringThreshold(confidenceTarget(t)) - t) < 1e-12) &&
      [0.1, 0.5, 0.9].every((s) => Math.abs(answeringThreshold(partialCredit(s)) - s) < 1e-12);
    const regrets = TARGETS.filter((t) => t > 0).map((t) =>
      meanWithin(
        `points lost by τ = t at t = ${t}`,
        rowsOf(tables.runs).map((row) => regretOf(tables, row, t)),
        atMost(0.03),
      ),
    );
    return gated(
      knows(tables),
      MORE_STEPS,
      allOf([holdsAlways('thresholds of graders that are not their closed forms', [exact]), ...regrets]),
    );
  },
};

const guessing: Claim = {
  id: 'guessing-buys-accuracy-with-errors',
  listed: ['S9', 'Obs1'],
  statement:
    'Strategic guessing raises accuracy and raises errors more: under accuracy it is never worse to answer, and never best to abstain.',
  source: 'OpenAI 2025, "Why language models hallucinate"; Kalai et al. 2025, Observation 1',
  formula: 'as τ falls accuracy and err both rise, by q and 1 − q a prompt of confidence q',
  explanation: [
    'Lowering the threshold above which the model answers adds answers of less and less confidence. Accuracy can only gain by them, so that a leaderboard of accuracy alone is won at τ = 0. Errors rise as well, and by more as soon as the added answers are wrong more often than right.',
    'Observation 1 says the same of any belief about what a grader of right and wrong will accept; a test of the library holds it against thousands of random beliefs.',
  ],
  prediction:
    'in every family and world accuracy and err never fall as τ falls; from τ = 0.75 to 0 errors rise by at least 0.1 more than accuracy',
  check: (tables) => {
    const rows = rowsOf(tables.runs);
    if (rows.length === 0) return unmeasured('rise of errors above that of accuracy', 'no run has measured it');
    const monotone = rows.flatMap((row) =>
      FAMILIES.map((family) => {
        const rules = rulesOf(tables, row, [family]);
        return rules.every(
          ({ shares }, i) =>
            i === 0 ||
            (shares.right <= rules[i - 1].shares.right + 1e-9 && shares.error <= rules[i - 1].shares.error + 1e-9),
        );
      }),
    );
    const rise = rows.map((row) => {
      const of = (value: number): Shares | undefined =>
        rulesOf(tables, row).find((rule) => rule.value === value)?.shares;
      const [always, careful] = [of(0), of(0.75)];
      return always === undefined || careful === undefined
        ? NaN
        : always.error - careful.error - (always.right - careful.right);
    });
    return allOf([
      meanWithin(
        'rise of errors less rise of accuracy, from answering above 0.75 to answering always',
        rise,
        atLeast(0.1),
      ),
      holdsAlways('families in which accuracy or err falls as τ falls', monotone),
    ]);
  },
};

/** What a policy told t earns at t above one of a fixed threshold, at the target where that is most. */
function largestLoss(tables: ReportTables, row: number, fixed: number): number {
  const rules = rulesOf(tables, row);
  const score = (t: number, threshold: number): number =>
    scoreAt(t, rules.find(({ value }) => value === threshold)?.shares ?? NOTHING);
  return Math.max(...TARGETS.map((t) => score(t, t) - score(t, fixed)));
}
/** Right share of what is answered; 1 where nothing is. */
function precision({ right, abstention }: Shares): number {
  return abstention === 1 ? 1 : right / (1 - abstention);
}
const NOTHING: Shares = { right: NaN, error: NaN, abstention: NaN };

const told: Claim = {
  id: 'one-policy-told-its-target',
  listed: ['BC', 'C6'],
  statement:
    'One policy that is told the target serves every target: what it answers is right with probability above t, and no policy that is not told can do as well at all of them.',
  source: `${PAPER}; "behavioural calibration"`,
  formula: "right / (right + wrong) ≥ t at every t told; max_t [score_t(τ = t) − score_t(τ')] > 0 for every fixed τ'",
  explanation: [
    'The policy is the same model, answering above the threshold that it is told. It is asked at t = 0, 0.5, 0.75 and 0.9, over all questions, and audited as any model could be, by its right answers, errors and abstentions alone: this is behavioural calibration.',
    'A policy of one fixed threshold is what a test that hides its penalty gets. For each of the twelve thresholds some target is looked for at which it loses to the policy that is told, points being on the scale where a right answer earns 1 more than an error.',
    'That a network can learn such a policy from grades alone, its target being a word of the prompt, is the matter of the experiment told-its-target.',
  ],
  prediction:
    'right share of the answers at least t at t = 0.5, 0.75 and 0.9; every fixed threshold loses at least 0.02 points at some target; abstention rises from target to target',
  check: (tables) => {
    const rows = rowsOf(tables.runs);
    if (rows.length === 0) return unmeasured('right share of the answers', 'no run has measured it');
    const at = (row: number, t: number): Shares =>
      rulesOf(tables, row).find(({ value }) => value === t)?.shares ?? NOTHING;
    const audit = TARGETS.filter((t) => t > 0).map((t) =>
      meanWithin(
        `right share of the answers at t = ${t}`,
        rows.map((row) => precision(at(row, t))),
        atLeast(t),
      ),
    );
    const fixed = rulesOf(tables, rows[0]).map(({ value }) =>
      meanWithin(
        `points lost by the fixed threshold ${value} at its worst target`,
        rows.map((row) => largestLoss(tables, row, value)),
        atLeast(0.02),
      ),
    );
    const rises = rows.flatMap((row) =>
      TARGETS.slice(1).map((t, i) => at(row, t).abstention > at(row, TARGETS[i]).abstention),
    );
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

const notAMetric: Claim = {
  id: 'calibration-error-is-no-hallucination-metric',
  listed: ['HLEc'],
  statement:
    'Calibration error is no measure of hallucination: a model that is always wrong and says so has none, one that is always right and doubts it has all.',
  source: "Kalai et al. 2025, appendix (on Humanity's Last Exam)",
  formula: '(ECE, err) = (0, 1) and (1, 0)',
  explanation: [
    'Two made-up models state a confidence of 0 in each answer. One is always wrong, the other always right. The calibration error of the first is 0 although it does nothing but err, and that of the second is 1 although it never does.',
    'In the trained model the same can be seen from afar: answering always and answering above 0.75 are the same confidences, and so have the same calibration error, but other error rates.',
  ],
  prediction: 'exactly (0, 1) and (1, 0); error rates of the two rules on one model at least 0.2 apart',
  check: (tables) => {
    const stated = (right: number): number =>
      calibrationError({ confidence: [0, 0, 0], right: [right, right, right] }, 15)?.l1 ?? NaN;
    const gap = rowsOf(tables.runs).map((row) => {
      const of = (value: number): number =>
        rulesOf(tables, row).find((rule) => rule.value === value)?.shares.error ?? NaN;
      return of(0) - of(0.75);
    });
    return allOf([
      exactlyWithin('ECE of the model that is always wrong and says so', stated(0), between(0, 0)),
      exactlyWithin('ECE of the model that is always right and doubts it', stated(1), between(1, 1)),
      meanWithin('difference of err between answering always and above 0.75', gap, atLeast(0.2)),
    ]);
  },
};

export const confidenceTargets: ExperimentClaims = {
  experiment: 'confidence-targets',
  title: 'Confidence targets',
  claims: [threshold, guessing, told, notAMetric],
  figures: confidenceFigures,
};
