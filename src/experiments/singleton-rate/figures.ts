/** Figure: wrong responses about facts that training never shows, while a model trains. */
import type { Figure, Spec } from '../../report/figures/figure.js';
import { stepEncoding, topLevel } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { type MeasuredStratum, measured, stratum } from '../../results/measured.js';
import { groupsOf, type ReportTables } from '../../results/reportTables.js';
import { curveMeans, trainedGroups } from '../../results/seedMeans.js';

const PLAUSIBLE = 'plausible: another date (err)';
const INVALID = 'malformed: no date (invalid mass)';
const DOMAIN = [PLAUSIBLE, INVALID];

/** Wrong mass on unanswered prompts in its two parts against steps, over all corpora of the sweep. */
export function wrongWhileTraining(tables: ReportTables, family: string): Figure {
  const [id, title] = ['wrong-while-training', 'Wrong responses on facts never shown, while the transformer trains'];
  const trained = trainedGroups(tables, groupsOf(tables.runs));
  if (trained.length === 0) return { id, title, missing: 'No model was measured at more than one training step.' };
  const part = (response: string, read: (stratum: MeasuredStratum) => number | null) =>
    curveMeans(tables, { rows: trained.flatMap(({ rows }) => rows) }, (row) =>
      read(stratum(measured(tables.curves, row, family), 0)),
    ).map((point) => ({ response, ...point }));
  const values = [...part(PLAUSIBLE, ({ errorRate }) => errorRate), ...part(INVALID, ({ invalidMass }) => invalidMass)];
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
    scale: { domain: DOMAIN, range: [COLOUR.blue, COLOUR.vermilion] },
    legend: { symbolOpacity: 1 },
  };
  return {
    id,
    title,
    caption: [
      'Mean over all corpora and seeds, shaded: 95 % interval. Before training nearly all strings are malformed. In a few dozen steps the model learns what a date looks like, and from then on its wrong responses are plausible. Malformed strings do not vanish, for a first word that it is sure of and a second one do not always fit.',
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
