/** The claim that errors can be predicted from counts alone: μ(U), R, and the facts that training shows. */

import type { CheckResult, Claim } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  meanWithin,
  type Range,
  rangeWords,
  resultSentence,
} from '../../claims/verdict.js';
import { combine, type MeasuredFamily, measured, stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';
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

/** Predictions that training could have made false, and those that hold for every model: they check the measuring. */
interface Predictions {
  readonly open: readonly [Prediction, ...Prediction[]];
  readonly certain: readonly Prediction[];
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

/**
 * The tolerance on months is four times the luck of 100 guesses among 12 months, √(100·11)/12/400 = 0.007 a world. That on
 * ambiguous prompts leaves room for strings that are not a response, which a small network still gives one time in fifty.
 */
const PREDICTIONS: Predictions = {
  open: [
    {
      what: 'err + invalid mass on dates, less μ(U)(1 − 1/365), largest network',
      rows: largest,
      measured: aboveGuess('dates'),
      range: about(0, 0.01),
    },
    { what: 'the same on months, R = 12', rows: largest, measured: aboveGuess('months'), range: about(0, 0.03) },
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
      range: about(0.5, 0.03),
    },
    {
      what: 'the same, smallest network',
      rows: smallest,
      measured: inFamily('ambiguous', ({ accuracy }) => accuracy),
      range: about(0.5, 0.03),
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
  ],
  certain: [
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
      what: 'err of a memoriser whose tool covers half of the prompts, over μ(U)(1 − 1/365)',
      rows: (tables) => withTool(tables, 0.5),
      measured: inFamily('dates', ({ wrong, unansweredMass }) =>
        combine([wrong, unansweredMass], (errors, mass) => errors / evenGuessError(mass, RESPONSES.dates)),
      ),
      range: about(0.5, 0.1),
    },
  ],
};

export const errorsArePredicted: Claim = {
  id: 'errors-are-foretold',
  evidence: 'trained',
  listed: ['C4'],
  statement:
    'Hallucinations are not mysterious: one can say beforehand how often a model errs, on which prompts, and what a penalty changes.',
  source: 'OpenAI 2025, "Why language models hallucinate"',
  formula: 'each prediction from μ(U), R and the training counts comes true',
  explanation: [
    `${PREDICTIONS.open.length} predictions need no model, only counts: which facts training shows and how often, how many responses there are, and which prompts say too little. They range from the error rate of whole families to the effect of abstaining below a confidence of three quarters. A network that had not learnt, or had learnt something else, would have made each of them false.`,
    `${PREDICTIONS.certain.length} more hold for every model that abstains from nothing: on a fact that nothing shows, any answer is wrong with 1 − 1/R. They are in the details and decide nothing.`,
    'The networks are trained long enough to learn what they are shown. The effect of α on errors, and predictions in many more worlds, are the subject of other experiments (answer-probability, singleton-rate, many-worlds).',
  ],
  prediction: `the mean over seeds of each of the ${PREDICTIONS.open.length} lies in its range with its whole interval: ${PREDICTIONS.open.map(({ what, range }) => `${what}: ${rangeWords(range)}`).join('; ')}`,
  check: (tables) => {
    const values = ({ rows, measured: read }: Prediction) => rows(tables).map((row) => read(tables, row));
    const checked = (prediction: Prediction): CheckResult =>
      meanWithin(prediction.what, values(prediction), prediction.range);
    const [first, ...others] = PREDICTIONS.open;
    const finding = allOf([checked(first), ...others.map(checked)]);
    const certain = PREDICTIONS.certain.map((prediction) =>
      resultSentence(exactlyWithin(prediction.what, completeMean(values(prediction)), prediction.range)),
    );
    return { ...finding, details: [...(finding.details ?? []), ...certain.map((words) => `Certain: ${words}`)] };
  },
};
