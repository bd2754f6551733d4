/** Figure: calibration error and errors while a network is graded by accuracy and by proper scores. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import {
  calibrationError,
  GRADERS,
  type GraderName,
  type Moment,
  overKinds,
  type Read,
  runsGraded,
  wrong,
} from './readings.js';

const LOOKS = {
  accuracy: { colour: COLOUR.vermilion, shape: 'triangle-up' },
  brier: { colour: COLOUR.blue, shape: 'circle' },
  log: { colour: COLOUR.green, shape: 'square' },
} as const;

const PANELS: readonly { readonly heading: string; readonly read: Read }[] = [
  { heading: 'calibration error, ECE', read: calibrationError },
  { heading: 'err + invalid mass', read: wrong },
];

/** Places of the base network and of the graded one on the axis. */
const PLACES: readonly { readonly x: number; readonly moment: Moment }[] = [
  { x: 0, moment: 'base' },
  { x: 1, moment: 'graded' },
];

export function properScoreFigures(tables: ReportTables): readonly Figure[] {
  const [id, title] = ['calibration-by-grader', 'Calibration and errors before grading and after it'];
  const panels = PANELS.map(({ heading, read }) => ({
    heading,
    series: (Object.keys(GRADERS) as GraderName[])
      .map(
        (grader): Series => ({
          name: `graded by ${GRADERS[grader]}`,
          ...LOOKS[grader],
          points: pointsOf(
            PLACES.map(({ x, moment }) => ({
              x,
              mean: meanOver(runsGraded(tables, grader), (row) => overKinds(tables, row, moment, read)),
            })),
          ),
        }),
      )
      .filter(({ points }) => points.length > 0),
  }));
  if (panels.every(({ series }) => series.length === 0))
    return [{ id, title, missing: 'No run was graded by accuracy or by a proper score.' }];
  return [
    {
      id,
      title,
      caption: [
        'Means over three kinds of questions and over worlds with 95 % Student t intervals, on people whose prompts were never graded; 0: base network, 1: after grading. Left: accuracy makes the network over-confident, proper scores do not. Right: they do not make it err less, for they leave no room for "I don\'t know".',
      ],
      spec: seriesFigure(
        panels,
        { title: 'before and after grading', axis: { values: [0, 1], format: 'd' } },
        { title: 'mean over kinds of questions', scale: { domain: [0, 0.8] } },
        { width: 260, height: 280 },
      ),
    },
  ];
}
