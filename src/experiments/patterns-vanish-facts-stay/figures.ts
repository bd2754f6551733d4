/** Figures: error on birthdays and on patterns, against the size of the model and against training. */
import { AXES, type Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import { exact, pointsOf, type Series, type SeriesPoint, seriesFigure } from '../../report/figures/seriesFigure.js';
import { level, stepPointsOf, stepsFigure } from '../../report/figures/stepsFigure.js';
import { modelSizes } from '../../results/bySeed.js';
import { type MeasuredFamily, measured } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';

const PATTERNS = [
  { family: 'spelling', colour: COLOUR.blue, shape: 'circle' },
  { family: 'brackets', colour: COLOUR.green, shape: 'square' },
  { family: 'agreement', colour: COLOUR.purple, shape: 'diamond' },
] as const;

/** Points of a number that is read of a family, by its name. */
type Points = (family: string, read: (family: MeasuredFamily) => number | null) => readonly SeriesPoint[];

/** The lines of both figures: the missing mass, birthdays over all of μ, patterns on held-out prompts. */
function seriesOf(missingMass: readonly SeriesPoint[], points: Points): readonly Series[] {
  return [
    { name: 'missing mass of birthdays', colour: THEORY, dash: DASH.dashed, points: missingMass },
    {
      name: 'birthdays (arbitrary)',
      colour: COLOUR.vermilion,
      shape: 'triangle-up',
      points: points('birthdays', ({ errorRate }) => errorRate),
    },
    ...PATTERNS.map(({ family, ...look }) => ({
      name: `${family}, held out (a rule)`,
      ...look,
      points: points(family, ({ heldOut }) => heldOut.errorRate),
    })),
  ];
}

/** Error at the end of training against the number of trainable parameters. */
export function errorAgainstSize(tables: ReportTables): Figure {
  const id = 'patterns-against-size';
  const title = 'Error against model size';
  const sizes = modelSizes(tables);
  if (sizes.length < 2) return { id, title, missing: 'There are no models of several sizes.' };
  const against: Points = (name, read) =>
    pointsOf(
      sizes.map(({ parameters, group }) => ({
        x: parameters,
        mean: meanOver(group.rows, (row) => read(measured(tables.runs, row, name))),
      })),
    );
  const missingMass = against('birthdays', (family) => family.missingMass).map(({ x, mean }) => exact(x, mean));
  return {
    id,
    title,
    caption: [
      'Error rate at the end of training against the number of trainable parameters: birthdays over all of μ, patterned families on prompts that training never showed. Means over seeds with 95 % Student t intervals.',
    ],
    spec: seriesFigure(
      [{ series: seriesOf(missingMass, against) }],
      { title: 'trainable parameters', scale: { type: 'log' }, axis: { format: '~s', tickCount: 4 } },
      { title: AXES.errorRate, scale: { domain: [0, 1] } },
      { width: 440, height: 320 },
    ),
  };
}

/** Error against steps while the largest model trains. */
export function errorAgainstSteps(tables: ReportTables): Figure {
  const largest = modelSizes(tables).at(-1)?.group;
  const curve: Points = (name, read) =>
    stepPointsOf(tables, largest, (row) => read(measured(tables.curves, row, name)));
  const mass = meanOver(largest?.rows ?? [], (row) => measured(tables.runs, row, 'birthdays').missingMass)?.mean ?? 0;
  return stepsFigure(
    {
      id: 'patterns-against-steps',
      title: 'Error against training steps, largest model',
      caption: [
        'The same while the largest model trains. Early errors on enumerated families are low where a model puts its probability on strings that are not a response; on spelling, where responses cannot be listed, such strings count as errors. Means over seeds with 95 % Student t intervals.',
      ],
    },
    seriesOf(
      level(
        curve('birthdays', ({ errorRate }) => errorRate),
        mass,
      ),
      curve,
    ),
    { title: AXES.errorRate, scale: { domain: [0, 1] } },
    { width: 440, height: 320 },
  );
}
