/** Figure: where the probability of answers goes while a model is trained under a grader. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { type MeasuredStratum, measured, stratum } from '../../results/measured.js';
import { gradedMeans } from '../../results/posttrained.js';
import type { ReportTables } from '../../results/reportTables.js';

interface Graded {
  readonly name: string;
  /** Rows of the runs table. */
  readonly rows: readonly number[];
}

const OUTCOMES = [
  {
    name: 'errors',
    read: ({ wrong }: MeasuredStratum) => wrong,
    colour: COLOUR.vermilion,
    shapes: ['triangle-up', 'triangle-down'],
  },
  {
    name: '"I don\'t know"',
    read: ({ abstentionRate }: MeasuredStratum) => abstentionRate,
    colour: COLOUR.blue,
    shapes: ['circle', 'square'],
  },
] as const;

const PARTS = [
  { heading: 'prompts never answered in training', count: 0 },
  { heading: 'prompts answered once', count: 1 },
] as const;

/** One panel for each part of the prompts; one line for each outcome and grader. */
export function gradingFigures(tables: ReportTables, graded: readonly Graded[]): readonly Figure[] {
  const id = 'outcomes-against-graded-steps';
  const title = 'What answers become while they are graded';
  const series = (count: 0 | 1): readonly Series[] =>
    graded.flatMap(({ name, rows }, which) =>
      OUTCOMES.map(
        ({ name: outcome, read, colour, shapes }): Series => ({
          name: `${outcome}, graded by ${name}`,
          colour,
          shape: shapes[which % 2],
          ...(which > 0 && { dash: [5, 4] }),
          points: gradedMeans(tables, rows, (row) =>
            read(stratum(measured(tables.curves, row, 'birthdays'), count)),
          ).map(({ step, ...mean }) => ({ x: step, ...mean })),
        }),
      ),
    );
  const panels = PARTS.map(({ heading, count }) => ({ heading, series: series(count) }));
  if (panels.every((panel) => panel.series.every(({ points }) => points.length === 0)))
    return [{ id, title, missing: 'No run was trained under a grader.' }];
  return [
    {
      id,
      title,
      caption: [
        'Means over worlds with 95 % Student t intervals, on people whose prompts were never graded; step 0 is the base model. Solid: graded by accuracy; dashed: under a confidence target, where an error costs 3. Errors include strings that are not dates.',
        'Left: training never showed the answer, so accuracy drives "I don\'t know" to 0 and everything becomes an error. Right: training showed the answer once, and the careful grader has a price. The model also abstains from facts that it knows, because it cannot tell all of them from those that it does not know.',
      ],
      spec: seriesFigure(
        panels,
        { title: 'steps under the grader' },
        { title: 'share of answers', scale: { domain: [0, 1] } },
        { width: 300, height: 300 },
      ),
    },
  ];
}
