/** Scores of thresholds at each target, and what the policy that is told its target does at each. */
import type { Figure } from '../../report/figures/figure.js';
import { pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { FAMILIES, type FamilyName, rulesOf, type Shares, scoreAt, TARGETS } from './readings.js';

const COLOURS = ['#000000', '#E69F00', '#0072B2', '#D55E00'];
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond'] as const;

export function confidenceFigures(tables: ReportTables): readonly Figure[] {
  return [scores(tables), audit(tables)];
}

function scores(tables: ReportTables): Figure {
  const [id, title] = ['score-against-threshold', 'What answering above a threshold earns, target by target'];
  const rows = rowsOf(tables.runs);
  const values = rows.length === 0 ? [] : rulesOf(tables, rows[0]).map(({ value }) => value);
  if (values.length === 0) return { id, title, missing: 'The runs hold no rules (measurement.confidenceTargets).' };
  const series = TARGETS.map(
    (t, i): Series => ({
      name: `t = ${t}`,
      colour: COLOURS[i],
      shape: SHAPES[i],
      points: pointsOf(
        values.map((x, at) => ({
          x,
          mean: meanOf(rows.map((row) => scoreAt(t, rulesOf(tables, row)[at].shares)).filter(Number.isFinite)),
        })),
      ),
    }),
  );
  return {
    id,
    title,
    caption: [
      'The model gives its likeliest answer where its confidence is above τ; a line a target, means over worlds with 95 % Student t intervals. Points are on the scale where a right answer earns 1 more than an error, and abstaining 0.',
      'Under accuracy (t = 0) the line only falls: no abstention ever pays. Under a target it is to be highest at τ = t, as far as the confidences are those of being right.',
    ],
    spec: seriesFigure(
      [{ series }],
      { title: 'confidence above which the model answers, τ' },
      { title: 'points a question' },
      { width: 480, height: 320 },
    ),
  };
}

const LINES: readonly {
  readonly name: string;
  readonly colour: string;
  readonly shape: (typeof SHAPES)[number];
  readonly of: (shares: Shares) => number;
}[] = [
  { name: 'right', colour: '#009E73', shape: 'circle', of: ({ right }) => right },
  { name: 'error', colour: '#D55E00', shape: 'triangle-up', of: ({ error }) => error },
  { name: '"I don\'t know"', colour: '#0072B2', shape: 'square', of: ({ abstention }) => abstention },
];

function audit(tables: ReportTables): Figure {
  const [id, title] = ['told-targets', 'One policy told its target'];
  const rows = rowsOf(tables.runs);
  const at = (row: number, family: FamilyName, t: number, of: (shares: Shares) => number): number => {
    const shares = rulesOf(tables, row, [family]).find(({ value }) => value === t)?.shares;
    return shares === undefined ? NaN : of(shares);
  };
  const panel = (family: FamilyName) => ({
    heading: family,
    series: LINES.map(
      ({ name, colour, shape, of }): Series => ({
        name,
        colour,
        shape,
        points: pointsOf(
          TARGETS.map((x) => ({ x, mean: meanOf(rows.map((row) => at(row, family, x, of)).filter(Number.isFinite)) })),
        ),
      }),
    ),
  });
  const panels = FAMILIES.map(panel);
  if (panels.every(({ series }) => series.every(({ points }) => points.length === 0)))
    return { id, title, missing: 'The runs hold no rules (measurement.confidenceTargets).' };
  return {
    id,
    title,
    caption: [
      'What the model does where it answers above the target that it is told; means over worlds with 95 % Student t intervals. Known facts are clean, of the doubtful ones three rows in ten were wrong, of the unknown nearly all.',
      'At t = 0 everything is answered. As the target rises the unknown facts go first, the doubtful ones next, and the known ones stay.',
    ],
    spec: seriesFigure(
      panels,
      { title: 'target told, t' },
      { title: 'share of prompts', scale: { domain: [0, 1] } },
      { width: 210, height: 260 },
    ),
  };
}
