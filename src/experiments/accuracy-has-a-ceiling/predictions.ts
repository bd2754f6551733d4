/** The claim that errors can be predicted from counts alone: μ(U), R, and the facts that training shows. */

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
import { combine, type MeasuredFamily, measured, stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import {
  type CeilingFamily,
  largest,
  ofFamily,
  type PartlyShown,
  RESPONSES,
  smallest,
  underTarget,
  withTool,
} from './readings.js';

interface Prediction {
  readonly what: string;
  readonly rows: (tables: ReportTables) => readonly number[];
  readonly measured: (tables: ReportTables, row: number) => number | null;
  readonly range: Range;
}

function inFamily(family: CeilingFamily, read: (family: MeasuredFamily) => number | null): Prediction['measured'] {
  return (tables, row) => ofFamily(tables, family, read)(row);
}
/** err + invalid mass less the error of even guesses on U. */
function aboveGuess(family: PartlyShown): Prediction['measured'] {
  return inFamily(family, ({ wrong, unansweredMass }) =>
    combine([wrong, unansweredMass], (errors, mass) => errors - evenGuessError(mass, RESPONSES[family])),
  );
}
/** err + invalid mass on prompts that training never answered. */
function wrongOnU(family: MeasuredFamily): number | null {
  return stratum(family, 0).wrong;
}

const PREDICTIONS: readonly Prediction[] = [
  {
    what: 'err + invalid mass on dates, less μ(U)(1 − 1/365), largest network',
    rows: largest,
    measured: aboveGuess('dates'),
    range: about(0, 0.01),
  },
  { what: 'the same on months, R = 12', rows: largest, measured: aboveGuess('months'), range: about(0, 0.02) },
  {
    what: 'wrong on dates never shown, smallest network',
    rows: smallest,
    measured: inFamily('dates', wrongOnU),
    range: about(364 / 365, 0.01),
  },
  {
    what: 'the same, largest network',
    rows: largest,
    measured: inFamily('dates', wrongOnU),
    range: about(364 / 365, 0.01),
  },
  {
    what: 'effect of R: wrong on dates never shown over wrong on months never shown',
    rows: largest,
    measured: ({ runs }, row) =>
      combine(
        [wrongOnU(measured(runs, row, 'dates')), wrongOnU(measured(runs, row, 'months'))],
        (dates, months) => dates / months,
      ),
    range: about(364 / 365 / (11 / 12), 0.08),
  },
  {
    what: 'err on dates shown ten times or more, largest network',
    rows: largest,
    measured: inFamily('dates', (family) => stratum(family, 10).errorRate),
    range: atMost(0.01),
  },
  {
    what: 'err + invalid mass where everything is shown, largest network',
    rows: largest,
    measured: inFamily('shown', ({ wrong }) => wrong),
    range: atMost(0.01),
  },
  {
    what: 'accuracy on ambiguous prompts, largest network',
    rows: largest,
    measured: inFamily('ambiguous', ({ accuracy }) => accuracy),
    range: about(0.5, 0.02),
  },
  {
    what: 'the same, smallest network',
    rows: smallest,
    measured: inFamily('ambiguous', ({ accuracy }) => accuracy),
    range: about(0.5, 0.02),
  },
  {
    what: 'effect of a penalty of 3: abstentions on ambiguous prompts, largest network',
    rows: largest,
    measured: inFamily('ambiguous', (family) => underTarget(family, 0.75)?.abstentionRate ?? null),
    range: atLeast(0.95),
  },
  {
    what: 'and on what was shown',
    rows: largest,
    measured: inFamily('shown', (family) => underTarget(family, 0.75)?.abstentionRate ?? null),
    range: atMost(0.02),
  },
  {
    what: 'err of a memoriser whose tool covers half of the prompts, over μ(U)(1 − 1/365)',
    rows: (tables) => withTool(tables, 0.5),
    measured: inFamily('dates', ({ wrong, unansweredMass }) =>
      combine([wrong, unansweredMass], (errors, mass) => errors / evenGuessError(mass, RESPONSES.dates)),
    ),
    range: about(0.5, 0.1),
  },
];

/** Share of the predictions that must come true. */
const COME_TRUE = atLeast(0.9);

export const errorsArePredicted: Claim = {
  id: 'errors-are-foretold',
  evidence: 'check',
  listed: ['C4'],
  statement:
    'Hallucinations are not mysterious: one can say beforehand how often a model errs, on which prompts, and what a penalty changes.',
  source: 'OpenAI 2025, "Why language models hallucinate"',
  formula: 'at least nine in ten of the predictions from μ(U), R and the training counts come true',
  explanation: [
    `${PREDICTIONS.length} predictions need no model, only counts: which facts training shows and how often, how many responses there are, and which prompts say too little. They range from the error rate of whole families to the effect of abstaining below a confidence of three quarters.`,
    'The tolerances were set after trial runs on other seeds. The effect of α on errors, and predictions in many more worlds, are the subject of other experiments (answer-probability, singleton-rate, many-worlds).',
  ],
  prediction: `share of predictions whose mean over seeds lies in the range foretold: ${rangeWords(COME_TRUE)}`,
  check: (tables) => {
    const outcomes = PREDICTIONS.map(({ what, rows, measured: read, range }) => {
      const mean = meanOver(rows(tables), (row) => read(tables, row))?.mean;
      if (mean === undefined) return { holds: null, words: `${what}: not measured.` };
      const holds = mean >= range.low && mean <= range.high;
      return {
        holds,
        words: `${what}: foretold ${rangeWords(range)}, measured ${significant(mean)}${holds ? '' : ', which fails'}.`,
      };
    });
    const details = outcomes.map(({ words }) => words);
    if (outcomes.some(({ holds }) => holds === null))
      return { ...unmeasured('share of predictions that come true', 'not all of them were measured'), details };
    const share = outcomes.filter(({ holds }) => holds).length / outcomes.length;
    return { ...exactlyWithin('share of predictions that come true', share, COME_TRUE), details };
  },
};
