/** Figure: wrong share of each kind of model on facts never shown and on facts shown, beside its δ. */
import type { Figure, Spec } from '../../report/figures/figure.js';
import { topLevel } from '../../report/figures/figure.js';
import { COLOUR, THEORY } from '../../report/figures/palette.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { rowsWhere } from '../../results/select.js';
import { deltaOf, KINDS, ofBirthdays, wrongOnAnswered, wrongShareOfUnseenDates } from './readings.js';

const MEASURES = [
  { name: 'wrong, facts never told', colour: COLOUR.vermilion, shape: 'circle', read: wrongShareOfUnseenDates },
  { name: 'wrong, facts told', colour: COLOUR.blue, shape: 'square', read: wrongOnAnswered },
  { name: 'δ', colour: COLOUR.green, shape: 'triangle-up', read: deltaOf },
];

export function errorByKind(tables: ReportTables): Figure {
  const id = 'error-by-kind';
  const title = 'Five kinds of models on the same rows';
  const points = KINDS.flatMap((kind) =>
    MEASURES.flatMap(({ name, read }) => {
      const mean = meanOver(rowsWhere(tables.runs, { 'model.kind': kind }), ofBirthdays(tables, read));
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
      'Means over worlds with 95 % intervals. The dashed line is 1 − 1/R: a guess among 365 dates. For facts never told, the share is that of wrong dates among all dates given; for facts told, strings that are not dates also count as wrong. A fact is told where training shows it.',
      'No architecture knows a fact that training never showed. The architectures differ in how much they memorise of the facts that training showed, and in how well they are calibrated.',
    ],
    spec: topLevel({
      width: 480,
      height: 320,
      layer: [
        {
          data: { values: [{ y: 1 - 1 / 365 }] },
          mark: { type: 'rule', strokeDash: [5, 4], color: THEORY, strokeWidth: 1.5 },
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
