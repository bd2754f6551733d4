/** Figure: accuracy and calibration error in the course of training, by size. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH } from '../../report/figures/palette.js';
import { type Series, seriesFigure, stepAxis } from '../../report/figures/seriesFigure.js';
import { stepPointsOf } from '../../report/figures/stepsFigure.js';
import { modelSizes } from '../../results/bySeed.js';
import { type MeasuredFamily, measured } from '../../results/measured.js';
import { numbersAt, type ReportTables, rowsOf } from '../../results/reportTables.js';
import { ENOUGH, recalibratedError } from './readings.js';

const LOOKS = [
  { colour: COLOUR.blue, shape: 'circle' },
  { colour: COLOUR.vermilion, shape: 'triangle-up' },
  { colour: COLOUR.green, shape: 'square' },
  { colour: COLOUR.purple, shape: 'diamond' },
] as const;

/** A panel of accuracy and one of ECE, with a line for each size. */
export function calibrationCurves(tables: ReportTables): Figure {
  const [id, title] = ['accuracy-and-calibration', 'Accuracy and calibration in the course of training'];
  const { curves } = tables;
  const sizes = modelSizes(tables);
  const steps = numbersAt(curves, 'step', rowsOf(curves));
  if (sizes.length === 0 || steps.length === 0) return { id, title, missing: 'No network was trained.' };
  const lines = (read: (birthdays: MeasuredFamily) => number | null): readonly Series[] =>
    sizes.map(({ parameters, group }, i) => ({
      name: `${Math.round(parameters / 1000)}k parameters`,
      ...LOOKS[i % LOOKS.length],
      points: stepPointsOf(tables, group, (row) => read(measured(curves, row, 'birthdays'))),
    }));
  const repaired = lines((birthdays) => recalibratedError(birthdays, ENOUGH)).map(
    ({ name, colour, points }): Series => ({ name: `${name}, recalibrated`, colour, dash: DASH.dotted, points }),
  );
  const wasRepaired = repaired.some(({ points }) => points.length > 0);
  return {
    id,
    title,
    caption: [
      `Left: how often the likeliest answer to a fresh prompt is right. Right: calibration error (ECE) of the confidence in it; dotted, after two numbers were fitted on ${ENOUGH} graded answers. Before training, a network is calibrated because it is sure of nothing. Means over seeds with 95 % Student t intervals.`,
    ],
    spec: seriesFigure(
      [
        { heading: 'accuracy', series: lines(({ answers }) => answers.accuracy) },
        {
          heading: 'calibration error ECE',
          series: [...lines(({ answers }) => answers.expectedCalibrationError), ...(wasRepaired ? repaired : [])],
        },
      ],
      stepAxis(steps),
      { title: 'accuracy; ECE', scale: { domain: [0, 1] } },
      { width: 280, height: 280 },
    ),
  };
}
