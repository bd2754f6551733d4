/** Figure: accuracy by size of the network beside its caps, and errors with and without abstention. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import {
  exact,
  type Gap,
  gap,
  pointsOf,
  type Series,
  type SeriesPoint,
  seriesFigure,
} from '../../report/figures/seriesFigure.js';
import { type MeasuredFamily, runAt } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { type CeilingFamily, capOf, networks, networkWidths, ofFamily, PARTLY_SHOWN, underTarget } from './readings.js';

const FAMILIES: readonly ({ readonly family: CeilingFamily } & Pick<Series, 'name' | 'colour' | 'shape'>)[] = [
  { family: 'shown', name: 'everything shown', colour: COLOUR.green, shape: 'square' },
  { family: 'months', name: 'a quarter never shown, R = 12', colour: COLOUR.orange, shape: 'diamond' },
  { family: 'dates', name: 'a quarter never shown, R = 365', colour: COLOUR.blue, shape: 'circle' },
  { family: 'ambiguous', name: 'two answers, not told apart', colour: COLOUR.vermilion, shape: 'triangle-up' },
];

/** Confidence up to which networks abstain in the panel of errors. */
const ABSTAINS_UP_TO = 0.9;

export function ceilingFigure(tables: ReportTables): Figure {
  const [id, title] = ['accuracy-by-size', 'What caps accuracy, and what abstaining saves'];
  const sizes = networkWidths(tables).flatMap((width) => {
    const rows = networks(tables, width);
    const parameters = meanOver(rows, (row) => runAt(tables.runs, row).trainableParameters);
    return parameters === null ? [] : [{ rows, x: parameters.mean }];
  });
  if (sizes.length === 0) return { id, title, missing: 'No network was trained.' };
  const bySize = (family: CeilingFamily, read: (family: MeasuredFamily) => number | null): readonly SeriesPoint[] =>
    pointsOf(sizes.map(({ rows, x }) => ({ x, mean: meanOver(rows, ofFamily(tables, family, read)) })));
  const caps = PARTLY_SHOWN.flatMap((family): (SeriesPoint | Gap)[] => [
    ...bySize(family, (each) => capOf(each, family)).map(({ x, mean }) => exact(x, mean)),
    gap(sizes[0].x),
  ]);
  const accuracy: readonly Series[] = [
    { name: 'cap 1 − u(1 − 1/R)', colour: THEORY, dash: DASH.dashed, points: caps },
    ...FAMILIES.map(({ family, ...look }) => ({ ...look, points: bySize(family, (each) => each.accuracy) })),
  ];
  const errors: readonly Series[] = FAMILIES.flatMap(({ family, ...look }) => [
    { ...look, points: bySize(family, (each) => each.wrong) },
    {
      name: `${look.name}; IDK up to confidence ${ABSTAINS_UP_TO}`,
      colour: look.colour,
      dash: DASH.dotted,
      points: bySize(family, (each) => underTarget(each, ABSTAINS_UP_TO)?.errorRate ?? null),
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
