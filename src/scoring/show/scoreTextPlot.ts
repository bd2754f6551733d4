/** Score against confidence target, plotted in characters, to show where one model overtakes another. */

import { MOST_MARKS, type PlotRoom, type PlotSeries, textPlot } from '../../report/terminal/textPlot.js';
import { type ScoreReport, scoreAtTarget } from '../scoreReport.js';
import { shortModelNames } from './modelNames.js';

/** Steps from target 0 to the largest chosen target at which scores are computed. */
const STEPS = 60;
const LONGEST_NAME = 24;

/** @returns lines, the title first; no lines with fewer than two targets, because there is no curve to show */
export function scoreTextPlot({ models }: ScoreReport, room: PlotRoom): readonly string[] {
  const targets = Object.keys(models[0]?.scores ?? {})
    .map(Number)
    .sort((a, b) => a - b);
  const last = targets.at(-1) ?? 0;
  if (targets.length < 2) return [];
  const shown = [...models].sort((a, b) => b.accuracy - a.accuracy).slice(0, MOST_MARKS);
  const names = shortModelNames(
    shown.map(({ model }) => model),
    LONGEST_NAME,
  );
  const grid = Array.from({ length: STEPS + 1 }, (_, at) => (last * at) / STEPS);
  const marks = Array.from({ length: 10 }, (_, at) => (last * at) / 9);
  const series = shown.map(
    (model, at): PlotSeries => ({
      name: names[at],
      look: 'joined',
      points: marks.map((t) => ({ x: t, y: scoreAtTarget(model, t) })),
      line: grid.map((t) => ({ x: t, y: scoreAtTarget(model, t) })),
    }),
  );
  const of = models.length > shown.length ? `, the ${shown.length} most accurate models` : '';
  return textPlot(
    {
      title: `score against confidence target t${of}`,
      series: [
        {
          name: 'abstains always',
          look: 'dashed',
          points: [
            { x: 0, y: 0 },
            { x: last, y: 0 },
          ],
        },
        ...series,
      ],
      x: { title: 't', from: 0, to: last },
      // Scores fall without bound as t nears 1, so they are left out below −1.
      y: {
        from: Math.max(-1, Math.min(-0.2, ...shown.map((model) => scoreAtTarget(model, last)))),
        to: Math.max(0.2, ...shown.map(({ accuracy }) => accuracy)),
      },
    },
    room,
  );
}
