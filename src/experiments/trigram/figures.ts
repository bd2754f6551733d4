/** Figure: error of n-grams against their order at each gap, with the least error of any model of their window. */
import { type Figure, type Spec, topLevel } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { measured } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { ngramRows, notRight, PAPERS, transformerRows, VARIED } from './readings.js';

const NGRAM = 'n-gram';
const TRANSFORMER = 'transformer (sees all)';
const BOUND = 'bound: opt(G) of n − 1 words';
const SERIES = {
  color: {
    field: 'series',
    type: 'nominal',
    title: null,
    scale: { domain: [NGRAM, BOUND, TRANSFORMER], range: [COLOUR.vermilion, COLOUR.black, COLOUR.blue] },
    legend: { symbolOpacity: 1, orient: 'bottom' },
  },
  shape: {
    field: 'series',
    type: 'nominal',
    title: null,
    scale: { domain: [NGRAM, BOUND, TRANSFORMER], range: ['triangle-up', 'stroke', 'circle'] },
    legend: { orient: 'bottom' },
  },
};

export function errorAgainstOrder(tables: ReportTables): Figure {
  const id = 'trigram-error-against-order';
  const title = 'What an n-gram gets wrong, against n';
  const orders = [...new Set(ngramRows(tables.runs).map(({ order }) => order))].sort((a, b) => a - b);
  if (orders.length === 0) return { id, title, missing: 'No n-gram was measured.' };
  const panels = [
    ...PAPERS.map(({ family, gap }) => ({
      family,
      heading: `the paper's two prompts, pronoun ${gap} words before the gap: step at n = ${gap + 1}`,
    })),
    { family: VARIED.family, heading: '256 sentences, a quarter of the prompts never shown, gap 8' },
  ];
  return {
    id,
    title,
    caption: [
      'Probability that the answer is not the right one, 1 − accuracy = err + invalid mass, of n-grams of each order n; means over seeds with 95 % intervals, which are narrower than the signs where they cannot be seen. An n-gram sees n − 1 words. ' +
        'Black: opt(G), the least Is-It-Valid error of any classifier that sees no more, computed from the world alone; by Theorem 3 at two choices no model of that window lies below it.',
      'Up to n = gap the pronoun is out of sight and every n-gram errs on half of the prompts (Corollary 2); one word more, and it need not err. In the last panel n-grams that see the pronoun stay above the bound: they have no counts for sentences that training did not show, and put their mass on strings that are not a response. ' +
        'The transformer (blue) errs almost never in any panel, held-out sentences included.',
    ],
    spec: topLevel({
      spacing: 16,
      vconcat: panels.map(({ family, heading }, at) =>
        panel(tables, family, heading, orders, at === panels.length - 1),
      ),
      resolve: { scale: { color: 'shared', shape: 'shared' } },
    }),
  };
}

function panel(
  { runs }: ReportTables,
  family: string,
  heading: string,
  orders: readonly number[],
  isLast: boolean,
): Spec {
  const rows = ngramRows(runs);
  const ngrams = orders.flatMap((order) => {
    const ofOrder = rows.filter((each) => each.order === order).map(({ row }) => row);
    const wrong = meanOver(ofOrder, (row) => notRight(runs, family, row));
    return wrong === null ? [] : [{ series: NGRAM, order, ...wrong }];
  });
  const bound = orders.flatMap((order) => {
    const row = rows.find((each) => each.order === order)?.row;
    const opt = row === undefined ? null : measured(runs, row, family).leastIivError;
    return opt === null ? [] : [{ series: BOUND, order, mean: opt }];
  });
  const transformer = meanOver(transformerRows(runs), (row) => notRight(runs, family, row));
  const x = {
    field: 'order',
    type: 'quantitative',
    title: isLast ? 'order n of the n-gram' : null,
    scale: { domain: [orders[0] - 0.4, orders.at(-1)! + 0.4], nice: false },
    axis: { values: orders, grid: false, labels: isLast },
  };
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: '1 − accuracy',
    scale: { domain: [-0.02, 0.6], nice: false },
    axis: { values: [0, 0.25, 0.5], format: '.2f' },
  });
  return {
    title: { text: heading, fontSize: 12, fontWeight: 'normal', offset: 4 },
    width: 560,
    height: 96,
    layer: [
      {
        data: { values: bound },
        mark: { type: 'line', interpolate: 'step', strokeWidth: 5, opacity: 0.25 },
        encoding: { x, y: y('mean'), color: SERIES.color },
      },
      ...(transformer === null
        ? []
        : [
            {
              data: { values: orders.map((order) => ({ series: TRANSFORMER, order, mean: transformer.mean })) },
              mark: { type: 'line', strokeWidth: 1.5, strokeDash: [5, 3] },
              encoding: { x, y: y('mean'), color: SERIES.color },
            },
            {
              data: { values: [{ series: TRANSFORMER, order: orders[0], mean: transformer.mean }] },
              mark: { type: 'point', filled: true, size: 60, opacity: 1 },
              encoding: { x, y: y('mean'), ...SERIES },
            },
          ]),
      {
        data: { values: ngrams.filter(({ lower }) => lower !== null) },
        mark: { type: 'rule', strokeWidth: 1.5, clip: true },
        encoding: { x, y: y('lower'), y2: { field: 'upper' }, color: SERIES.color },
      },
      {
        data: { values: ngrams },
        mark: { type: 'point', filled: true, size: 70, opacity: 1 },
        encoding: { x, y: y('mean'), ...SERIES },
      },
    ],
  };
}
