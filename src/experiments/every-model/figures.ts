/** Figure: wrong share of each kind of model on facts never told and on facts told, beside its δ. */
import type { Figure, Spec } from '../../report/figures/figure.js';
import { topLevel } from '../../report/figures/figure.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { rowsWhere } from '../../results/select.js';
import { deltaOf, seenError, unseenRatio } from './readings.js';

export const KINDS = ['transformer', 'lstm', 'gru', 'mlp', 'ngram'] as const;

const MEASURES = [
  { name: 'wrong, facts never told', colour: '#D55E00', shape: 'circle', of: unseenRatio },
  { name: 'wrong, facts told', colour: '#0072B2', shape: 'square', of: seenError },
  { name: 'δ', colour: '#009E73', shape: 'triangle-up', of: deltaOf },
];

export function errorByKind({ runs }: ReportTables): Figure {
  const id = 'error-by-kind';
  const title = 'Five kinds of models on the same rows';
  const points = KINDS.flatMap((kind) =>
    MEASURES.flatMap(({ name, of }) => {
      const mean = meanOf(
        rowsWhere(runs, { 'model.kind': kind })
          .map((row) => of(runs, row))
          .filter((value) => value !== null),
      );
      return mean ? [{ kind, measure: name, ...mean }] : [];
    }),
  );
  if (points.length === 0) return { id, title, missing: 'No run has measured the family birthdays.' };
  const names = MEASURES.map(({ name }) => name);
  const x = { field: 'kind', type: 'nominal', sort: KINDS, title: 'kind of model', axis: { labelAngle: 0 } };
  const offset = { field: 'measure', type: 'nominal', scale: { domain: names } };
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: ['share of what is told that is wrong;', 'calibration gap δ'],
    scale: { domain: [0, 1.02], nice: false },
  });
  const color = {
    field: 'measure',
    type: 'nominal',
    title: 'measure',
    scale: { domain: names, range: MEASURES.map(({ colour }) => colour) },
  };
  const shape = {
    field: 'measure',
    type: 'nominal',
    title: 'measure',
    scale: { domain: names, range: MEASURES.map(({ shape }) => shape) },
  };
  return {
    id,
    title,
    caption: [
      'Means over worlds with 95 % intervals. The dashed line is 1 − 1/R: a guess among 365 dates. Of facts never told, the share is that of wrong dates among all dates told; of facts told, strings that are no date count as wrong.',
      'What a model was never told no architecture knows. What it was told it has memorised more or less, and it is more or less calibrated.',
    ],
    spec: topLevel({
      width: 480,
      height: 320,
      layer: [
        {
          data: { values: [{ y: 1 - 1 / 365 }] },
          mark: { type: 'rule', strokeDash: [5, 4], color: '#555', strokeWidth: 1.5 },
          encoding: { y: { field: 'y', type: 'quantitative' } },
        },
        {
          data: { values: points.filter(({ lower }) => lower !== null) },
          mark: { type: 'rule', strokeWidth: 2 },
          encoding: { x, xOffset: offset, y: y('lower'), y2: { field: 'upper' }, color },
        },
        {
          data: { values: points },
          mark: { type: 'point', filled: true, size: 90, opacity: 1 },
          encoding: { x, xOffset: offset, y: y('mean'), color, shape },
        },
      ],
    }),
  };
}
