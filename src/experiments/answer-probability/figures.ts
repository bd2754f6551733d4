/** Error rate against the probability of an answer in the data. */
import { AXES, type Figure, type Spec, topLevel } from '../../report/figures/figure.js';
import { kindScales } from '../../report/figures/kindScales.js';
import { THEORY } from '../../report/figures/palette.js';
import { measured } from '../../results/measured.js';
import { modelKindsOf } from '../../results/modelKinds.js';
import { type Family, groupsOf, numberAt } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import type { StoredTable } from '../../store/tables.js';

const LINES = ['MM·(1 − 1/R)', 'μ(U)'];

/** @param swept column that holds α */
export function errorAgainstAnswerProbability(runs: StoredTable, family: Family, swept: string): Figure {
  const [id, title] = ['error-against-answer-probability', 'Error rate against the answer probability α'];
  const groups = groupsOf(runs).flatMap((group) => {
    const alpha = numberAt(runs, swept, group.rows[0]);
    return alpha === null ? [] : [{ alpha, ...group }];
  });
  if (groups.length === 0) return { id, title, missing: 'The answer probability was not swept.' };
  const meanOfColumn = (key: 'errorRate' | 'calibratedError' | 'unansweredMass', rows: readonly number[]) =>
    meanOver(rows, (row) => measured(runs, row, family.name)[key]);
  const means = groups.flatMap(({ alpha, kind, rows }) => {
    const err = meanOfColumn('errorRate', rows);
    return err ? [{ alpha, kind, ...err }] : [];
  });
  const theory = groups.flatMap(({ alpha, rows }) =>
    (['calibratedError', 'unansweredMass'] as const).flatMap((key, i) => {
      const mean = meanOfColumn(key, rows);
      return mean ? [{ alpha, line: LINES[i], y: mean.mean }] : [];
    }),
  );
  const kinds = modelKindsOf(runs);
  const { colour, shape } = kindScales(kinds);
  const x = {
    field: 'alpha',
    type: 'quantitative',
    title: 'answer probability α',
    scale: { domain: [0.3, 1], nice: false, padding: 12 },
  };
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: AXES.errorRate,
    scale: { domain: [0, 1] },
  });
  const color = { field: 'kind', type: 'nominal', title: 'model', scale: colour };
  return {
    id,
    title,
    caption: [
      'Signs: means over seeds with their 95 % Student t intervals. Lines: the error that the corpora demand of a calibrated learner (the missing mass) and μ(U), the probability of a prompt never answered. The memoriser, which never abstains, stays at μ(U), and the calibrated learner on the missing mass. The marginal, which has learnt nothing about single prompts, stays at α.',
      'The transformer leaves the missing mass where α < 1, and errs less: it says IDK where its data did, and elsewhere more often than they did.',
    ],
    spec: topLevel({
      width: 560,
      height: 380,
      layer: [
        {
          data: { values: theory },
          mark: { type: 'line', color: THEORY, strokeWidth: 1.5 },
          encoding: {
            x,
            y: y('y'),
            strokeDash: {
              field: 'line',
              type: 'nominal',
              title: 'corpus',
              scale: {
                domain: LINES,
                range: [
                  [1, 0],
                  [6, 4],
                ],
              },
              legend: { symbolType: 'stroke', symbolSize: 600, symbolStrokeWidth: 2 },
            },
          },
        },
        {
          data: { values: means.filter(({ lower }) => lower !== null) },
          mark: { type: 'rule', strokeWidth: 1.5, clip: true },
          encoding: { x, y: y('lower'), y2: { field: 'upper' }, color },
        },
        {
          data: { values: means },
          mark: { type: 'point', filled: false, strokeWidth: 2, opacity: 1, size: 90 },
          encoding: { x, y: y('mean'), color, shape: { field: 'kind', type: 'nominal', title: 'model', scale: shape } },
        },
      ],
    }),
  };
}
