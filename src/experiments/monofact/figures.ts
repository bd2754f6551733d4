/** Figures of the monofacts: the rate of false statements by both metrics, and what upweighting changes. */
import type { Figure } from '../../report/figures/figure.js';
import { topLevel } from '../../report/figures/figure.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { changes, relative, runsOf, UPWEIGHTING_WORDS, type Upweighting } from './readings.js';

const WORDS = Object.values(UPWEIGHTING_WORDS);
const COLOURS = ['#000000', '#0072B2', '#009E73', '#D55E00'];
const SHAPES = ['circle', 'square', 'triangle-up', 'cross'];

const METRICS = {
  falseRate: 'false statements, exact probability',
  'generated.distinctFalseShare': 'different false statements / generated',
} as const;

/** Both metrics against the monofact rate, a point a shape of the Pareto law and an upweighting. */
export function trendFigure(tables: ReportTables): Figure {
  const [id, title] = [
    'hallucination-against-monofact-rate',
    'False statements against the monofact rate, by two metrics',
  ];
  const shapes = [...new Set(runsOf(tables).map(({ shape }) => shape))];
  const points = Object.entries(METRICS).flatMap(([path, metric]) =>
    Object.entries(UPWEIGHTING_WORDS).flatMap(([kind, words]) =>
      shapes.flatMap((shape) => {
        const runs = runsOf(tables, { upweighting: kind as Upweighting }).filter((run) => run.shape === shape);
        const [sr, rate] = [meanOf(runs.map((run) => run.at('monofactRate'))), meanOf(runs.map((run) => run.at(path)))];
        return sr === null || rate === null
          ? []
          : [{ metric, upweighting: words, shape, sr: sr.mean, rate: rate.mean, lower: rate.lower, upper: rate.upper }];
      }),
    ),
  );
  if (points.length === 0) return { id, title, missing: 'No run has generated statements.' };
  const x = {
    field: 'sr',
    type: 'quantitative',
    title: 'monofact rate sr',
    scale: { domain: [0, 0.8] },
    axis: { tickCount: 5 },
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    title: 'share of false statements',
    scale: { domain: [0, 0.6] },
  });
  const kind = { field: 'upweighting', type: 'nominal', title: 'upweighting of 5 % of the rows' };
  const color = { ...kind, scale: { domain: WORDS, range: COLOURS }, legend: { orient: 'bottom', columns: 4 } };
  return {
    id,
    title,
    caption: [
      'Bigram models of statements of six fields, generating unprompted. Each sign is a shape γ of the Pareto law of the facts (γ from 1 at the left to 4 at the right), a mean over seeds with its 95 % interval; dashed: as many false statements as statements seen once.',
      'Left: the exact probability of a false statement. Right: the metric of the published code of Miao and Kearns (2025), which counts a repeated falsehood once. By it their rule (crosses) does wonders; on the left it does not, and one honest repetition does nothing at all.',
    ],
    spec: topLevel({
      data: { values: points },
      facet: {
        column: {
          field: 'metric',
          type: 'nominal',
          title: null,
          sort: Object.values(METRICS),
          header: { labelFontSize: 13 },
        },
      },
      spec: {
        width: 290,
        height: 280,
        layer: [
          {
            data: {
              values: [
                { sr: 0, rate: 0 },
                { sr: 0.6, rate: 0.6 },
              ],
            },
            mark: { type: 'line', color: '#888', strokeDash: [6, 4], strokeWidth: 1.5 },
            encoding: { x, y: y('rate') },
          },
          { mark: { type: 'line', strokeWidth: 1.2, opacity: 0.6 }, encoding: { x, y: y('rate'), color } },
          {
            transform: [{ filter: 'datum.lower !== null' }],
            mark: { type: 'rule', strokeWidth: 1.5 },
            encoding: { x, y: y('lower'), y2: { field: 'upper' }, color },
          },
          {
            mark: { type: 'point', filled: true, size: 65, opacity: 1 },
            encoding: { x, y: y('rate'), color, shape: { ...kind, scale: { domain: WORDS, range: SHAPES } } },
          },
        ],
      },
    }),
  };
}

const CHANGED = {
  falseRate: 'false statements, exact',
  'generated.distinctFalseShare': 'different false statements',
  'generated.distinct': 'different statements',
  coverage: 'coverage of training data',
  'miscalibration.totalVariation': 'miscalibration (total variation)',
} as const;

/** Relative changes by upweighting, means over shapes, with intervals over seeds. */
export function changesFigure(tables: ReportTables): Figure {
  const [id, title] = ['changes-by-upweighting', 'What upweighting a twentieth of the rows changes'];
  const points = Object.entries(CHANGED).flatMap(([path, what]) =>
    Object.entries(UPWEIGHTING_WORDS)
      .filter(([kind]) => kind !== 'none')
      .flatMap(([kind, words]) => {
        const mean = meanOf(changes(tables, kind as Upweighting, path, relative));
        return mean === null
          ? []
          : [{ what, upweighting: words, change: mean.mean, lower: mean.lower, upper: mean.upper }];
      }),
  );
  if (points.length === 0) return { id, title, missing: 'No run was compared with the same data not upweighted.' };
  const words = WORDS.slice(1);
  const y = {
    field: 'what',
    type: 'nominal',
    title: null,
    sort: Object.values(CHANGED),
    axis: { labelLimit: 0, labelFontSize: 13 },
  };
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    title: 'change, relative to the same data not upweighted',
    axis: { format: '+.0%', tickCount: 7 },
  });
  const kind = { field: 'upweighting', type: 'nominal', title: null };
  const color = { ...kind, scale: { domain: words, range: COLOURS.slice(1) }, legend: { orient: 'bottom' } };
  const yOffset = { ...kind, sort: words, scale: { domain: words } };
  return {
    id,
    title,
    caption: [
      'Each sign is a mean over shapes of the Pareto law, compared within the same data; the interval is the 95 % one over seeds. One repetition changes next to nothing. Ten lower false statements and different false statements alike, and coverage with them. ' +
        'The rule of the published code lowers the number of different statements most of all, which its metric takes for truthfulness.',
    ],
    spec: topLevel({
      width: 480,
      height: 300,
      data: { values: points },
      layer: [
        { mark: { type: 'rule', color: '#888' }, encoding: { x: { datum: 0 } } },
        {
          transform: [{ filter: 'datum.lower !== null' }],
          mark: { type: 'rule', strokeWidth: 2 },
          encoding: { y, yOffset, x: x('lower'), x2: { field: 'upper' }, color },
        },
        {
          mark: { type: 'point', filled: true, size: 80, opacity: 1 },
          encoding: {
            y,
            yOffset,
            x: x('change'),
            color,
            shape: { ...kind, scale: { domain: words, range: SHAPES.slice(1) } },
          },
        },
      ],
    }),
  };
}
