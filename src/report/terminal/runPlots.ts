/** Plots of a sweep over singleton rates, in characters, below the table of its runs. */

import { type MeasuredFamily, measured } from '../../results/measured.js';
import { modelKindsOf } from '../../results/modelKinds.js';
import { type Family, familiesByNature, groupsOf, rowsOf, textAt } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import type { StoredTable } from '../../store/tables.js';
import { theorem2Lines } from '../figures/theorem2Lines.js';
import { MOST_MARKS, type PlotPoint, type PlotRoom, type PlotSeries, textPlot } from './textPlot.js';

/** Least spread of singleton rates for which a plot shows a trend. */
const LEAST_SPREAD = 0.1;

/**
 * Plots each arbitrary family whose singleton rate was varied by 0.1 or more: the error rate of each run against its singleton
 * rate, with err = sr, Theorem 1's lower bound for the first kind of model, and Theorem 2's lower bound. Vacuous bounds are left out.
 * @param runs `runs.arrow` as read
 * @returns lines with a closing newline; an empty text without a plot
 */
export function runPlots(runs: StoredTable, room: PlotRoom & { readonly bold?: boolean }): string {
  const plots = familiesByNature(runs)
    .arbitrary.map((family) => familyPlot(runs, family, room))
    .filter((lines) => lines.length > 0);
  return plots
    .map(([title, ...lines]) => `${[room.bold ? `\u001b[1m${title}\u001b[22m` : title, ...lines].join('\n')}\n`)
    .join('\n');
}

function familyPlot(runs: StoredTable, family: Family, room: PlotRoom): readonly string[] {
  const kinds = modelKindsOf(runs);
  const points = (kind: string): readonly PlotPoint[] =>
    rowsOf(runs)
      .filter((row) => textAt(runs, 'model.kind', row) === kind)
      .flatMap((row) => {
        const { singletonRate: x, errorRate: y } = measured(runs, row, family.name);
        return x === null || y === null ? [] : [{ x, y }];
      });
  const models = kinds
    .slice(0, MOST_MARKS)
    .map((kind): PlotSeries => ({ name: kind, look: 'marks', points: points(kind) }))
    .filter(({ points: own }) => own.length > 0);
  const rates = models.flatMap(({ points: own }) => own.map(({ x }) => x));
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  if (!(most - least >= LEAST_SPREAD)) return [];
  const highest = Math.max(most, ...models.flatMap(({ points: own }) => own.map(({ y }) => y)));
  const theorem1 = line(
    groupsOf(runs)
      .filter(({ kind }) => kind === models[0].name)
      .map(({ rows }) => {
        const mean = (read: (family: MeasuredFamily) => number | null): number =>
          meanOver(rows, (row) => read(measured(runs, row, family.name)))?.mean ?? 0;
        return { x: mean(({ singletonRate }) => singletonRate), y: mean(({ theorem1: { lower } }) => lower) };
      }),
  );
  const theorem2 = line(theorem2Lines(runs, family).map(({ sr, lower }) => ({ x: sr, y: lower })));
  return textPlot(
    {
      title: `${family.name}: error rate err against singleton rate sr`,
      series: [
        {
          name: 'err = sr',
          look: 'dotted',
          points: [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
        },
        ...(theorem1.length > 1
          ? [{ name: `Theorem 1 on err + inv, ${models[0].name}`, look: 'dashed', points: theorem1 } as const]
          : []),
        ...(theorem2.length > 1
          ? [{ name: 'Theorem 2 on err + inv, δ = 0', look: 'solid', points: theorem2 } as const]
          : []),
        ...models,
      ],
      x: { title: 'sr', from: 0, to: Math.min(1, most * 1.04) },
      y: { from: 0, to: Math.min(1, highest * 1.04) },
    },
    room,
  );
}

/** Points of a bound from left to right, without those where it is vacuous. */
function line(points: readonly PlotPoint[]): readonly PlotPoint[] {
  return points.filter(({ y }) => y > 0).sort((a, b) => a.x - b.x);
}
