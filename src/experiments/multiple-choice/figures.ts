/** Figure: Theorem 4 case by case, at the mean over thresholds and at the best one. */
import type { Figure, Spec } from '../../report/figures/figure.js';
import { topLevel } from '../../report/figures/figure.js';
import { COLOUR, THEORY } from '../../report/figures/palette.js';
import type { ReportTables } from '../../results/reportTables.js';
import { choiceCases } from './readings.js';

const MODEL_COLOURS = [
  COLOUR.blue,
  COLOUR.vermilion,
  COLOUR.green,
  COLOUR.purple,
  COLOUR.orange,
  COLOUR.black,
  COLOUR.sky,
];
const THRESHOLDS = { mean: 'mean over all t', best: 'best t' } as const;

export function errorAgainstIiv(tables: ReportTables): Figure {
  const id = 'error-against-multiple-choice-bound';
  const title = 'Multiple choice: the mean threshold gives the error exactly, the best one a bound';
  const cases = choiceCases(tables);
  if (cases.length === 0) return { id, title, missing: 'No run has measured multiple choice.' };
  const points = cases.flatMap(({ model, choices, weighedWrong: y, lower, leastLower }) => [
    { model, choices, y, x: lower, threshold: THRESHOLDS.mean },
    { model, choices, y, x: leastLower, threshold: THRESHOLDS.best },
  ]);
  const models = [...new Set(points.map(({ model }) => model))];
  const scale = { domain: [-0.03, 1.03], nice: false };
  const x = { field: 'x', type: 'quantitative', title: '2(1 − 1/C)·err_iiv', scale };
  const color = {
    field: 'model',
    type: 'nominal',
    title: 'model',
    scale: { domain: models, range: models.map((_, i) => MODEL_COLOURS[i % MODEL_COLOURS.length]) },
  };
  const shape = {
    field: 'threshold',
    type: 'nominal',
    title: 'threshold',
    scale: { domain: Object.values(THRESHOLDS), range: ['circle', 'square'] },
  };
  return {
    id,
    title,
    caption: [
      'Each model at each measured step is two signs at one height, the probability of a wrong response (what falls outside of the C responses counts by 1 − 1/C of it). Discs: the bound of Theorem 4 with err_iiv averaged over all thresholds; they lie on the diagonal, as the average is an identity. Open squares: the bound at the best threshold, which is the one the theorem promises; none lies to the right of the diagonal.',
      'The wider the gap between disc and square, the better a single threshold separates valid from erroneous responses, although the model still hesitates between them when it generates.',
    ],
    spec: topLevel({
      spacing: 30,
      hconcat: [...new Set(cases.map(({ choices }) => choices))]
        .sort((a, b) => a - b)
        .map((choices, at): Spec => {
          const y = {
            field: 'y',
            type: 'quantitative',
            title: at === 0 ? ['err + (1 − 1/C)·mass', 'outside R_c'] : null,
            scale,
          };
          return {
            title: { text: `C = ${choices}`, fontSize: 12, fontWeight: 'normal', anchor: 'middle', offset: 6 },
            width: 260,
            height: 260,
            layer: [
              {
                data: {
                  values: [
                    { x: 0, y: 0 },
                    { x: 1, y: 1 },
                  ],
                },
                mark: { type: 'line', color: THEORY, strokeWidth: 1.5 },
                encoding: { x, y },
              },
              ...Object.values(THRESHOLDS).map(
                (threshold): Spec => ({
                  data: {
                    values: points.filter((point) => point.choices === choices && point.threshold === threshold),
                  },
                  mark: {
                    type: 'point',
                    filled: threshold === THRESHOLDS.mean,
                    strokeWidth: 1.8,
                    size: 55,
                    opacity: 1,
                  },
                  encoding: { x, y, color, shape },
                }),
              ),
            ],
          };
        }),
    }),
  };
}
