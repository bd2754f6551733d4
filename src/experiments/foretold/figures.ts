/** Figures: what was foretold, and what was estimated without labels, against what was measured. */
import { type Figure, type Spec, topLevel } from '../../report/figures/figure.js';
import { intervalBars } from '../../report/figures/intervalMarks.js';
import { kindScales } from '../../report/figures/kindScales.js';
import { THEORY } from '../../report/figures/palette.js';
import { modelKindsOf } from '../../results/modelKinds.js';
import type { ReportTables } from '../../results/reportTables.js';
import { foretoldRuns } from './readings.js';

const MEASURED = 'err + invalid mass, measured';

interface Point {
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Each run's prediction before training, with its interval, against its measurement. */
export function foretoldAgainstMeasured(tables: ReportTables): Figure {
  const points = foretoldRuns(tables).flatMap(({ kind, wrong, foretold }) =>
    wrong === null || foretold.wrong === null
      ? []
      : [{ kind, x: wrong, y: foretold.wrong, lower: foretold.lower, upper: foretold.upper }],
  );
  return scatter(tables, points, {
    id: 'foretold-against-measured',
    title: 'Errors foretold before training, against those measured after it',
    axis: 'foretold before training',
    caption:
      'Each sign is a random config of its own, with the 95 % interval of its prediction. On the line, prediction and measurement agree.',
  });
}

/** Each run's label-free estimate against its measurement. */
export function labelFreeAgainstMeasured(tables: ReportTables): Figure {
  const points = foretoldRuns(tables).flatMap(({ kind, wrong, labelFree }) =>
    wrong === null || labelFree === null ? [] : [{ kind, x: wrong, y: labelFree, lower: null, upper: null }],
  );
  return scatter(tables, points, {
    id: 'label-free-against-measured',
    title: 'Errors estimated without test answers, against those measured',
    axis: 'label-free estimate',
    caption:
      'Each sign is a random config. The estimate uses the training rows and the probabilities of the model, and no answer that training did not show.',
  });
}

function scatter(
  { runs }: ReportTables,
  points: readonly Point[],
  {
    id,
    title,
    axis,
    caption,
  }: { readonly id: string; readonly title: string; readonly axis: string; readonly caption: string },
): Figure {
  if (points.length === 0) return { id, title, missing: 'Nothing was foretold or estimated.' };
  const { colour, shape } = kindScales(modelKindsOf(runs));
  const quantitative = (field: string, name: string): Spec => ({
    field,
    type: 'quantitative',
    title: name,
    scale: { domain: [0, 1] },
  });
  const x = quantitative('x', MEASURED);
  const y = (field: string): Spec => quantitative(field, axis);
  const color = { field: 'kind', type: 'nominal', title: 'model', scale: colour };
  return {
    id,
    title,
    caption: [caption],
    spec: topLevel({
      width: 440,
      height: 440,
      layer: [
        {
          data: {
            values: [
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ],
          },
          mark: { type: 'line', color: THEORY, strokeWidth: 1.5 },
          encoding: { x, y: y('y') },
        },
        intervalBars(points, x, y, { color }, { opacity: 0.5 }),
        {
          data: { values: points },
          mark: { type: 'point', filled: true, size: 60, opacity: 0.9 },
          encoding: { x, y: y('y'), color, shape: { field: 'kind', type: 'nominal', title: 'model', scale: shape } },
        },
      ],
    }),
  };
}
