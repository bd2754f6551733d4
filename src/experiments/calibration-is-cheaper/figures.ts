/** Figure: accuracy and calibration error in the course of training, by size. */
import type { Figure } from '../../report/figures/figure.js';
import { type Series, seriesFigure, stepAxis } from '../../report/figures/seriesFigure.js';
import { modelSizes } from '../../results/bySeed.js';
import { numbersAt, type ReportTables, rowsOf } from '../../results/reportTables.js';
import { curveMeans } from '../../results/seedMeans.js';
import { ACCURACY, ECE, recalibratedColumn, recalibrations } from './readings.js';

const LOOKS = [
  { colour: '#0072B2', shape: 'circle' },
  { colour: '#D55E00', shape: 'triangle-up' },
  { colour: '#009E73', shape: 'square' },
  { colour: '#CC79A7', shape: 'diamond' },
] as const;

export function calibrationCurves(tables: ReportTables): Figure {
  const [id, title] = ['accuracy-and-calibration', 'Accuracy and calibration in the course of training'];
  const { curves } = tables;
  const sizes = modelSizes(tables);
  const steps = numbersAt(curves, 'step', rowsOf(curves));
  if (sizes.length === 0 || steps.length === 0) return { id, title, missing: 'No network was trained.' };
  const place = recalibrations(tables, 0).get(300);
  const lines = (column: string): readonly Series[] =>
    sizes.map(({ parameters, group }, i) => ({
      name: `${Math.round(parameters / 1000)}k parameters`,
      ...LOOKS[i % LOOKS.length],
      points: curveMeans(tables, group, column).map((mean) => ({ ...mean, x: mean.step })),
    }));
  const repaired =
    place === undefined
      ? []
      : lines(recalibratedColumn(place)).map(
          ({ name, colour, points }): Series => ({ name: `${name}, recalibrated`, colour, dash: [2, 3], points }),
        );
  return {
    id,
    title,
    caption: [
      'Left: how often the likeliest answer to a fresh prompt is right. Right: calibration error (ECE) of the confidence in it; dotted, after two numbers were fitted on 300 graded answers. Before training, a network is calibrated because it is sure of nothing. Means over seeds with 95 % Student t intervals.',
    ],
    spec: seriesFigure(
      [
        { heading: 'accuracy', series: lines(ACCURACY) },
        { heading: 'calibration error ECE', series: [...lines(ECE), ...repaired] },
      ],
      stepAxis(steps),
      { title: 'accuracy; ECE', scale: { domain: [0, 1] } },
      { width: 280, height: 280 },
    ),
  };
}
