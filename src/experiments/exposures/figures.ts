/** Figures: error and bits held against model size. */
import { AXES, type Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import { exact, pointsOf, seriesFigure } from '../../report/figures/seriesFigure.js';
import { type MeasuredFamily, measured, runAt, stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { type Corpus, rowsAt, rowsIn, widths } from './readings.js';

/** Error against model size under both frequency laws, and bits held against model size. */
export function exposuresFigures(tables: ReportTables): readonly Figure[] {
  const { runs } = tables;
  const id = 'error-against-size';
  const title = 'Error and bits against model size';
  if (widths(tables).length === 0) return [{ id, title, missing: 'There are no runs of several sizes.' }];
  const sizeOf = (corpus: Corpus, width: number): number =>
    meanOver(rowsAt(tables, corpus, width), (row) => runAt(runs, row).trainableParameters)?.mean ?? 0;
  const against = (corpus: Corpus, read: (birthdays: MeasuredFamily) => number | null) =>
    pointsOf(
      widths(tables).map((width) => ({
        x: sizeOf(corpus, width),
        mean: meanOver(rowsAt(tables, corpus, width), (row) => read(measured(runs, row, 'birthdays'))),
      })),
    );
  const shown = [
    { count: 0, name: 'never seen', colour: COLOUR.black, shape: 'cross' },
    { count: 1, name: 'seen once', colour: COLOUR.vermilion, shape: 'triangle-up' },
    { count: 3, name: 'seen 3–4 times', colour: COLOUR.orange, shape: 'diamond' },
    { count: 10, name: 'seen ≥ 10 times', colour: COLOUR.blue, shape: 'circle' },
  ] as const;
  const errors = seriesFigure(
    [
      {
        heading: 'every fact seen about 20 times (sr = 0)',
        series: [
          {
            name: 'all facts, none a singleton',
            colour: COLOUR.green,
            shape: 'square',
            points: against('even', ({ errorRate }) => errorRate),
          },
        ],
      },
      {
        heading: "Zipf's law",
        series: shown.map(({ count, ...series }) => ({
          ...series,
          points: against('uneven', (birthdays) => stratum(birthdays, count).errorRate),
        })),
      },
    ],
    { title: 'trainable parameters', scale: { type: 'log' }, axis: { format: '~s', tickCount: 4 } },
    { title: AXES.errorRate, scale: { domain: [0, 1] } },
    { width: 270, height: 280 },
  );
  const demanded =
    (meanOver(rowsIn(tables, 'even'), (row) => measured(runs, row, 'birthdays').prompts)?.mean ?? 0) * Math.log2(365);
  const held = seriesFigure(
    [
      {
        series: [
          {
            name: 'bits of the facts',
            colour: THEORY,
            dash: DASH.dashed,
            points: widths(tables).map((width) => exact(sizeOf('even', width), demanded)),
          },
          {
            name: 'one bit a parameter',
            colour: THEORY,
            dash: DASH.dotted,
            points: widths(tables).map((width) => exact(sizeOf('even', width), sizeOf('even', width))),
          },
          {
            name: 'bits held by the model',
            colour: COLOUR.green,
            shape: 'square',
            points: against('even', ({ memorisedBits }) => memorisedBits),
          },
        ],
      },
    ],
    { title: 'trainable parameters', scale: { type: 'log' }, axis: { format: '~s', tickCount: 4 } },
    { title: 'bits about the answers', scale: { type: 'log' }, axis: { format: '~s' } },
    { width: 420, height: 280 },
  );
  return [
    {
      id,
      title: 'Error against model size',
      caption: [
        "Left: every fact stands about twenty times in the data, none once, so that Theorem 2 demands nothing; the errors that are left come from lack of room. Right: the same facts by Zipf's law, by how often training showed them. Means over seeds with 95 % Student t intervals.",
      ],
      spec: errors,
    },
    {
      id: 'bits-against-size',
      title: 'Bits held against model size',
      caption: [
        'Bits that the model holds about the answers, Σ_c max(0, log2 R + log2 p̂(a_c|c)), where every fact is seen about twenty times. They follow the number of parameters until all bits of the facts, log2 365 each, are held.',
      ],
      spec: held,
    },
  ];
}
