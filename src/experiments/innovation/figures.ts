/** Figures: change of errors by decision rules against the change of calibration, and against the change of innovation. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { exact, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';
import { change, type Outcome, TREATMENT_NAMES, type Treatment } from './readings.js';

const LOOKS = {
  'arg-max': { colour: COLOUR.blue, shape: 'circle' },
  sharper: { colour: COLOUR.green, shape: 'square' },
  flatter: { colour: COLOUR.orange, shape: 'triangle-up' },
  'answering always': { colour: COLOUR.vermilion, shape: 'triangle-down' },
  'abstaining below 0.75': { colour: COLOUR.black, shape: 'diamond' },
} as const;

export function innovationFigures(tables: ReportTables): readonly Figure[] {
  const [id, title] = ['errors-against-calibration-and-innovation', 'What changes with errors, and what does not'];
  const rows = rowsOf(tables.runs);
  const series = (against: Outcome): readonly Series[] =>
    TREATMENT_NAMES.flatMap((treatment): readonly Series[] => {
      const [x, y] = [meanChange(treatment, against), meanChange(treatment, 'wrong')];
      return x === null || y === null ? [] : [{ name: treatment, ...LOOKS[treatment], points: [exact(x, y)] }];
    });
  function meanChange(treatment: Treatment, outcome: Outcome): number | null {
    return completeMean(rows.map((row) => change(tables, row, treatment, outcome)));
  }
  const panels = [
    { heading: 'against the rise of over-confidence σ', series: series('signedDelta') },
    { heading: 'against the change of innovation', series: series('innovation') },
  ];
  if (panels.every((panel) => panel.series.length === 0))
    return [{ id, title, missing: 'The runs hold no decision rules (measurement.temperatures, confidenceTargets).' }];
  return [
    {
      id,
      title,
      caption: [
        'Change of err + invalid mass of one network under five decision rules, mean over worlds. Left: what over-confidence does tells nothing of what errors do. Right: errors change by what innovation changes, the diagonal.',
      ],
      spec: seriesFigure(
        panels,
        { title: 'change of σ (left), of innovation (right)', scale: { domain: [-0.3, 0.3] } },
        { title: 'change of err + invalid mass', scale: { domain: [-0.3, 0.3] } },
        { width: 280, height: 280 },
      ),
    },
  ];
}
