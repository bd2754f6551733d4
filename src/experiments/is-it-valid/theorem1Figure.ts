/** Figure: Theorem 1 case by case. */
import type { Figure, Spec } from '../../report/figures/figure.js';
import { topLevel } from '../../report/figures/figure.js';
import type { ReportTables } from '../../results/reportTables.js';
import { familiesOf, metric, numberAt, rowsOf, textAt } from '../../results/reportTables.js';
import { modelName } from '../../results/select.js';

const COLOURS = ['#0072B2', '#D55E00', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#000000'];
const SHAPES = ['circle', 'triangle-up', 'triangle-down', 'square', 'diamond', 'cross', 'triangle-right'];

/** What was measured against what the theorem asks, a point a measured step of a run and a panel a family. */
export function theorem1Scatter({ runs, curves }: ReportTables): Figure {
  const id = 'theorem-1-all-cases';
  const title = 'Theorem 1: no case lies below the line';
  const modelOf = new Map(rowsOf(runs).map((row) => [textAt(runs, 'run', row), modelName(runs, row)]));
  const points = familiesOf(runs).flatMap((family) =>
    rowsOf(curves).flatMap((row) => {
      const at = (path: string): number => numberAt(curves, metric(family, path), row) ?? NaN;
      const outside = numberAt(curves, metric(family, 'theorem4.lower'), row) === null ? 0 : at('abstentionRate');
      const lower = at('theorem1.lower');
      return Number.isNaN(lower)
        ? []
        : [
            {
              family: family.name,
              model: modelOf.get(textAt(curves, 'run', row)) ?? '',
              lower,
              wrong: at('errorRate') + at('invalidMass') + outside,
            },
          ];
    }),
  );
  if (points.length === 0) return { id, title, missing: 'No run has measured anything.' };
  const models = [...new Set(points.map(({ model }) => model))];
  const least = Math.min(-0.05, ...points.map(({ lower }) => lower));
  const x = {
    type: 'quantitative',
    title: '2·err_iiv − |V|/|E| − δ',
    scale: { domain: [least - 0.03, 1.03], nice: false },
  };
  const y = { type: 'quantitative', title: 'err + invalid mass', scale: { domain: [-0.03, 1.03], nice: false } };
  const range = <T>(of: readonly T[]): readonly T[] => models.map((_, i) => of[i % of.length]);
  return {
    id,
    title,
    caption: [
      'Each sign is one model at one measured step, on one family. Across: the right side of Theorem 1, 2·err_iiv − |V|/|E| − δ. Up: what it bounds, the probability of an erroneous or invalid response. The theorem says that no sign lies below the diagonal. Left of the dotted line the right side is below 0 and says nothing.',
      'On the diagonal lie the models that guess evenly where they know nothing: the calibrated learner, the marginal, uniform guessing, the memoriser that guesses evenly, and every network at its start. A network moves left as it trains: its guesses get peaked, δ grows and the bound loosens, while the error stays. ' +
        'The n-grams err nearly always, and their probabilities are spread well enough for a part of it to show in err_iiv.',
    ],
    spec: topLevel({
      spacing: 30,
      hconcat: [...new Set(points.map(({ family }) => family))].map(
        (family, at): Spec => ({
          title: { text: family, fontSize: 12, fontWeight: 'normal', anchor: 'middle', offset: 6 },
          width: 260,
          height: 260,
          layer: [
            {
              data: { values: [{ x: 0 }] },
              mark: { type: 'rule', strokeDash: [2, 3], color: '#555' },
              encoding: { x: { ...x, field: 'x' } },
            },
            {
              data: {
                values: [
                  { x: 0, y: 0 },
                  { x: 1, y: 1 },
                ],
              },
              mark: { type: 'line', color: '#555', strokeWidth: 1.5 },
              encoding: { x: { ...x, field: 'x' }, y: { ...y, field: 'y', title: at === 0 ? y.title : null } },
            },
            {
              data: { values: points.filter((point) => point.family === family) },
              mark: { type: 'point', filled: false, strokeWidth: 1.5, size: 45, opacity: 0.9 },
              encoding: {
                x: { ...x, field: 'lower' },
                y: { ...y, field: 'wrong', title: at === 0 ? y.title : null },
                color: {
                  field: 'model',
                  type: 'nominal',
                  title: 'model',
                  scale: { domain: models, range: range(COLOURS) },
                },
                shape: {
                  field: 'model',
                  type: 'nominal',
                  title: 'model',
                  scale: {
                    domain: models,
                    range: models.map((_, i) => SHAPES[(i + Math.floor(i / COLOURS.length)) % SHAPES.length]),
                  },
                },
              },
            },
          ],
        }),
      ),
    }),
  };
}
