/** Figure: false statements and wrong answers as training goes on, with and without repeated rows. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH } from '../../report/figures/palette.js';
import { type Series, seriesFigure, stepAxis } from '../../report/figures/seriesFigure.js';
import { measured } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { curveMeans } from '../../results/seedMeans.js';
import { falseStatements, type Read, runsOf, wrongAnswers } from './readings.js';

const LINES = [
  { name: 'rows as drawn', repeated: false, colour: COLOUR.blue, dash: DASH.solid, shape: 'circle' },
  {
    name: 'a twentieth repeated ten times',
    repeated: true,
    colour: COLOUR.vermilion,
    dash: DASH.dashed,
    shape: 'square',
  },
] as const;

const PANELS: readonly { readonly heading: string; readonly read: Read }[] = [
  { heading: 'false statements, without a prompt', read: falseStatements },
  { heading: 'wrong answers to fresh prompts', read: wrongAnswers },
];

export function upweightingFigures(tables: ReportTables): readonly Figure[] {
  const [id, title] = ['false-statements-by-step', 'False statements and wrong answers while rows are learnt'];
  const panels = PANELS.map(({ heading, read }) => ({
    heading,
    series: LINES.map(
      ({ name, repeated, ...look }): Series => ({
        name,
        ...look,
        points: curveMeans(tables, { rows: runsOf(tables, repeated) }, (curveRow) =>
          read(measured(tables.curves, curveRow, 'birthdays')),
        ).map(({ step, ...mean }) => ({ x: step, ...mean })),
      }),
    ).filter(({ points }) => points.length > 0),
  }));
  const steps = panels.flatMap(({ series }) => series.flatMap(({ points }) => points.map(({ x }) => x)));
  if (steps.length === 0)
    return [{ id, title, missing: 'The runs hold no statements without a prompt (measurement.unprompted).' }];
  return [
    {
      id,
      title,
      caption: [
        'Exact probabilities, means over worlds with 95 % Student t intervals; false statements include texts that name nobody known. Repeated rows are learnt first, and help while the others are not yet known. At the end nothing is gained, and who is asked never gained.',
      ],
      spec: seriesFigure(
        panels,
        stepAxis(steps),
        { title: 'share of statements, of answers', scale: { domain: [0, 1] } },
        { width: 290, height: 280 },
      ),
    },
  ];
}
