/** Error rate against singleton rate, with the bounds of Theorems 1 and 2. */

import { measured, runAt } from '../../results/measured.js';
import { modelKindsOf } from '../../results/modelKinds.js';
import type { Family } from '../../results/reportTables.js';
import { groupsOf, rowsOf } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import type { StoredTable } from '../../store/tables.js';
import { power } from '../../theory/power.js';
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

const DIAGONAL = 'err = sr';
const CALIBRATED = 'calibrated learner, exact';
const THEOREM_1 = "Theorem 1's bound on a run";

const DASHES: Readonly<Record<string, readonly number[]>> = {
  [DIAGONAL]: DASH.dashed,
  [CALIBRATED]: DASH.solid,
  ...BOUND_DASHES,
  [THEOREM_1]: [9, 60],
};

/** The figure of one arbitrary family. */
export function errorAgainstSingletonRate(runs: StoredTable, family: Family): Figure {
  const id = `error-against-singleton-rate-${family.name}`;
  const title = `${family.name}: error rate against singleton rate`;
  const points = rowsOf(runs)
    .map((row) => runPoint(runs, family, row))
    .filter((point) => point.sr !== null && point.err !== null);
  if (points.length === 0) return { id, title, missing: `No run has measured the family ${family.name}.` };
  const means = groupsOf(runs).flatMap((group) => {
    const sr = meanOver(group.rows, (row) => measured(runs, row, family.name).singletonRate);
    const err = meanOver(group.rows, (row) => measured(runs, row, family.name).errorRate);
    return sr && err
      ? [{ kind: group.kind, sr: sr.mean, err: err.mean, lower: err.lower, upper: err.upper, seeds: err.seeds }]
      : [];
  });
  const theory = theorem2Lines(runs, family);
  const maximumX = 1.06 * Math.max(0.02, ...points.map(({ sr }) => sr!));
  const drawn = theoryCurves(runs, theory, 'sr', (sr) => [sr - maximumX / 40, sr + maximumX / 40]);
  const band = drawn.filter(({ lower }) => lower > 0);
  const maximumY = Math.min(
    1,
    1.06 * Math.max(maximumX, ...points.map(({ err }) => err!), ...theory.map(({ upper }) => upper)),
  );
  const lines = [
    ...[0, Math.min(maximumX, maximumY)].map((at) => ({ line: DIAGONAL, curve: 0, sr: at, y: at })),
    ...drawn.map(({ curve, sr, calibrated }) => ({ line: CALIBRATED, curve, sr, y: calibrated })),
    ...drawn.map(({ curve, sr, upper }) => ({ line: UPPER, curve, sr, y: upper })),
    ...band.map(({ curve, sr, lower }) => ({ line: LOWER, curve, sr, y: lower })),
  ];
  const theorem1 = points.filter((point) => point.trained && (point.theorem1 ?? 0) > 0);
  const shown = [
    DIAGONAL,
    CALIBRATED,
    ...(theory.length > 0 ? [UPPER] : []),
    ...(band.length > 0 ? [LOWER] : []),
    ...(theorem1.length > 0 ? [THEOREM_1] : []),
  ];
  const kinds = modelKindsOf(runs);
  const { colour, shape } = kindScales(kinds);
  const x = {
    field: 'sr',
    type: 'quantitative',
    title: AXES.singletonRate,
    scale: { domain: [0, maximumX], nice: false },
  };
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: AXES.errorRate,
    scale: { domain: [0, maximumY], nice: false },
  });
  const color = { field: 'kind', type: 'nominal', title: 'model', scale: colour };
  return {
    id,
    title,
    caption: caption(
      family,
      band.length > 0,
      theorem1.length > 0,
      means.some(({ seeds }) => seeds > 1),
    ),
    spec: topLevel({
      ...(band.length > 0
        ? {}
        : {
            title: {
              text: "Theorem 2's lower bound is vacuous (≤ 0) for every corpus here and is not drawn",
              fontSize: 12,
              fontWeight: 'normal',
            },
          }),
      width: 600,
      height: 420,
      layer: [
        boundsBand(band, x, y),
        {
          data: { values: lines },
          mark: { type: 'line', color: THEORY, strokeWidth: 1.5, clip: true },
          encoding: {
            x,
            y: y('y'),
            strokeDash: theoryStrokes(shown, DASHES),
            detail: CURVE,
          },
        },
        {
          data: { values: theorem1 },
          mark: { type: 'tick', orient: 'horizontal', thickness: 2, size: 14, opacity: 0.8 },
          encoding: { x, y: y('theorem1'), color },
        },
        {
          data: { values: points },
          mark: { type: 'circle', size: 8, opacity: 0.9 },
          encoding: { x, y: y('err'), color },
        },
        intervalBars(means, x, y, { color }),
        // Kinds that agree would hide one another: each is drawn smaller than the one before it, so that all can be seen.
        ...kinds.map((kind, at) => ({
          data: { values: means.filter((mean) => mean.kind === kind) },
          mark: { type: 'point', filled: false, strokeWidth: 2, opacity: 1, size: Math.max(30, 400 / power(3, at)) },
          encoding: { x, y: y('err'), color, shape: { field: 'kind', type: 'nominal', title: 'model', scale: shape } },
        })),
      ],
    }),
  };
}

function runPoint(runs: StoredTable, family: Family, row: number) {
  const { run, kind, trainableParameters } = runAt(runs, row);
  const { singletonRate, errorRate, theorem1 } = measured(runs, row, family.name);
  return {
    kind,
    run,
    trained: (trainableParameters ?? 0) > 0,
    sr: singletonRate,
    err: errorRate,
    theorem1: theorem1.lower,
  };
}

function caption(family: Family, hasBand: boolean, hasTheorem1: boolean, hasSeeds: boolean): readonly string[] {
  return [
    `Each small dot is one run. The larger marks are means over runs that differ only in their seed${hasSeeds ? ', with 95 % Student t intervals' : ' (one seed each, so there is no interval)'}. ` +
      `The error rate err = p̂(E) = Σ_c μ(c) Σ_{r∈E_c} p̂(r|c) is the exact probability that the model, asked a fresh prompt of ${family.name}, samples a plausible wrong answer. ` +
      'The singleton rate sr is the share of training examples whose prompt was answered exactly once.',
    'The dashed line is err = sr. The calibrated learner (solid) knows how often to abstain and guesses evenly where it has seen no answer. ' +
      'Its error comes from a formula, not from training: Σ_{c unanswered} μ(c) α_c (R − 1)/R.',
    hasBand
      ? 'Shaded: the range between the bounds of Theorem 2 of Kalai, Nachum, Vempala and Zhang (2025) at δ = 0, from sr − 2/min|E_c| − (35 + 6 ln N)/√N to sr − sr/(L + 1) + 13/√N. Each bound holds with probability 99 %. The range is drawn only where the lower bound is above 0.'
      : 'Theorem 2 of Kalai, Nachum, Vempala and Zhang (2025) bounds a calibrated learner from above by sr − sr/(L + 1) + 13/√N (dotted). Its lower bound, sr − 2/min|E_c| − (35 + 6 ln N)/√N − δ, ' +
        'is below 0 for every corpus here, so it says nothing: N is too small for its slack.',
    ...(hasTheorem1
      ? [
          "Short bars: Theorem 1's lower bound, 2·err_iiv − max|V_c|/min|E_c| − δ, of each trained run for which it is above 0. It is a bound on err plus the invalid mass, so no bar may lie above its run by more than the invalid mass.",
        ]
      : []),
  ];
}
