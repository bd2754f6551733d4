/** One network told its confidence target in the prompt, audited for behavioural calibration, beside networks that answer to one target. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  between,
  gate,
  gated,
  holdsAlways,
  meanWithin,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { pairedBySeed } from '../../results/select.js';
import { toldFigures } from './figures.js';
import {
  atBase,
  atEnd,
  GRADED,
  LEVEL_NAMES,
  LEVELS,
  overall,
  regretAt,
  runsGraded,
  sharesAt,
  TARGETS,
  type Target,
} from './readings.js';

const PAPER = 'Kalai et al. 2025, §4.2 (explicit confidence targets, behavioural calibration)';

function range(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Largest difference that the told target makes to abstention on one kind of questions. */
function moved(read: (column: string) => number): number {
  return Math.max(...LEVEL_NAMES.map((level) => range(TARGETS.map((t) => sharesAt(read, level, t).abstention))));
}

/** What grading is to give the words must not be there before it, and there must be abstentions to begin with. */
function startsBlank(tables: ReportTables, finding: CheckResult): CheckResult {
  const bases = rowsOf(tables.runs).map((row) => atBase(tables, row));
  return gated(
    gate('difference that the told target makes to IDK of the base model', bases.map(moved), atMost(0.1)),
    'a base model to which the targets mean nothing: more pretraining',
    gated(
      gate(
        'IDK of the base model',
        bases.map((read) => mean(TARGETS.map((t) => overall(read, t).abstention))),
        between(0.1, 0.5),
      ),
      'a base model that abstains at times: another answerProbability',
      finding,
    ),
  );
}

const reads: Claim = {
  id: 'a-network-reads-its-target',
  listed: ['BC', 'CT'],
  statement:
    'A network that is told its target in the prompt can learn from grades alone to answer where it is right with probability above t, and to abstain elsewhere, at every t.',
  source: PAPER,
  formula: 'answer ⇔ c > t, at c = 0.97, 0.82, 0.63, 0.3 and t = 0, 0.5, 0.75, 0.9',
  explanation: [
    'A transformer learns four kinds of questions. The usual answer of a kind is right of 97, 82, 63 or 30 people in a hundred, and nothing tells of whom, so that these are the confidences of whoever knows the kind of question. The last word of each prompt is a target, such as [t=0.75]. Pretraining shows every row with every target, so that the word means nothing.',
    'Then the network answers prompts of half of the people and is trained on what its answers earn. It sees the grades and never the truth. What it does on the other half, of whom no answer was graded, is reported: at each target, how much of the questions that are worth an answer it answers, and how much of the others.',
  ],
  prediction:
    'at each of the four targets the mean share of answers is at least 0.85 on kinds with c > t, and at most 0.25 on kinds with c < t; abstention rises from target to target in every world',
  check: (tables) => {
    const rows = runsGraded(tables, 'told');
    if (rows.length === 0) return unmeasured('share of answers at each target', 'no run has measured it');
    const answers = (row: number, t: Target, worth: boolean): number =>
      mean(
        LEVEL_NAMES.filter((level) => LEVELS[level] > t === worth).map(
          (level) => 1 - sharesAt(atEnd(tables, row), level, t).abstention,
        ),
      );
    const worth = TARGETS.map((t) =>
      meanWithin(
        `share of answers at t = ${t} to kinds with c > t`,
        rows.map((row) => answers(row, t, true)),
        atLeast(0.85),
      ),
    );
    const others = TARGETS.filter((t) => t > 0).map((t) =>
      meanWithin(
        `share of answers at t = ${t} to kinds with c < t`,
        rows.map((row) => answers(row, t, false)),
        atMost(0.25),
      ),
    );
    const rises = rows.flatMap((row) =>
      TARGETS.slice(1).map(
        (t, i) => overall(atEnd(tables, row), t).abstention > overall(atEnd(tables, row), TARGETS[i]).abstention,
      ),
    );
    return startsBlank(
      tables,
      allOf([
        others[others.length - 1],
        ...others.slice(0, -1),
        ...worth,
        holdsAlways('worlds and targets at which abstention does not rise', rises),
      ]),
    );
  },
};

const audited: Claim = {
  id: 'behavioural-calibration-can-be-trained',
  listed: ['BC'],
  statement:
    'One network that is told its target passes the audit of behavioural calibration: at every target its answers are right with probability at least t, and it earns what can be earned.',
  source: PAPER,
  formula: 'right / (right + wrong) ≥ t at every t told; regret(t) = Σ max(c − t, 0)/4 − score_t ≈ 0',
  explanation: [
    'The audit needs right answers, errors and abstentions at each target and nothing else: no confidence is asked for, and none is read from inside. Over all kinds of questions, on people of whom no answer was graded.',
    'What can be earned without knowing the person is a closed form. The points are on the scale where a right answer earns 1 more than an error: rewards were on that scale too, for otherwise errors at t = 0.9, which cost 9, would drown all else.',
    'What is left of the regret is the price of the training rows that are kept in (posttraining.replayWeight): they pull towards the IDK rate of the data. Without them it was not lower but higher in trials: the network settles what to do with a kind of questions before it has understood the target, and no longer explores.',
  ],
  prediction:
    'right share of the answers at least t at t = 0.5, 0.75 and 0.9; regret at most 0.03 points a question at every target',
  check: (tables) => {
    const rows = runsGraded(tables, 'told');
    if (rows.length === 0) return unmeasured('right share of the answers', 'no run has measured it');
    const rightShare = (row: number, t: Target): number => {
      const { right, error } = overall(atEnd(tables, row), t);
      return right / (right + error);
    };
    const shares = [0.9, 0.75, 0.5].map((t) =>
      meanWithin(
        `right share of the answers at t = ${t}`,
        rows.map((row) => rightShare(row, t as Target)),
        atLeast(t),
      ),
    );
    const regrets = TARGETS.map((t) =>
      meanWithin(
        `regret at t = ${t}`,
        rows.map((row) => regretAt(atEnd(tables, row), t)),
        atMost(0.03),
      ),
    );
    const finding = startsBlank(tables, allOf([shares[0], ...shares.slice(1), ...regrets]));
    const audit = TARGETS.map((t) => {
      const at = rows.map((row) => overall(atEnd(tables, row), t));
      return `t = ${t}: right ${significant(mean(at.map(({ right }) => right)))}, wrong ${significant(mean(at.map(({ error }) => error)))}, abstained ${significant(mean(at.map(({ abstention }) => abstention)))}.`;
    });
    return { ...finding, details: [...(finding.details ?? []), ...audit] };
  },
};

/** Networks that answer to one target, each with one at which it must be bad. */
const OTHERS = [
  { graded: 'accuracy', weak: 0.9 },
  { graded: 'fixed', weak: 0 },
] as const;

/** Regret of a network where it does worst. */
function worst(tables: ReportTables, row: number): number {
  return Math.max(...TARGETS.map((t) => regretAt(atEnd(tables, row), t)));
}

const hidden: Claim = {
  id: 'no-untold-policy-serves-every-target',
  listed: ['BC', 'C6'],
  statement:
    'A policy that answers to one target whatever the prompt tells is good at that target and bad at others; being told is what one policy needs to serve them all.',
  source: PAPER,
  formula: 'max_t regret(t) of the fixed policies > max_t regret(t) of the told one',
  explanation: [
    'Two more networks start from the same base and see the same prompts with the same words in them, but their grades come from one target always: 0, which is accuracy, or 0.75. To them the word in the prompt stays without meaning, and that they do not move with it is the control: it is the grades that teach the told network its words.',
    'In closed form the policy of t = 0 loses 0.24 points at t = 0.9, that of t = 0.75 loses 0.23 at t = 0.',
  ],
  prediction:
    'regret of the network graded at t = 0 at least 0.15 at t = 0.9; of the one graded at 0.75 at least 0.15 at t = 0; the worst regret of each at least 0.1 above that of the told network; the told word moves the IDK of neither by more than 0.1',
  check: (tables) => {
    const parts = OTHERS.filter(({ graded }) => runsGraded(tables, graded).length > 0).flatMap(({ graded, weak }) => {
      const rows = runsGraded(tables, graded);
      return [
        meanWithin(
          `worst regret of the network graded ${GRADED[graded]}, less that of the told one`,
          pairedBySeed(tables.runs, rows, runsGraded(tables, 'told'), (a, b) => worst(tables, a) - worst(tables, b)),
          atLeast(0.1),
        ),
        meanWithin(
          `regret at t = ${weak} of the network graded ${GRADED[graded]}`,
          rows.map((row) => regretAt(atEnd(tables, row), weak)),
          atLeast(0.15),
        ),
        meanWithin(
          `difference that the told word makes to IDK of the network graded ${GRADED[graded]}`,
          rows.map((row) => moved(atEnd(tables, row))),
          atMost(0.1),
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
