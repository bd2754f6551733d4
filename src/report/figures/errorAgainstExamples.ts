/** Error rate against the number of examples, with Theorem 2's bounds, which close in on sr as N grows. */

import { measured } from '../../results/measured.js';
import { modelKindsOf } from '../../results/modelKinds.js';
import type { Family } from '../../results/reportTables.js';
import { groupsOf } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import type { StoredTable } from '../../store/tables.js';
import type { Figure, Spec } from './figure.js';
import { AXES, topLevel } from './figure.js';
import { intervalBars } from './intervalMarks.js';
import { kindScales } from './kindScales.js';
import { DASH, THEORY } from './palette.js';
import {
  BOUND_DASHES,
  boundsBand,
  CURVE,
  LOWER,
  theorem2Lines,
  theoryCurves,
  theoryStrokes,
  UPPER,
} from './theorem2Lines.js';

const SINGLETON_RATE = 'singleton rate sr';
const DASHES: Readonly<Record<string, readonly number[]>> = { [SINGLETON_RATE]: DASH.dashed, ...BOUND_DASHES };

/** Least ratio of the largest N to the smallest at which a figure shows how the bounds depend on N. */
const SPREAD = 2;

/** Half the length of a stroke, as a factor of N. */
const STROKE = 1.05;

/** Returns whether a sweep's settings differ enough in N for this figure. */
export function examplesVary(runs: StoredTable, family: Family): boolean {
  const counts = theorem2Lines(runs, family).map(({ examples }) => examples);
  return counts.length > 0 && Math.max(...counts) >= SPREAD * Math.min(...counts);
}

/** The figure of one arbitrary family. */
export function errorAgainstExamples(runs: StoredTable, family: Family): Figure {
  const means = groupsOf(runs).flatMap((group) => {
    const examples = meanOver(group.rows, (row) => measured(runs, row, family.name).examples);
    const err = meanOver(group.rows, (row) => measured(runs, row, family.name).errorRate);
    return examples && err
      ? [
          {
            kind: group.kind,
            examples: examples.mean,
            err: err.mean,
            lower: err.lower,
            upper: err.upper,
            seeds: err.seeds,
          },
        ]
      : [];
  });
  const theory = theorem2Lines(runs, family);
  const drawn = theoryCurves(runs, theory, 'examples', (examples) => [examples / STROKE, examples * STROKE]);
  const band = drawn.filter(({ lower }) => lower > 0);
  const lines = [
    ...drawn.map(({ curve, examples, sr }) => ({ line: SINGLETON_RATE, curve, examples, y: sr })),
    ...drawn.map(({ curve, examples, upper }) => ({ line: UPPER, curve, examples, y: upper })),
    ...band.map(({ curve, examples, lower }) => ({ line: LOWER, curve, examples, y: lower })),
  ];
  const shown = [SINGLETON_RATE, UPPER, ...(band.length > 0 ? [LOWER] : [])];
  const kinds = modelKindsOf(runs);
  const { colour, shape } = kindScales(kinds);
  const x = {
    field: 'examples',
    type: 'quantitative',
    title: 'training examples of the family N',
    scale: { type: 'log', nice: false, padding: 20 },
    axis: { format: ',d' },
  };
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: AXES.errorRate,
    scale: { domain: [0, 1] },
  });
  const color = { field: 'kind', type: 'nominal', title: 'model', scale: colour };
  return {
    id: `error-against-examples-${family.name}`,
    title: `${family.name}: error rate against the number of examples`,
    caption: caption(
      means.some(({ seeds }) => seeds > 1),
      theory.filter(({ lower }) => lower <= 0).length,
    ),
    spec: topLevel({
      width: 600,
      height: 420,
      layer: [
        boundsBand(band, x, y),
        {
          data: { values: lines },
          mark: {
            type: 'line',
            color: THEORY,
            strokeWidth: 1.5,
            clip: true,
            point: { filled: true, size: 12, color: THEORY },
          },
          encoding: {
            x,
            y: y('y'),
            strokeDash: theoryStrokes(shown, DASHES),
            detail: CURVE,
          },
        },
        intervalBars(means, x, y, { color }),
        {
          data: { values: means },
          mark: { type: 'point', filled: false, strokeWidth: 2, opacity: 1, size: 90 },
          encoding: { x, y: y('err'), color, shape: { field: 'kind', type: 'nominal', title: 'model', scale: shape } },
        },
      ],
    }),
  };
}

function caption(hasSeeds: boolean, vacuous: number): readonly string[] {
  return [
    `Each mark is a setting of the sweep${hasSeeds ? ': the mean over seeds with its 95 % Student t interval' : ' (one seed each, so there is no interval)'}. The dashed line is the singleton rate of the corpus.`,
    'Shaded: the range between the bounds of Theorem 2 of Kalai, Nachum, Vempala and Zhang (2025) at δ = 0, from sr − 2/min|E_c| − (35 + 6 ln N)/√N to sr − sr/(L + 1) + 13/√N. Each bound holds with probability 99 %. ' +
      'The lower bound applies to every learner, less its own δ; the upper bound applies to a calibrated learner.' +
      (vacuous > 0
        ? ` At the ${vacuous === 1 ? 'smallest N' : `${vacuous} smallest N`} the lower bound is vacuous (≤ 0) and is not drawn.`
        : ''),
  ];
}
