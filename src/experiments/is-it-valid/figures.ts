/** Figures of Theorem 1: every case, and the classifier that a language model is while it trains. */
import { type Figure, type Spec, stepEncoding, topLevel } from '../../report/figures/figure.js';
import { COLOUR, THEORY } from '../../report/figures/palette.js';
import { measured, stratum } from '../../results/measured.js';
import { familiesOf, groupsOf, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { curveMeans, trainedGroups } from '../../results/seedMeans.js';
import { modelName } from '../../results/select.js';
import { wrongByTheorem1 } from './readings.js';

const EXAMPLES = 'corpus.examples';

const MODEL_COLOURS = [
  COLOUR.blue,
  COLOUR.vermilion,
  COLOUR.orange,
  COLOUR.green,
  COLOUR.purple,
  COLOUR.sky,
  COLOUR.black,
];
const MODEL_SHAPES = ['circle', 'triangle-up', 'triangle-down', 'square', 'diamond', 'cross', 'triangle-right'];

/** err_iiv on unseen animals while the transformer trains, a panel for each number of examples. */
export function classifierOverSteps(tables: ReportTables): Figure {
  const id = 'unseen-animals';
  const title = 'Unseen animals: their kind can be inferred, their birthday cannot';
  const groups = trainedGroups(tables, groupsOf(tables.runs)).filter(({ kind }) => kind === 'transformer');
  if (groups.length === 0) return { id, title, missing: 'No transformer was measured at more than one training step.' };
  const asked = [
    { family: 'birthdays', what: 'birthday (drawn at random)' },
    { family: 'kinds', what: 'kind (a rule)' },
  ];
  const panels = groups.map((group, at): Spec => {
    const lines = asked.flatMap(({ family, what }) =>
      curveMeans(tables, group, (row) => stratum(measured(tables.curves, row, family), 0).iivError).map((point) => ({
        ...point,
        what,
        lower: point.lower === null ? null : Math.max(0, point.lower),
        upper: point.upper === null ? null : Math.min(1, point.upper),
      })),
    );
    const x = stepEncoding(lines.map(({ step }) => step));
    const y = (field: string): Spec => ({
      field,
      type: 'quantitative',
      title: at === 0 ? ['err_iiv on animals', 'never asked about'] : null,
      scale: { domain: [0, 0.65] },
    });
    const color = {
      field: 'what',
      type: 'nominal',
      title: 'asked',
      scale: { domain: asked.map(({ what }) => what), range: [COLOUR.vermilion, COLOUR.green] },
    };
    return {
      title: {
        text: `N = ${String(group.setting[EXAMPLES])}`,
        fontSize: 12,
        fontWeight: 'normal',
        anchor: 'middle',
        offset: 6,
      },
      width: 300,
      height: 260,
      layer: [
        {
          data: { values: [{ y: 0.5, line: 'chance, ½' }] },
          mark: { type: 'rule', strokeWidth: 1.5, color: THEORY },
          encoding: {
            y: y('y'),
            strokeDash: {
              field: 'line',
              type: 'nominal',
              title: null,
              scale: { range: [[5, 4]] },
              legend: { symbolType: 'stroke', symbolSize: 400 },
            },
          },
        },
        {
          data: { values: lines.filter(({ lower }) => lower !== null) },
          mark: { type: 'area', opacity: 0.18 },
          encoding: { x, y: y('lower'), y2: { field: 'upper' }, color },
        },
        { data: { values: lines }, mark: { type: 'line', strokeWidth: 2 }, encoding: { x, y: y('mean'), color } },
        {
          data: { values: lines },
          mark: { type: 'point', filled: true, size: 50, opacity: 1 },
          encoding: {
            x,
            y: y('mean'),
            color,
            shape: {
              field: 'what',
              type: 'nominal',
              title: 'asked',
              scale: { domain: asked.map(({ what }) => what), range: ['circle', 'square'] },
            },
          },
        },
      ],
    };
  });
  return {
    id,
    title,
    caption: [
      'One transformer, trained on both questions about the same animals, used as a classifier: a response counts as valid where p̂ is above 1/min|E_c|. Shown is its error on animals that it was never asked about, mean over worlds with 95 % intervals. ' +
        'At the start no probability is above the threshold and both errors are ½, because no valid response is recognised. What the features decide is learnt within the first few hundred steps. What nothing decides stays at chance to the end, whatever the number of examples.',
    ],
    spec: topLevel({ spacing: 30, hconcat: panels }),
  };
}

/** err against the right side of Theorem 1: a point for each measured step of a run, a panel for each family. */
export function theorem1Scatter({ runs, curves }: ReportTables): Figure {
  const id = 'theorem-1-all-cases';
  const title = 'Theorem 1: no case lies below the line';
  const modelOf = new Map(rowsOf(runs).map((row) => [textAt(runs, 'run', row), modelName(runs, row)]));
  const points = familiesOf(runs).flatMap(({ name }) =>
    rowsOf(curves).flatMap((row) => {
      const family = measured(curves, row, name);
      const { lower } = family.theorem1;
      if (lower === null) return [];
      return [
        { family: name, model: modelOf.get(textAt(curves, 'run', row)) ?? '', lower, wrong: wrongByTheorem1(family) },
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
      'On the diagonal lie the models that guess evenly where they know nothing: the calibrated learner, the marginal, uniform guessing, the memoriser that guesses evenly, and every network at its start. A network moves left as it trains: its guesses become peaked, δ grows and the bound loosens, while the error stays. ' +
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
              mark: { type: 'rule', strokeDash: [2, 3], color: THEORY },
              encoding: { x: { ...x, field: 'x' } },
            },
            {
              data: {
                values: [
                  { x: 0, y: 0 },
                  { x: 1, y: 1 },
                ],
              },
              mark: { type: 'line', color: THEORY, strokeWidth: 1.5 },
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
                  scale: { domain: models, range: range(MODEL_COLOURS) },
                },
                shape: {
                  field: 'model',
                  type: 'nominal',
                  title: 'model',
                  scale: {
                    domain: models,
                    range: models.map(
                      (_, i) => MODEL_SHAPES[(i + Math.floor(i / MODEL_COLOURS.length)) % MODEL_SHAPES.length],
                    ),
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
