/** Figure: error rate against the share of wrong training rows. */
import { AXES, type Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import { exact, pointsOf, seriesFigure } from '../../report/figures/seriesFigure.js';
import { measured, stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { noiseLevels, rowsAtNoise } from './readings.js';

export function errorAgainstNoise(tables: ReportTables): Figure {
  const id = 'error-against-noise';
  const title = 'Error rate against the share of wrong rows';
  const levels = noiseLevels(tables);
  if (levels.length === 0) return { id, title, missing: 'No run was trained on noisy rows.' };
  const strata = [
    { count: 1, name: 'seen once', colour: COLOUR.vermilion, shape: 'triangle-up' },
    { count: 2, name: 'seen twice', colour: COLOUR.orange, shape: 'diamond' },
    { count: 10, name: 'seen 10 times or more', colour: COLOUR.blue, shape: 'circle' },
  ] as const;
  const diagonal = {
    name: 'err = ε',
    colour: THEORY,
    dash: DASH.dashed,
    points: levels.map((noise) => exact(noise, noise)),
  };
  const panel = (heading: string, measure: 'errorRate' | 'argMaxErrorRate') => ({
    heading,
    series: [
      diagonal,
      ...strata.map(({ count, ...series }) => ({
        ...series,
        points: pointsOf(
          levels.map((noise) => ({
            x: noise,
            mean: meanOver(
              rowsAtNoise(tables, noise),
              (row) => stratum(measured(tables.runs, row, 'birthdays'), count)[measure],
            ),
          })),
        ),
      })),
    ],
  });
  return {
    id,
    title,
    caption: [
      'Error rate of a transformer on birthdays, by how often training answered the prompt, against the share ε of training rows that are wrong. Left: answers sampled from p̂, as in the theorems. Right: the likeliest answer. Means over seeds with 95 % Student t intervals.',
    ],
    spec: seriesFigure(
      [panel('sampled', 'errorRate'), panel('likeliest answer', 'argMaxErrorRate')],
      { title: 'share of wrong training rows ε' },
      { title: AXES.errorRate, scale: { domain: [0, 0.5] } },
      { width: 280, height: 280 },
    ),
  };
}
