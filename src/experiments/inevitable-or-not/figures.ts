/** Figure: error against calibration gap, one point for each model, with the line that Theorem 1 draws for it. */
import type { Figure } from '../../report/figures/figure.js';
import { AXES, topLevel } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { type MeasuredFamily, measured } from '../../results/measured.js';
import { cellAt, type ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { levelsOf, rowsByModel } from '../../results/select.js';

const MODEL_COLOURS = [
  COLOUR.green,
  COLOUR.blue,
  COLOUR.vermilion,
  COLOUR.purple,
  COLOUR.orange,
  COLOUR.black,
  COLOUR.sky,
];
const MODEL_SHAPES = ['diamond', 'square', 'triangle-up', 'triangle-down', 'cross', 'circle', 'triangle-right'];
const TARGET = 'parameters.corpus.families.birthdays.frequency.target';

/** Draws the models at the middle one of the swept singleton rates. */
export function errorAgainstDelta({ runs }: ReportTables): Figure {
  const id = 'error-against-delta';
  const title = 'What is saved in error is paid in calibration';
  const targets = levelsOf(runs, TARGET);
  const target = targets[Math.floor(targets.length / 2)];
  const points = [...rowsByModel(runs)].flatMap(([model, rows]) => {
    const chosen = rows.filter((row) => cellAt(runs, TARGET, row) === (target ?? null));
    const mean = (read: (family: MeasuredFamily) => number | null) =>
      meanOver(chosen, (row) => read(measured(runs, row, 'birthdays')));
    const [err, delta, lower] = [
      mean(({ errorRate }) => errorRate),
      mean((family) => family.delta),
      mean(({ theorem1 }) => theorem1.lower),
    ];
    return err && delta && lower
      ? [
          {
            model,
            err: err.mean,
            low: err.lower,
            high: err.upper,
            delta: delta.mean,
            deltaLow: delta.lower,
            deltaHigh: delta.upper,
            due: lower.mean + delta.mean,
          },
        ]
      : [];
  });
  if (points.length === 0) return { id, title, missing: 'No run has measured the family birthdays.' };
  const most = 1.08 * Math.max(...points.map(({ delta, due, err }) => Math.max(delta, due, err)));
  const lines = points
    .filter(({ due }) => due > 0)
    .flatMap(({ model, due }) => [
      { model, x: 0, y: due },
      { model, x: due, y: 0 },
    ]);
  const x = { type: 'quantitative', title: AXES.delta, scale: { domain: [-0.02, most], nice: false } };
  const y = { type: 'quantitative', title: AXES.errorRate, scale: { domain: [-0.02, most], nice: false } };
  const models = points.map(({ model }) => model);
  const color = { field: 'model', type: 'nominal', title: 'model', scale: { domain: models, range: MODEL_COLOURS } };
  const shape = { field: 'model', type: 'nominal', title: 'model', scale: { domain: models, range: MODEL_SHAPES } };
  return {
    id,
    title,
    caption: [
      `Each sign is a model on the family birthdays at an expected singleton rate of ${target}, the mean over seeds with 95 % intervals (most are narrower than the sign). ` +
        'The dashed line of the same colour is Theorem 1 for that model: err + δ = 2·err_iiv − 2/K; no sign may lie below its own line. Models without a line have 2·err_iiv ≤ 2/K, and the theorem asks nothing of them.',
      'The look-up system and the calibrated learner know the same. One pays in δ, the other in err, and both lie within 2/K of their lines. Guessing beside a memory (memoriser, uniform) pays a little in δ as well, for it never abstains; ' +
        'one fixed guess (memoriser, fixed) pays in both. Only the truth, which no learner can know from the data, has neither.',
    ],
    spec: topLevel({
      width: 460,
      height: 460,
      layer: [
        {
          data: { values: lines },
          mark: { type: 'line', strokeDash: [5, 4], strokeWidth: 1.5, clip: true },
          encoding: { x: { ...x, field: 'x' }, y: { ...y, field: 'y' }, color },
        },
        {
          data: { values: points.filter(({ low }) => low !== null) },
          mark: { type: 'rule', strokeWidth: 2 },
          encoding: { x: { ...x, field: 'delta' }, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
        },
        {
          data: { values: points.filter(({ deltaLow }) => deltaLow !== null) },
          mark: { type: 'rule', strokeWidth: 2 },
          encoding: { x: { ...x, field: 'deltaLow' }, x2: { field: 'deltaHigh' }, y: { ...y, field: 'err' }, color },
        },
        {
          data: { values: points },
          mark: { type: 'point', filled: true, size: 130, opacity: 1 },
          encoding: { x: { ...x, field: 'delta' }, y: { ...y, field: 'err' }, color, shape },
        },
      ],
    }),
  };
}
