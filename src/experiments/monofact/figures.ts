/** Figures of the monofacts: the rate of false statements by both metrics, and what upweighting changes. */
import type { Figure } from '../../report/figures/figure.js';
import { topLevel } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import {
  changes,
  distinctFalseShare,
  falseRate,
  type MonofactReader,
  monofactRuns,
  relative,
  UPWEIGHTING_WORDS,
  type Upweighting,
} from './readings.js';

const WORDS = Object.values(UPWEIGHTING_WORDS);
const UPWEIGHTING_COLOURS = [COLOUR.black, COLOUR.blue, COLOUR.green, COLOUR.vermilion];
const UPWEIGHTING_SHAPES = ['circle', 'square', 'triangle-up', 'cross'];

const METRICS = [
  { metric: 'false statements, exact probability', read: falseRate },
  { metric: 'different false statements / generated', read: distinctFalseShare },
] as const;

/** Both metrics against the monofact rate, one point for each shape of the Pareto law and each upweighting. */
export function trendFigure(tables: ReportTables): Figure {
  const [id, title] = [
    'hallucination-against-monofact-rate',
    'False statements against the monofact rate, by two metrics',
  ];
  const shapes = [...new Set(monofactRuns(tables).map(({ shape }) => shape))];
  const points = METRICS.flatMap(({ metric, read }) =>
    Object.entries(UPWEIGHTING_WORDS).flatMap(([kind, words]) =>
      shapes.flatMap((shape) => {
        const runs = monofactRuns(tables, { upweighting: kind as Upweighting })
          .filter((run) => run.shape === shape)
          .map(({ values }) => values);
        const [sr, rate] = [
          meanOf(present(runs.map(({ monofactRate }) => monofactRate))),
          meanOf(present(runs.map(read))),
        ];
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
  const color = {
    ...kind,
    scale: { domain: WORDS, range: UPWEIGHTING_COLOURS },
    legend: { orient: 'bottom', columns: 4 },
  };
  return {
    id,
    title,
    caption: [
      'Bigram models of statements of six fields, generating unprompted. Each sign is a shape γ of the Pareto law of the facts (γ from 1 at the left to 4 at the right), a mean over seeds with its 95 % interval; dashed: as many false statements as statements seen once.',
      'Left: the exact probability of a false statement. Right: the metric of the published code of Miao and Kearns (2025), which counts a repeated falsehood once. By that metric their rule (crosses) helps a great deal; on the left it does not, and one honest repetition changes nothing at all.',
    ],
    spec: topLevel({
      data: { values: points },
      facet: {
        column: {
          field: 'metric',
          type: 'nominal',
          title: null,
          sort: METRICS.map(({ metric }) => metric),
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
            encoding: {
              x,
              y: y('rate'),
              color,
              shape: { ...kind, scale: { domain: WORDS, range: UPWEIGHTING_SHAPES } },
            },
          },
        ],
      },
    }),
  };
}

const CHANGED: readonly { readonly what: string; readonly read: MonofactReader }[] = [
  { what: 'false statements, exact', read: falseRate },
  { what: 'different false statements', read: distinctFalseShare },
  { what: 'different statements', read: ({ generated }) => generated.distinct },
  { what: 'coverage of training data', read: ({ coverage }) => coverage },
  { what: 'miscalibration (total variation)', read: ({ miscalibration }) => miscalibration.totalVariation },
];

/** Relative changes by upweighting, means over shapes, with intervals over seeds. */
export function changesFigure(tables: ReportTables): Figure {
  const [id, title] = ['changes-by-upweighting', 'What upweighting a twentieth of the rows changes'];
  const points = CHANGED.flatMap(({ what, read }) =>
    Object.entries(UPWEIGHTING_WORDS)
      .filter(([kind]) => kind !== 'none')
      .flatMap(([kind, words]) => {
        const mean = meanOf(changes(tables, kind as Upweighting, read, relative));
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
    sort: CHANGED.map(({ what }) => what),
    axis: { labelLimit: 0, labelFontSize: 13 },
  };
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    title: 'change, relative to the same data not upweighted',
    axis: { format: '+.0%', tickCount: 7 },
  });
  const kind = { field: 'upweighting', type: 'nominal', title: null };
  const color = {
    ...kind,
    scale: { domain: words, range: UPWEIGHTING_COLOURS.slice(1) },
    legend: { orient: 'bottom' },
  };
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
            shape: { ...kind, scale: { domain: words, range: UPWEIGHTING_SHAPES.slice(1) } },
          },
        },
      ],
    }),
  };
}
