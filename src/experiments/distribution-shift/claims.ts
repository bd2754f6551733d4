/** Distribution shift: other prompts are asked than were trained on. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { about, allOf, atMost, meanWithin, predictionWords, rangeWords } from '../../claims/verdict.js';
import { AXES, type Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import { exact, pointsOf, seriesFigure } from '../../report/figures/seriesFigure.js';
import { combine, type MeasuredFamily, measured, present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { levelsOf, pairsBySeed, rowsWhere } from '../../results/select.js';

const SHARE = 'parameters.corpus.families.birthdays.shift.share';
const TRAINED = 'transformer';

const PREDICTED = { rise: about(1, 0.05), onBrackets: atMost(0.01) };

function shiftedRows({ runs }: ReportTables, share: number) {
  return rowsWhere(runs, { 'model.kind': TRAINED, [SHARE]: share });
}

const shift: Claim = {
  id: 'errors-follow-the-shift',
  listed: ['SH'],
  statement:
    'A model errs more on prompts from another distribution than it was trained on, by as much as the shift asks for facts that training never showed.',
  source: 'Kalai et al. 2025, §3.4 (distribution shift)',
  formula: "err(μ') = Σ_c μ'(c) p̂(E_c|c), so err(μ') − err(μ) ≈ (MM(μ') − MM(μ))(1 − 1/R)",
  explanation: [
    "Training rows come from μ, in which 200 people make up four fifths of the prompts. The model is then asked under μ' = (1 − s)·μ + s·uniform: at s = 1 each person is asked for equally often, and training has never shown most of them.",
    'The knowledge of the model does not change, only the prompts do. So the error must rise in a straight line with s, and as fast as the missing mass. The control is a family with a rule, brackets, whose measured prompts are shifted in the same way: there the error must stay near 0.',
  ],
  prediction: `the rise of err + invalid mass from s = 0 to s = 1 is ${predictionWords(PREDICTED.rise)} times the rise of MM·(1 − 1/R); err on shifted brackets ${rangeWords(PREDICTED.onBrackets)}`,
  check: (tables) => {
    const { runs } = tables;
    const levels = levelsOf(runs, SHARE);
    const [from, to] = [shiftedRows(tables, levels[0]), shiftedRows(tables, levels.at(-1)!)];
    const slopes = pairsBySeed(runs, from, to).map(([a, b]) => {
      const [before, after] = [a, b].map((row) => measured(runs, row, 'birthdays'));
      return combine(
        [after.wrong, before.wrong, after.calibratedError, before.calibratedError],
        (wrongAfter, wrongBefore, demandedAfter, demandedBefore) =>
          (wrongAfter - wrongBefore) / (demandedAfter - demandedBefore),
      );
    });
    const onBrackets = present(to.map((row) => measured(runs, row, 'brackets').errorRate));
    return allOf([
      meanWithin('rise of err + invalid mass over the rise of MM·(1 − 1/R)', slopes, PREDICTED.rise),
      meanWithin('control: err on shifted brackets', onBrackets, PREDICTED.onBrackets),
    ]);
  },
};

function errorAgainstShift({ runs }: ReportTables): Figure {
  const id = 'error-against-shift';
  const title = 'Error rate against distribution shift';
  const levels = levelsOf(runs, SHARE);
  if (levels.length === 0) return { id, title, missing: 'No run was measured under a shift.' };
  const points = (kind: string, family: string, read: (family: MeasuredFamily) => number | null) =>
    pointsOf(
      levels.map((share) => ({
        x: share,
        mean: meanOver(rowsWhere(runs, { 'model.kind': kind, [SHARE]: share }), (row) =>
          read(measured(runs, row, family)),
        ),
      })),
    );
  const errors = (kind: string, family: string) => points(kind, family, ({ errorRate }) => errorRate);
  const series = [
    {
      name: 'missing mass MM',
      colour: THEORY,
      dash: DASH.dashed,
      points: points(TRAINED, 'birthdays', ({ missingMass }) => missingMass).map(({ x, mean }) => exact(x, mean)),
    },
    {
      name: 'calibrated learner',
      colour: COLOUR.green,
      shape: 'square' as const,
      points: errors('calibrated-learner', 'birthdays'),
    },
    {
      name: 'transformer',
      colour: COLOUR.blue,
      shape: 'circle' as const,
      points: errors(TRAINED, 'birthdays'),
    },
    {
      name: 'transformer on brackets (control: a rule)',
      colour: COLOUR.vermilion,
      dash: DASH.dotted,
      shape: 'triangle-up' as const,
      points: errors(TRAINED, 'brackets'),
    },
  ];
  return {
    id,
    title,
    caption: [
      "Error rate on birthdays under μ', means over seeds with 95 % Student t intervals (hidden by the signs where they are smaller). Dashed: the missing mass under μ'. Orange: the transformer's error on brackets, whose measured prompts are shifted to uniform throughout.",
    ],
    spec: seriesFigure(
      [{ series }],
      { title: "shift s: prompts from μ' = (1 − s)·μ + s·uniform" },
      { title: AXES.errorRate, scale: { domain: [0, 1] } },
      { width: 480, height: 320 },
    ),
  };
}

export const distributionShift: ExperimentClaims = {
  experiment: 'distribution-shift',
  title: 'Distribution shift',
  claims: [shift],
  figures: (tables) => [errorAgainstShift(tables)],
};
