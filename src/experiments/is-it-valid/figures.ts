/** Figure: the classifier that a language model is, while it trains, on animals that it was never asked about. */
import type { Figure, Spec } from '../../report/figures/figure.js';
import { stepEncoding, topLevel } from '../../report/figures/figure.js';
import type { ReportTables } from '../../results/reportTables.js';
import { groupsOf } from '../../results/reportTables.js';
import { curveMeans, trainedGroups } from '../../results/seedMeans.js';

const EXAMPLES = 'corpus.examples';

/** err_iiv on unseen animals while the transformer trains, a panel a number of examples. */
export function classifierOverSteps(tables: ReportTables): Figure {
  const id = 'unseen-animals';
  const title = 'Unseen animals: their kind can be told, their birthday cannot';
  const groups = trainedGroups(tables, groupsOf(tables.runs)).filter(({ kind }) => kind === 'transformer');
  if (groups.length === 0) return { id, title, missing: 'No transformer was measured at more than one training step.' };
  const asked = [
    { family: 'birthdays', what: 'birthday (drawn at random)' },
    { family: 'kinds', what: 'kind (a rule)' },
  ];
  const panels = groups.map((group, at): Spec => {
    const lines = asked.flatMap(({ family, what }) =>
      curveMeans(tables, group, `families.${family}.byCount.0.iivError`).map((point) => ({
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
      scale: { domain: asked.map(({ what }) => what), range: ['#D55E00', '#009E73'] },
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
          mark: { type: 'rule', strokeWidth: 1.5, color: '#555' },
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
        'At the start no probability is above the threshold and both errors are ½, for nothing valid is recognised. What the features decide is learnt within the first few hundred steps; what nothing decides stays at chance to the end, whatever the number of examples.',
    ],
    spec: topLevel({ spacing: 30, hconcat: panels }),
  };
}
