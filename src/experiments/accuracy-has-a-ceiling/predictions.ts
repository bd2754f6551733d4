/** What is foretold of the trainings from counts alone: μ(U), R, and which facts training shows. */

import type { Claim } from '../../claims/claim.js';
import {
  about,
  atLeast,
  atMost,
  exactlyWithin,
  type Range,
  rangeWords,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanInterval } from '../../theory/meanInterval.js';
import { largest, RESPONSES, smallest, underTarget, value, withTool, wrong } from './readings.js';

interface Prediction {
  readonly what: string;
  readonly rows: (tables: ReportTables) => readonly number[];
  readonly measured: (tables: ReportTables, row: number) => number;
  readonly range: Range;
}

function errorAboveGuess(family: keyof typeof RESPONSES) {
  return (tables: ReportTables, row: number): number =>
    wrong(tables, family, row) - value(tables, family, 'unansweredMass', row) * (1 - 1 / RESPONSES[family]);
}
function wrongWhereUnseen(tables: ReportTables, family: keyof typeof RESPONSES, row: number): number {
  return value(tables, family, 'byCount.0.errorRate', row) + value(tables, family, 'byCount.0.invalidMass', row);
}

const PREDICTIONS: readonly Prediction[] = [
  {
    what: 'err + invalid mass on dates, less μ(U)(1 − 1/365), largest network',
    rows: largest,
    measured: errorAboveGuess('dates'),
    range: about(0, 0.01),
  },
  { what: 'the same on months, R = 12', rows: largest, measured: errorAboveGuess('months'), range: about(0, 0.02) },
  {
    what: 'wrong on dates never shown, smallest network',
    rows: smallest,
    measured: (tables, row) => wrongWhereUnseen(tables, 'dates', row),
    range: about(364 / 365, 0.01),
  },
  {
    what: 'the same, largest network',
    rows: largest,
    measured: (tables, row) => wrongWhereUnseen(tables, 'dates', row),
    range: about(364 / 365, 0.01),
  },
  {
    what: 'effect of R: wrong on dates never shown over wrong on months never shown',
    rows: largest,
    measured: (tables, row) => wrongWhereUnseen(tables, 'dates', row) / wrongWhereUnseen(tables, 'months', row),
    range: about(364 / 365 / (11 / 12), 0.08),
  },
  {
    what: 'err on dates shown ten times or more, largest network',
    rows: largest,
    measured: (tables, row) => value(tables, 'dates', 'byCount.5.errorRate', row),
    range: atMost(0.01),
  },
  {
    what: 'err + invalid mass where everything is shown, largest network',
    rows: largest,
    measured: (tables, row) => wrong(tables, 'shown', row),
    range: atMost(0.01),
  },
  {
    what: 'accuracy on ambiguous prompts, largest network',
    rows: largest,
    measured: (tables, row) => value(tables, 'ambiguous', 'accuracy', row),
    range: about(0.5, 0.02),
  },
  {
    what: 'the same, smallest network',
    rows: smallest,
    measured: (tables, row) => value(tables, 'ambiguous', 'accuracy', row),
    range: about(0.5, 0.02),
  },
  {
    what: 'effect of a penalty of 3: abstentions on ambiguous prompts, largest network',
    rows: largest,
    measured: (tables, row) => underTarget(tables, 'ambiguous', 0.75, 'abstentionRate', row),
    range: atLeast(0.95),
  },
  {
    what: 'and on what was shown',
    rows: largest,
    measured: (tables, row) => underTarget(tables, 'shown', 0.75, 'abstentionRate', row),
    range: atMost(0.02),
  },
  {
    what: 'err of a memoriser whose tool covers half of the prompts, over μ(U)(1 − 1/365)',
    rows: (tables) => withTool(tables, 0.5),
    measured: (tables, row) =>
      wrong(tables, 'dates', row) / (value(tables, 'dates', 'unansweredMass', row) * (364 / 365)),
    range: about(0.5, 0.1),
  },
];

export const foretold: Claim = {
  id: 'errors-are-foretold',
  listed: ['C4'],
  statement:
    'Hallucinations are not mysterious: how often a model errs, on what, and what a penalty changes can be said beforehand.',
  source: 'OpenAI 2025, "Why language models hallucinate"',
  formula: 'at least nine in ten of the predictions from μ(U), R and the training counts come true',
  explanation: [
    `${PREDICTIONS.length} predictions that need no model, only counts: which facts training shows how often, how many responses there are, and which prompts say too little. They range from the error rate of whole families to what abstaining below a confidence of three quarters does.`,
    'The tolerances were set after trial runs on other seeds. The effect of α on errors, and predictions in many more worlds, are the subject of other experiments (answer-probability, singleton-rate, many-worlds).',
  ],
  prediction: 'share of predictions whose mean over seeds lies in the range foretold: at least 0.9',
  check: (tables) => {
    const outcomes = PREDICTIONS.map(({ what, rows, measured, range }) => {
      const values = rows(tables)
        .map((row) => measured(tables, row))
        .filter(Number.isFinite);
      if (values.length === 0) return { holds: null, words: `${what}: not measured.` };
      const { mean } = meanInterval(values);
      const holds = mean >= range.low && mean <= range.high;
      return {
        holds,
        words: `${what}: foretold ${rangeWords(range)}, measured ${significant(mean)}${holds ? '' : ', which fails'}.`,
      };
    });
    if (outcomes.some(({ holds }) => holds === null))
      return {
        ...unmeasured('share of predictions that come true', 'not all of them were measured'),
        details: outcomes.map(({ words }) => words),
      };
    const share = outcomes.filter(({ holds }) => holds).length / outcomes.length;
    return {
      ...exactlyWithin('share of predictions that come true', share, atLeast(0.9)),
      details: outcomes.map(({ words }) => words),
    };
  },
};
