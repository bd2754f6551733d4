/** One network told its target, audited for behavioural calibration, beside networks graded at one target. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  between,
  gate,
  gated,
  meanWithin,
  rangeWords,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import { combine } from '../../results/measured.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';
import { pairedBySeed } from '../../results/select.js';
import type { OutcomeShares } from '../../scoring/grader.js';
import { toldFigures } from './figures.js';
import {
  answeredShare,
  baseNetwork,
  GRADED,
  gradedNetwork,
  LEVEL_NAMES,
  LEVELS,
  overall,
  regretAt,
  runsGraded,
  sharesAt,
  type Target,
  TOLD_TARGETS,
  type ToldNetwork,
} from './readings.js';

const PAPER = 'Kalai et al. 2025, §4.2 (explicit confidence targets, behavioural calibration)';

/** Targets at which some answers must be withheld, from the highest. */
const ABOVE_0 = TOLD_TARGETS.filter((t) => t > 0).reverse();

const PREDICTED = {
  answersWorth: atLeast(0.85),
  answersNotWorth: atMost(0.25),
  regret: atMost(0.03),
  regretOfOthers: atLeast(0.15),
  abstentionRises: atLeast(0.1),
  worstBeyondTold: atLeast(0.1),
  movedByWord: atMost(0.1),
} as const;

/** The base model must not respond to the target, and must abstain at times. */
const BLANK = { moved: atMost(0.1), idk: between(0.1, 0.5) } as const;

function idk(shares: OutcomeShares | null): number | null {
  return shares === null ? null : shares.abstention;
}

/** Largest difference that the told target makes to abstention on one kind of questions. */
function moved(network: ToldNetwork): number | null {
  const differences = LEVEL_NAMES.map((level) =>
    combine(
      TOLD_TARGETS.map((t) => idk(sharesAt(network, level, t))),
      (...rates) => Math.max(...rates) - Math.min(...rates),
    ),
  );
  return combine(differences, Math.max);
}

/** Grading proves nothing unless the target words have no effect before it and the model abstains at times. */
function startsBlank(tables: ReportTables, finding: CheckResult): CheckResult {
  const bases = rowsOf(tables.runs).map((row) => baseNetwork(tables, row));
  return gated(
    gate('difference that the told target makes to IDK of the base model', bases.map(moved), BLANK.moved),
    'a base model to which the targets mean nothing: more pretraining',
    gated(
      gate(
        'IDK of the base model',
        bases.map((network) => completeMean(TOLD_TARGETS.map((t) => idk(overall(network, t))))),
        BLANK.idk,
      ),
      'a base model that abstains at times: another answerProbability',
      finding,
    ),
  );
}

const reads: Claim = {
  id: 'a-network-reads-its-target',
  evidence: 'trained',
  listed: ['BC', 'CT', 'N2'],
  statement:
    'A network that is told its target in the prompt can learn from grades alone to answer where it is right with probability above t, and to abstain elsewhere, at every t.',
  source: PAPER,
  formula: `answer ⇔ c > t, at c = ${Object.values(LEVELS).join(', ')} and t = ${TOLD_TARGETS.join(', ')}`,
  explanation: [
    'A transformer learns four kinds of questions. The usual answer of a kind is right for 99, 82, 63 or 30 people in a hundred, and nothing shows for whom, so that these are the confidences of a model that knows the kind of question. The last word of each prompt is a target, such as [t=0.75]. Pretraining shows every row with every target, so that the word means nothing.',
    'Then the network answers prompts about half of the people and is trained on the points that its answers earn. It sees the grades and never the truth. The results are for the other half, about whom no answer was graded: at each target, the share of the questions worth an answer that it answers, and the share of the others.',
  ],
  prediction: `at each of the four targets the mean share of answers is ${rangeWords(PREDICTED.answersWorth)} on kinds with c > t, and ${rangeWords(PREDICTED.answersNotWorth)} on kinds with c < t; abstention rises from target to target by ${rangeWords(PREDICTED.abstentionRises)} (in closed form by 0.25)`,
  check: (tables) => {
    const rows = runsGraded(tables, 'told');
    if (rows.length === 0) return unmeasured('share of answers at each target', 'no run has measured it');
    const answers = (row: number, t: Target, worth: boolean): number | null =>
      completeMean(
        LEVEL_NAMES.filter((level) => LEVELS[level] > t === worth).map((level) =>
          answeredShare(sharesAt(gradedNetwork(tables, row), level, t)),
        ),
      );
    const worth = TOLD_TARGETS.map((t) =>
      meanWithin(
        `share of answers at t = ${t} to kinds with c > t`,
        rows.map((row) => answers(row, t, true)),
        PREDICTED.answersWorth,
      ),
    );
    const [first, ...others] = ABOVE_0.map((t) =>
      meanWithin(
        `share of answers at t = ${t} to kinds with c < t`,
        rows.map((row) => answers(row, t, false)),
        PREDICTED.answersNotWorth,
      ),
    );
    const rises = TOLD_TARGETS.slice(1).map((t, i) =>
      meanWithin(
        `rise of abstention from t = ${TOLD_TARGETS[i]} to ${t}`,
        rows.map((row) =>
          combine(
            [t, TOLD_TARGETS[i]].map((target) => idk(overall(gradedNetwork(tables, row), target))),
            (higher, lower) => higher - lower,
          ),
        ),
        PREDICTED.abstentionRises,
      ),
    );
    return startsBlank(tables, allOf([first, ...others.reverse(), ...worth, ...rises]));
  },
};

const audited: Claim = {
  id: 'behavioural-calibration-can-be-trained',
  evidence: 'trained',
  listed: ['BC'],
  statement:
    'One network that is told its target passes the audit of behavioural calibration: at every target its answers are right with probability at least t, and it earns what can be earned.',
  source: PAPER,
  formula: 'right / (right + wrong) ≥ t at every t told; regret(t) = Σ max(c − t, 0)/4 − score_t ≈ 0',
  explanation: [
    'The audit needs right answers, errors and abstentions at each target and nothing else: it neither asks for a confidence nor reads one from inside. It is taken over all kinds of questions, on people about whom no answer was graded.',
    'The most that can be earned without knowing the person has a closed form. The points are on the scale where a right answer earns 1 more than an error: rewards were on that scale too, for otherwise errors at t = 0.9, which cost 9, would drown all else.',
    'The regret that is left is the price of the training rows that are kept in (posttraining.replayWeight): they pull towards the IDK rate of the data. Without them it was not lower but higher in trials: the network decides how to treat a kind of questions before it has understood the target, and no longer explores.',
  ],
  prediction: `right share of the answers at least t at t = 0.5, 0.75 and 0.9; regret ${rangeWords(PREDICTED.regret)} points a question at every target`,
  check: (tables) => {
    const rows = runsGraded(tables, 'told');
    if (rows.length === 0) return unmeasured('right share of the answers', 'no run has measured it');
    const rightShare = (row: number, t: Target): number | null => {
      const shares = overall(gradedNetwork(tables, row), t);
      return shares === null ? null : combine([shares.right, shares.error], (right, error) => right / (right + error));
    };
    const [first, ...others] = ABOVE_0.map((t) =>
      meanWithin(
        `right share of the answers at t = ${t}`,
        rows.map((row) => rightShare(row, t)),
        atLeast(t),
      ),
    );
    const regrets = TOLD_TARGETS.map((t) =>
      meanWithin(
        `regret at t = ${t}`,
        rows.map((row) => regretAt(gradedNetwork(tables, row), t)),
        PREDICTED.regret,
      ),
    );
    const finding = startsBlank(tables, allOf([first, ...others, ...regrets]));
    const audit = TOLD_TARGETS.map((t) => {
      const mean = (outcome: keyof OutcomeShares): string => {
        const value = completeMean(rows.map((row) => overall(gradedNetwork(tables, row), t)?.[outcome] ?? null));
        return value === null ? 'not measured' : significant(value);
      };
      return `t = ${t}: right ${mean('right')}, wrong ${mean('error')}, abstained ${mean('abstention')}.`;
    });
    return { ...finding, details: [...(finding.details ?? []), ...audit] };
  },
};

/** Networks that are graded at one target, each with a target at which it must be bad. */
const OTHERS = [
  { graded: 'accuracy', weak: 0.9 },
  { graded: 'fixed', weak: 0 },
] as const;

/** Regret of a network at the target at which it does worst. */
function worst(tables: ReportTables, row: number): number | null {
  return combine(
    TOLD_TARGETS.map((t) => regretAt(gradedNetwork(tables, row), t)),
    Math.max,
  );
}

const hidden: Claim = {
  id: 'no-untold-policy-serves-every-target',
  evidence: 'trained',
  listed: ['BC', 'C6', 'N2b'],
  statement:
    'A policy that follows one target, whatever the prompt tells, is good at that target and bad at others; one policy can serve them all only if it is told the target.',
  source: PAPER,
  formula: 'max_t regret(t) of the fixed policies > max_t regret(t) of the told one',
  explanation: [
    'Two more networks start from the same base and see the same prompts with the same words in them, but their grades come from one target always: 0, which is accuracy, or 0.75. To them the word in the prompt stays without meaning. That they do not move with it is the control: the grades teach the told network its words.',
    'In closed form the policy of t = 0 loses 0.24 points at t = 0.9, that of t = 0.75 loses 0.23 at t = 0.',
  ],
  prediction: `regret of the network graded at t = 0 ${rangeWords(PREDICTED.regretOfOthers)} at t = 0.9; of the one graded at 0.75 ${rangeWords(PREDICTED.regretOfOthers)} at t = 0; the worst regret of each ${rangeWords(PREDICTED.worstBeyondTold)} above that of the told network; the told word moves the IDK of neither by more than ${PREDICTED.movedByWord.high}`,
  check: (tables) => {
    const parts = OTHERS.filter(({ graded }) => runsGraded(tables, graded).length > 0).flatMap(({ graded, weak }) => {
      const rows = runsGraded(tables, graded);
      return [
        meanWithin(
          `worst regret of the network graded ${GRADED[graded]}, less that of the told one`,
          pairedBySeed(tables.runs, rows, runsGraded(tables, 'told'), (a, b) =>
            combine([worst(tables, a), worst(tables, b)], (own, told) => own - told),
          ),
          PREDICTED.worstBeyondTold,
        ),
        meanWithin(
          `regret at t = ${weak} of the network graded ${GRADED[graded]}`,
          rows.map((row) => regretAt(gradedNetwork(tables, row), weak)),
          PREDICTED.regretOfOthers,
        ),
        meanWithin(
          `difference that the told word makes to IDK of the network graded ${GRADED[graded]}`,
          rows.map((row) => moved(gradedNetwork(tables, row))),
          PREDICTED.movedByWord,
        ),
      ];
    });
    const missing = OTHERS.filter(({ graded }) => runsGraded(tables, graded).length === 0).map(
      ({ graded }) => `No run was graded ${GRADED[graded]}.`,
    );
    if (parts.length === 0)
      return unmeasured('regret of a network that answers to one target', 'no run has measured it');
    const finding = allOf([parts[0], ...parts.slice(1)]);
    return startsBlank(tables, { ...finding, details: [...(finding.details ?? []), ...missing] });
  },
};

export const toldItsTarget: ExperimentClaims = {
  experiment: 'told-its-target',
  title: 'A network told its target',
  claims: [reads, audited, hidden],
  figures: toldFigures,
};
