/** What a model says wrongly about facts that it was never told, while it trains. */
import type { Figure, Spec } from '../../report/figures/figure.js';
import { stepEncoding, topLevel } from '../../report/figures/figure.js';
import { type Family, groupsOf, metric, type ReportTables } from '../../results/reportTables.js';
import { curveMeans, trainedGroups } from '../../results/seedMeans.js';

const PLAUSIBLE = 'plausible: another date (err)';
const INVALID = 'malformed: no date (invalid mass)';
const DOMAIN = [PLAUSIBLE, INVALID];

/** Wrong mass on unanswered prompts in its two parts against steps, over all corpora of the sweep. */
export function wrongWhileTraining(tables: ReportTables, family: Family): Figure {
  const [id, title] = ['wrong-while-training', 'On facts never told: what is wrong while the transformer trains'];
  const trained = trainedGroups(tables, groupsOf(tables.runs));
  if (trained.length === 0) return { id, title, missing: 'No model was measured at more than one training step.' };
  const whole = { ...trained[0], rows: trained.flatMap(({ rows }) => rows) };
  const part = (response: string, path: string) =>
    curveMeans(tables, whole, metric(family, `byCount.0.${path}`)).map((point) => ({ response, ...point }));
  const values = [...part(PLAUSIBLE, 'errorRate'), ...part(INVALID, 'invalidMass')];
  const x = stepEncoding(values.map(({ step }) => step));
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: 'probability, on prompts never answered',
    scale: { domain: [0, 1], clamp: true },
  });
  const color = {
    field: 'response',
    type: 'nominal',
    title: 'wrong response',
    scale: { domain: DOMAIN, range: ['#0072B2', '#D55E00'] },
    legend: { symbolOpacity: 1 },
  };
  return {
    id,
    title,
    caption: [
      'Mean over all corpora and seeds, shaded: 95 % interval. Before training nearly all strings are malformed. In a few dozen steps the model learns what a date looks like, and from then on it is wrong in a plausible way; what is malformed does not vanish, for a first word that it is sure of and a second one do not always fit.',
    ],
    spec: topLevel({
      width: 600,
      height: 340,
      layer: [
        {
          data: { values: values.filter(({ lower }) => lower !== null) },
          mark: { type: 'area', opacity: 0.18 },
          encoding: { x, y: y('lower'), y2: { field: 'upper' }, color },
        },
        {
          data: { values },
          mark: { type: 'line', strokeWidth: 2 },
          encoding: {
            x,
            y: y('mean'),
            color,
            strokeDash: {
              field: 'response',
              type: 'nominal',
              title: 'wrong response',
              scale: {
                domain: DOMAIN,
                range: [
                  [1, 0],
                  [6, 3],
                ],
              },
            },
          },
        },
        {
          data: { values },
          mark: { type: 'point', filled: true, size: 70, opacity: 1 },
          encoding: {
            x,
            y: y('mean'),
            color,
            shape: {
              field: 'response',
              type: 'nominal',
              title: 'wrong response',
              scale: { domain: DOMAIN, range: ['circle', 'square'] },
            },
          },
        },
      ],
    }),
  };
}
