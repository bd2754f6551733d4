/** The missing mass against the amount of data, plotted in characters. */

import { type PlotPoint, type PlotRoom, textPlot } from '../../report/terminal/textPlot.js';
import type { FileEstimate } from '../estimateTypes.js';

/** @returns lines, the title first; no lines if there is no extrapolation to more data */
export function estimateTextPlot(
  { goodTuring, extrapolation, confidence }: FileEstimate,
  room: PlotRoom,
): readonly string[] {
  const { missingMass, asymptoticLower, asymptoticUpper } = goodTuring;
  if (missingMass === null || missingMass === 0 || extrapolation.length === 0) return [];
  const points: readonly PlotPoint[] = [
    { x: 1, y: missingMass, lower: asymptoticLower, upper: asymptoticUpper },
    ...extrapolation.map((e) => ({ x: e.factor, y: e.likelyMissingMass, lower: e.lower, upper: e.upper })),
  ].map((point) => ({ ...point, x: Math.log(point.x) }));
  const labels = [1, ...extrapolation.map(({ factor }) => factor)];
  const [first, last] = [points[0].x, points.at(-1)!.x];
  return textPlot(
    {
      title: 'missing mass MM against the amount of data',
      series: [
        ...[0.05, 0.01].map(
          (level, at) =>
            ({
              name: `${100 * level} %`,
              look: at === 0 ? 'dashed' : 'dotted',
              points: [
                { x: first, y: level },
                { x: last, y: level },
              ],
            }) as const,
        ),
        { name: `likely, with its ${Number((100 * confidence).toPrecision(6))} % interval`, look: 'marks', points },
      ],
      x: {
        title: 'times the data',
        from: first - 0.1,
        to: last + 0.1,
        ticks: points.map(({ x }, at) => ({ at: x, label: `×${labels[at]}` })),
      },
      y: { from: 0, to: Math.min(1, 1.04 * Math.max(0.06, ...points.flatMap(({ y, upper }) => [y, upper ?? 0]))) },
    },
    room,
  );
}
