/** Distribution shift: other prompts are asked than were trained on. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { about, allOf, atMost, meanWithin } from '../../claims/verdict.js';
import { AXES, type Figure } from '../../report/figures/figure.js';
import { exact, pointsOf, seriesFigure } from '../../report/figures/seriesFigure.js';
import { metric, numberAt, numbersAt, type ReportTables } from '../../results/reportTables.js';
import { seedMean } from '../../results/seedMeans.js';
import { levelsOf, pairedBySeed, rowsWhere } from '../../results/select.js';

const SHARE = 'parameters.corpus.families.birthdays.shift.share';
const BIRTHDAYS = { name: 'birthdays', nature: 'arbitrary' } as const;
const BRACKETS = { name: 'brackets', nature: 'pattern' } as const;
const TRAINED = 'transformer';

function shiftedRows({ runs }: ReportTables, share: number) {
  return rowsWhere(runs, { 'model.kind': TRAINED, [SHARE]: share });
}

function wrong({ runs }: ReportTables, row: number): number {
  return (
    (numberAt(runs, metric(BIRTHDAYS, 'errorRate'), row) ?? NaN) +
    (numberAt(runs, metric(BIRTHDAYS, 'invalidMass'), row) ?? NaN)
  );
}

const shift: Claim = {
  id: 'errors-follow-the-shift',
  listed: ['SH'],
  statement:
    'A model errs more on prompts from another distribution than it was trained on, by as much as the shift asks for facts that training never showed.',
  source: 'Kalai et al. 2025, §3.4 (distribution shift)',
  formula: "err(μ') = Σ_c μ'(c) p̂(E_c|c), so err(μ') − err(μ) ≈ (MM(μ') − MM(μ))(1 − 1/R)",
  explanation: [
    "Training rows come from μ, in which 200 people make up four fifths of the questions. The model is then asked under μ' = (1 − s)·μ + s·uniform: at s = 1 everybody is asked for alike, and most of them training has never shown.",
    'What the model knows does not change, only what it is asked. So the error must rise in a straight line with s, and as fast as the missing mass. The control is a family with a rule, brackets, whose measured prompts are shifted in the same way: there the error must stay near 0.',
  ],
  prediction:
    'the rise of err + invalid mass from s = 0 to s = 1 is 1 ± 0.05 times the rise of MM·(1 − 1/R); err on shifted brackets at most 0.01',
  check: (tables) => {
    const { runs } = tables;
    const levels = levelsOf(runs, SHARE);
    const [from, to] = [shiftedRows(tables, levels[0]), shiftedRows(tables, levels.at(-1)!)];
    const slopes = pairedBySeed(runs, from, to, (a, b) => {
      const calibrated = (row: number) => numberAt(runs, metric(BIRTHDAYS, 'calibratedError'), row);
      const [before, after] = [calibrated(a), calibrated(b)];
      return before === null || after === null || after === before
        ? null
        : (wrong(tables, b) - wrong(tables, a)) / (after - before);
    });
    return allOf([
      meanWithin('rise of err + invalid mass over the rise of MM·(1 − 1/R)', slopes, about(1, 0.05)),
      meanWithin('control: err on shifted brackets', numbersAt(runs, metric(BRACKETS, 'errorRate'), to), atMost(0.01)),
    ]);
  },
};

function errorAgainstShift({ runs }: ReportTables): Figure {
  const id = 'error-against-shift';
  const title = 'Error rate against distribution shift';
  const levels = levelsOf(runs, SHARE);
  if (levels.length === 0) return { id, title, missing: 'No run was measured under a shift.' };
  const of = (kind: string, column: string) =>
    pointsOf(
      levels.map((share) => ({
        x: share,
        mean: seedMean(runs, column, rowsWhere(runs, { 'model.kind': kind, [SHARE]: share })),
      })),
    );
  const series = [
    {
      name: 'missing mass MM',
      colour: '#555',
      dash: [6, 4],
      points: of(TRAINED, metric(BIRTHDAYS, 'missingMass')).map(({ x, mean }) => exact(x, mean)),
    },
    {
      name: 'calibrated learner',
      colour: '#009E73',
      shape: 'square' as const,
      points: of('calibrated-learner', metric(BIRTHDAYS, 'errorRate')),
    },
    {
      name: 'transformer',
      colour: '#0072B2',
      shape: 'circle' as const,
      points: of(TRAINED, metric(BIRTHDAYS, 'errorRate')),
    },
    {
      name: 'transformer on brackets (control: a rule)',
      colour: '#D55E00',
      dash: [2, 3],
      shape: 'triangle-up' as const,
      points: of(TRAINED, metric(BRACKETS, 'errorRate')),
    },
  ];
  return {
    id,
    title,
    caption: [
      "Error rate on birthdays under μ', means over seeds with 95 % Student t intervals (smaller than the signs where they cannot be seen). Dashed: the missing mass under μ'. Orange: the transformer's error on brackets, whose measured prompts are shifted to uniform throughout.",
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
