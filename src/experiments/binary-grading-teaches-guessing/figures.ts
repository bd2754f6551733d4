/** Where the probability of prompts never answered goes while a model is trained under a grader. */
import type { Figure } from '../../report/figures/figure.js';
import { type Series, type SeriesPoint, seriesFigure } from '../../report/figures/seriesFigure.js';
import { sinceGrading } from '../../results/posttrained.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';

export interface Graded {
  readonly name: string;
  /** Rows of the runs table. */
  readonly rows: readonly number[];
}

const OUTCOMES = [
  { name: 'errors', paths: ['errorRate', 'invalidMass'], colour: '#D55E00', shapes: ['triangle-up', 'triangle-down'] },
  { name: '"I don\'t know"', paths: ['abstentionRate'], colour: '#0072B2', shapes: ['circle', 'square'] },
] as const;

const PARTS = [
  { heading: 'prompts never answered in training', prefix: 'byCount.0' },
  { heading: 'prompts answered once', prefix: 'byCount.1' },
] as const;

/** One panel a part of the prompts; a line an outcome and a grader. */
export function gradingFigures(tables: ReportTables, graded: readonly Graded[]): readonly Figure[] {
  const id = 'outcomes-against-graded-steps';
  const title = 'What answers become while they are graded';
  const series = (prefix: string): readonly Series[] =>
    graded.flatMap(({ name, rows }, which) =>
      OUTCOMES.map(
        ({ name: outcome, paths, colour, shapes }): Series => ({
          name: `${outcome}, graded by ${name}`,
          colour,
          shape: shapes[which % 2],
          ...(which > 0 && { dash: [5, 4] }),
          points: pointsOf(tables, rows, prefix, paths),
        }),
      ),
    );
  const panels = PARTS.map(({ heading, prefix }) => ({ heading, series: series(prefix) }));
  if (panels.every((panel) => panel.series.every(({ points }) => points.length === 0)))
    return [{ id, title, missing: 'No run was trained under a grader.' }];
  return [
    {
      id,
      title,
      caption: [
        'Means over worlds with 95 % Student t intervals, on people whom no grade was about; step 0 is the base model. Solid: graded by accuracy; dashed: under a confidence target, where an error costs 3. Errors include strings that are no date.',
        'Left, where nothing was told, accuracy drives "I don\'t know" to 0 and everything becomes errors. Right, where the answer was told once, the careful grader has its price: the model also abstains from facts that it knows, for it cannot tell all of them from those that it does not.',
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

function pointsOf(
  tables: ReportTables,
  rows: readonly number[],
  prefix: string,
  paths: readonly string[],
): readonly SeriesPoint[] {
  const byStep = new Map<number, number[]>();
  for (const row of rows) {
    const curves = paths.map((path) => sinceGrading(tables, row, `families.birthdays.${prefix}.${path}`));
    curves[0].forEach(({ step }, i) =>
      byStep.set(step, [...(byStep.get(step) ?? []), curves.reduce((sum, curve) => sum + curve[i].value, 0)]),
    );
  }
  return [...byStep].flatMap(([x, values]) => {
    const mean = meanOf(values.filter(Number.isFinite));
    return mean === null ? [] : [{ x, ...mean }];
  });
}
