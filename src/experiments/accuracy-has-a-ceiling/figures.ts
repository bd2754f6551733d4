/** Figure: accuracy by size of the network beside its caps, and errors with and without abstention. */
import type { Figure } from '../../report/figures/figure.js';
import { exact, pointsOf, type Series, type SeriesPoint, seriesFigure } from '../../report/figures/seriesFigure.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOf, seedMean } from '../../results/seedMeans.js';
import { type CeilingFamily, cap, networks, RESPONSES, underTarget, value, widths, wrong } from './readings.js';

const FAMILIES: readonly {
  readonly family: CeilingFamily;
  readonly name: string;
  readonly colour: string;
  readonly shape: 'circle' | 'square' | 'triangle-up' | 'diamond';
}[] = [
  { family: 'shown', name: 'everything shown', colour: '#009E73', shape: 'square' },
  { family: 'months', name: 'a quarter never shown, R = 12', colour: '#E69F00', shape: 'diamond' },
  { family: 'dates', name: 'a quarter never shown, R = 365', colour: '#0072B2', shape: 'circle' },
  { family: 'ambiguous', name: 'two answers, not told apart', colour: '#D55E00', shape: 'triangle-up' },
];

export function ceilingFigure(tables: ReportTables): Figure {
  const [id, title] = ['accuracy-by-size', 'What caps accuracy, and what abstaining saves'];
  if (widths(tables).length === 0) return { id, title, missing: 'No network was trained.' };
  const sizeOf = (width: number): number =>
    seedMean(tables.runs, 'model.trainableParameters', networks(tables, width))?.mean ?? NaN;
  const by = (measured: (row: number) => number): readonly SeriesPoint[] =>
    pointsOf(
      widths(tables).map((width) => ({
        x: sizeOf(width),
        mean: meanOf(networks(tables, width).map(measured).filter(Number.isFinite)),
      })),
    );
  const caps: SeriesPoint[] = [...(Object.keys(RESPONSES) as (keyof typeof RESPONSES)[])].flatMap((family) => [
    ...by((row) => cap(tables, family, row)).map(({ x, mean }) => exact(x, mean)),
    exact(sizeOf(widths(tables)[0]), NaN),
  ]);
  const accuracy: readonly Series[] = [
    { name: 'cap 1 − u(1 − 1/R)', colour: '#555', dash: [6, 4], points: caps },
    ...FAMILIES.map(({ family, ...look }) => ({
      ...look,
      points: by((row) => value(tables, family, 'accuracy', row)),
    })),
  ];
  const errors: readonly Series[] = FAMILIES.flatMap(({ family, ...look }) => [
    { ...look, points: by((row) => wrong(tables, family, row)) },
    {
      name: `${look.name}; IDK up to confidence 0.9`,
      colour: look.colour,
      dash: [2, 3],
      points: by((row) => underTarget(tables, family, 0.9, 'errorRate', row)),
    },
  ]);
  return {
    id,
    title,
    caption: [
      'Networks of three sizes on four families of facts. Left: accuracy; dashed, the caps of the two families of which a quarter is never shown. Right: err + invalid mass, of sampled responses (solid) and where only the likeliest answer is given, and only above a confidence of 0.9 (dotted). ' +
        'Means over worlds with 95 % Student t intervals.',
    ],
    spec: seriesFigure(
      [
        { heading: 'accuracy', series: accuracy },
        { heading: 'error rate', series: errors },
      ],
      {
        title: 'trainable parameters',
        scale: { type: 'log' },
        axis: { format: '~s', values: [3000, 10000, 30000, 70000] },
      },
      { title: 'accuracy; error rate', scale: { domain: [0, 1] } },
      { width: 260, height: 300 },
    ),
  };
}
