/** Curves against training steps, as the claims about training draw them. */

import type { Group, ReportTables } from '../../results/reportTables.js';
import { curveMeans } from '../../results/seedMeans.js';
import type { Figure } from './figure.js';
import { type Axis, exact, type Series, type SeriesPoint, seriesFigure, stepAxis } from './seriesFigure.js';

/** Points of the numbers that `read` finds in rows of curves.arrow: means over the seeds of a group. No points without a group. */
export function stepPointsOf(
  tables: ReportTables,
  group: Group | undefined,
  read: (curveRow: number) => number | null,
): readonly SeriesPoint[] {
  return group === undefined ? [] : curveMeans(tables, group, read).map((point) => ({ x: point.step, ...point }));
}

/** Points of a value that does not change with training, over the steps of a curve. */
export function level(curve: readonly SeriesPoint[], value: number): readonly SeriesPoint[] {
  return curve.length === 0 ? [] : [curve[0], curve[curve.length - 1]].map(({ x }) => exact(x, value));
}

/** Returns the figure, or the reason why it is missing: nothing was measured at more than one step. */
export function stepsFigure(
  { id, title, caption }: { readonly id: string; readonly title: string; readonly caption: readonly string[] },
  series: readonly Series[],
  y: Axis,
  size: { readonly width: number; readonly height: number },
): Figure {
  const steps = series.flatMap(({ points }) => points.map(({ x }) => x));
  if (new Set(steps).size < 2) return { id, title, missing: 'No model was measured at more than one training step.' };
  return { id, title, caption, spec: seriesFigure([{ series }], stepAxis(steps), y, size) };
}
