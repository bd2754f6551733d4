/** Figures: errors on unseen cipher texts in the course of training, and the bound at every step. */
import { type Figure, type Spec, stepEncoding, topLevel } from '../../report/figures/figure.js';
import { COLOUR, DASH } from '../../report/figures/palette.js';
import { numberAt, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { boundedSteps, cipherRuns, KEYS, type Key, onUnseen } from './readings.js';

const COLOURS: Readonly<Record<Key, string>> = {
  permutation: COLOUR.vermilion,
  'feistel, 2 rounds': COLOUR.purple,
  'feistel, 1 round': COLOUR.green,
  xor: COLOUR.blue,
};
const SHAPES: Readonly<Record<Key, string>> = {
  permutation: 'circle',
  'feistel, 2 rounds': 'square',
  'feistel, 1 round': 'triangle-up',
  xor: 'cross',
};
const BY_KEY = {
  color: {
    field: 'key',
    type: 'nominal',
    title: 'key',
    scale: { domain: KEYS, range: KEYS.map((key) => COLOURS[key]) },
    legend: { symbolOpacity: 1 },
  },
  shape: {
    field: 'key',
    type: 'nominal',
    title: 'key',
    scale: { domain: KEYS, range: KEYS.map((key) => SHAPES[key]) },
    legend: { symbolOpacity: 1 },
  },
};

/** err + invalid mass on cipher texts never shown, against steps, with a panel for each number of messages. */
export function errorOnUnseen(tables: ReportTables): Figure {
  const [id, title] = ['cipher-error-on-unseen', 'Errors on cipher texts that training never shows'];
  const measured = unseenCurves(tables);
  if (measured.length === 0) return { id, title, missing: 'No cipher was measured.' };
  const sizes = [...new Set(measured.map(({ messages }) => messages))].sort((a, b) => a - b);
  return {
    id,
    title,
    caption: [
      'Probability of a wrong decryption, err + invalid mass, on the quarter of the cipher texts that is held out, against training steps; means over worlds with 95 % Student t intervals. The network and the number of examples are the same for every key. ' +
        'Dashed: 1 − 1/u, the least error that can be expected under a random permutation without its key: a guess among the u messages that are left.',
      'Under the permutation nothing that is shown helps. XOR, whose key is two digits, is found within a few hundred steps; from then on it does not matter which prompts were shown.',
    ],
    spec: topLevel({
      spacing: 20,
      hconcat: sizes.map((messages, at) => {
        const points = measured.filter((each) => each.messages === messages);
        return panel(points, `M = ${messages} messages, u = ${Math.round(points[0].unseen)} unseen`, at === 0);
      }),
      resolve: { scale: { color: 'shared', shape: 'shared' } },
    }),
  };
}

interface UnseenPoint {
  readonly key: Key;
  readonly messages: number;
  readonly step: number;
  readonly mean: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** u, the number of unseen texts. */
  readonly unseen: number;
}

function unseenCurves({ runs, curves }: ReportTables): readonly UnseenPoint[] {
  const byRun = new Map(cipherRuns(runs).map((each) => [each.run, each]));
  const points = new Map<string, { key: Key; messages: number; step: number; unseen: number; values: number[] }>();
  for (const row of rowsOf(curves)) {
    const run = byRun.get(textAt(curves, 'run', row));
    const [step, rest] = [numberAt(curves, 'step', row), onUnseen(curves, row)];
    if (run === undefined || step === null || rest === null) continue;
    const { key, messages } = run;
    const name = `${key} ${messages} ${step}`;
    const point = points.get(name) ?? { key, messages, step, unseen: rest.mass * messages, values: [] };
    point.values.push(rest.wrong);
    points.set(name, point);
  }
  // An interval may reach beyond 0 or 1, where a probability cannot lie.
  const within = (end: number | null): number | null => (end === null ? null : Math.min(1, Math.max(0, end)));
  return [...points.values()].map(({ values, ...rest }) => {
    const { mean, lower, upper } = meanOf(values)!;
    return { ...rest, mean, lower: within(lower), upper: within(upper) };
  });
}

function panel(points: readonly UnseenPoint[], heading: string, isFirst: boolean): Spec {
  const x = stepEncoding(points.map(({ step }) => step));
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: isFirst ? ['err + invalid mass', 'on unseen cipher texts'] : null,
    scale: { domain: [0, 1.02], nice: false },
  });
  return {
    title: { text: heading, fontSize: 12, fontWeight: 'normal', offset: 4 },
    width: 290,
    height: 300,
    layer: [
      {
        data: { values: [{ y: 1 - 1 / points[0].unseen }] },
        mark: { type: 'rule', strokeDash: DASH.dashed, color: '#000' },
        encoding: { y: { field: 'y', type: 'quantitative' } },
      },
      {
        data: { values: points.filter(({ lower }) => lower !== null) },
        mark: { type: 'area', opacity: 0.18, clip: true },
        encoding: { x, y: y('lower'), y2: { field: 'upper' }, color: BY_KEY.color },
      },
      {
        data: { values: points },
        mark: { type: 'line', strokeWidth: 2 },
        encoding: { x, y: y('mean'), color: BY_KEY.color },
      },
      {
        data: { values: points },
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { x, y: y('mean'), ...BY_KEY },
      },
    ],
  };
}

/** err + invalid mass on all cipher texts against Observation 2's right side, with a sign for each measured step. */
export function errorAgainstBound({ runs, curves }: ReportTables): Figure {
  const [id, title] = ['cipher-error-against-bound', "Errors against Observation 2's bound"];
  const steps = boundedSteps(runs, curves);
  if (steps.length === 0) return { id, title, missing: 'No cipher was measured.' };
  const low = Math.floor(10 * Math.min(0, ...steps.map(({ bound }) => bound))) / 10;
  const x = {
    field: 'bound',
    type: 'quantitative',
    title: 'bound: 1 − β − 2/(M − 1) − δ',
    scale: { domain: [low, 1], nice: false },
  };
  const y = {
    field: 'wrong',
    type: 'quantitative',
    title: 'err + invalid mass, all cipher texts',
    scale: { domain: [0, 1.02], nice: false },
  };
  return {
    id,
    title,
    caption: [
      'Each sign is one measured step of one training. By Observation 2 all of them lie on or above the line, with certainty: one below would refute it. Where the bound is negative (left of the vertical line) it says nothing.',
      'Trainings start at the upper right, where the model cannot distinguish right decryptions from wrong ones (β ≈ 0), and move left: as the model learns to distinguish them, or becomes over-confident (δ), the bound sinks.',
    ],
    spec: topLevel({
      width: 520,
      height: 340,
      layer: [
        {
          data: {
            values: [
              { bound: 0, wrong: 0 },
              { bound: 1, wrong: 1 },
            ],
          },
          mark: { type: 'line', color: '#000', strokeDash: DASH.dashed, strokeWidth: 1.5 },
          encoding: { x, y },
        },
        { data: { values: [{ bound: 0 }] }, mark: { type: 'rule', color: '#888' }, encoding: { x } },
        {
          data: { values: steps },
          mark: { type: 'point', filled: false, size: 50, strokeWidth: 1.5, opacity: 0.85 },
          encoding: { x, y, ...BY_KEY },
        },
      ],
    }),
  };
}
