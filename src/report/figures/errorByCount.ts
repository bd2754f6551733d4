/** Error rate by how often training answered the prompt. */

import { STRATA } from '../../results/familyMeasurement.js';
import { measured, present } from '../../results/measured.js';
import { modelKindsOf } from '../../results/modelKinds.js';
import type { Family } from '../../results/reportTables.js';
import { rowsOf, textAt } from '../../results/reportTables.js';
import type { StoredTable } from '../../store/tables.js';
import type { Figure } from './figure.js';
import { topLevel } from './figure.js';
import { kindScales } from './kindScales.js';

const STRATUM_TITLE = 'times the prompt was answered in training';

/** The figure of one family: the error rate within each stratum above, the stratum's mass below. */
export function errorByCount(runs: StoredTable, family: Family): Figure {
  const id = `error-by-count-${family.name}`;
  const title = `${family.name}: error by training count`;
  const strata = strataOf(runs, family);
  const kinds = modelKindsOf(runs);
  const points = strata.flatMap(({ label, place }) =>
    rowsOf(runs).flatMap((row) => {
      const err = measured(runs, row, family.name).byCount[place].errorRate;
      return err === null ? [] : [{ stratum: label, kind: textAt(runs, 'model.kind', row), err }];
    }),
  );
  if (points.length === 0) return { id, title, missing: `No run has errors by training count for ${family.name}.` };
  const means = strata.flatMap(({ label }) =>
    kinds.flatMap((kind) => {
      const errors = points.filter((point) => point.stratum === label && point.kind === kind).map(({ err }) => err);
      return errors.length === 0 ? [] : [{ stratum: label, kind, err: average(errors) }];
    }),
  );
  const masses = strata.flatMap(({ label, place }) => {
    const values = present(rowsOf(runs).map((row) => measured(runs, row, family.name).byCount[place].mass));
    return values.length === 0 ? [] : [{ stratum: label, mass: average(values) }];
  });
  const { colour, shape } = kindScales(kinds);
  const x = (axis: object | null) => ({
    field: 'stratum',
    type: 'ordinal',
    sort: null,
    title: STRATUM_TITLE,
    scale: { type: 'band', domain: strata.map(({ label }) => label), padding: 0.1 },
    axis,
  });
  const models = {
    xOffset: { field: 'kind', type: 'nominal', scale: { type: 'band', domain: kinds, padding: 0.3 } },
    color: { field: 'kind', type: 'nominal', title: 'model', scale: colour, legend: { symbolOpacity: 1 } },
    shape: { field: 'kind', type: 'nominal', title: 'model', scale: shape },
  };
  const y = { field: 'err', type: 'quantitative', title: 'error rate within the stratum', scale: { domain: [0, 1] } };
  return {
    id,
    title,
    caption: caption(family),
    spec: topLevel({
      spacing: 8,
      vconcat: [
        {
          width: 600,
          height: 300,
          layer: [
            {
              data: { values: points },
              mark: { type: 'point', filled: false, size: 28, opacity: 0.35 },
              encoding: { x: x({ labels: false, title: null, ticks: false, grid: false }), y, ...models },
            },
            {
              data: { values: means },
              mark: { type: 'point', filled: true, size: 95, opacity: 0.95 },
              encoding: { x: x({ labels: false, title: null, ticks: false, grid: false }), y, ...models },
            },
          ],
        },
        {
          width: 600,
          height: 90,
          data: { values: masses },
          mark: { type: 'bar', color: '#999', width: { band: 0.5 } },
          encoding: {
            x: x({ labelAngle: 0 }),
            y: {
              field: 'mass',
              type: 'quantitative',
              title: ['mass of the', 'stratum Σ μ(c)'],
              axis: { tickCount: 3 },
            },
          },
        },
      ],
    }),
  };
}

interface MeasuredStrata {
  readonly label: string;
  /** Place in `byCount`. */
  readonly place: number;
}

/** Strata as the tables have them, in the order of the columns. */
function strataOf(runs: StoredTable, family: Family): readonly MeasuredStrata[] {
  const measuredRows = rowsOf(runs).map((row) => measured(runs, row, family.name).byCount);
  return STRATA.flatMap((_, place) => {
    const [count] = present(measuredRows.map((byCount) => byCount[place].count));
    if (count === undefined) return [];
    const [countMax] = present(measuredRows.map((byCount) => byCount[place].countMax));
    const label = countMax === undefined ? `≥ ${count}` : countMax === count ? String(count) : `${count}–${countMax}`;
    return [{ place, label }];
  });
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function caption(family: Family): readonly string[] {
  return [
    `Prompts of ${family.name} by how often training answered them. Above: the error rate on the prompts of a stratum, Σ μ(c) p̂(E_c|c) / Σ μ(c); hollow points are single runs, filled points are means over all runs of a model in all settings. ` +
      `Below: the probability that a prompt falls into the stratum, mean over runs. The error rate of a run is the sum over strata of mass × error.`,
    ...(family.nature === 'arbitrary'
      ? [
          'The data do not contain the answer to a prompt at 0. A model that answers there can only guess, and a guess is right once in R (theory: an unanswered prompt costs μ(c)·(1 − p̂(IDK|c))·(1 − 1/R) on average). From one occurrence on, a fact can be memorised.',
        ]
      : ['A pattern can be learnt from other prompts. A model that has learnt the rule is right at 0 too.']),
  ];
}
