/** Figure: error rate against distribution shift. */
import { AXES, type Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import { exact, pointsOf, seriesFigure } from '../../report/figures/seriesFigure.js';
import { type MeasuredFamily, measured } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { shares, shiftedRows, TRAINED } from './readings.js';

export function errorAgainstShift(tables: ReportTables): Figure {
  const id = 'error-against-shift';
  const title = 'Error rate against distribution shift';
  if (shares(tables).length === 0) return { id, title, missing: 'No run was measured under a shift.' };
  const points = (kind: string, family: string, read: (family: MeasuredFamily) => number | null) =>
    pointsOf(
      shares(tables).map((share) => ({
        x: share,
        mean: meanOver(shiftedRows(tables, kind, share), (row) => read(measured(tables.runs, row, family))),
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
