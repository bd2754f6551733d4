/** Theorem 2's bounds for each setting of a sweep. */

import { combine, type MeasuredFamily, measured, present } from '../../results/measured.js';
import type { Family } from '../../results/reportTables.js';
import { groupsOf } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import type { StoredTable } from '../../store/tables.js';
import type { Spec } from './figure.js';
import { COLOUR, DASH } from './palette.js';

/** Names of the bounds in legends, and their dashes. */
export const UPPER = 'Theorem 2, upper bound at δ = 0';
export const LOWER = 'Theorem 2, lower bound at δ = 0';
export const BOUND_DASHES: Readonly<Record<string, readonly number[]>> = {
  [UPPER]: DASH.dotted,
  [LOWER]: DASH.dashDotted,
};

/** The stroke of each named line: the encoding and legend of theory in figures of errors. */
export function theoryStrokes(shown: readonly string[], dashes: Readonly<Record<string, readonly number[]>>): Spec {
  return {
    field: 'line',
    type: 'nominal',
    title: 'theory',
    scale: { domain: shown, range: shown.map((line) => dashes[line]) },
    legend: { symbolType: 'stroke', symbolSize: 600, symbolStrokeWidth: 2 },
  };
}

/** The layer between Theorem 2's bounds, where the lower one says something. */
export function boundsBand(values: readonly object[], x: Spec, y: (field: string) => Spec): Spec {
  return {
    data: { values },
    mark: { type: 'area', color: COLOUR.sky, opacity: 0.18 },
    encoding: { x, y: y('lower'), y2: { field: 'upper' }, detail: CURVE },
  };
}

/** The channel that keeps strokes of different curves apart. */
export const CURVE = { field: 'curve', type: 'nominal' } as const;

/**
 * Lines of theory to be drawn. Corpora that differ in one option alone lie on one curve, which joins them. Where they differ in
 * more, such as N and the law, or where each config is a random one, a curve through them would mean nothing: each gets a short
 * level stroke of its own, as does a single setting, for a line through one point would not show.
 * @param field the place of a setting on the horizontal axis
 * @param ends the ends of a stroke about a place
 */
export function theoryCurves<Field extends 'sr' | 'examples'>(
  runs: StoredTable,
  lines: readonly Theorem2Line[],
  field: Field,
  ends: (place: number) => readonly [number, number],
): readonly (Theorem2Line & { readonly curve: number })[] {
  const options = Object.entries(runs.columns).filter(
    ([name, cells]) => name.startsWith('parameters.corpus.') && new Set(cells).size > 1,
  );
  return lines.length > 1 && options.length <= 1
    ? [...lines].sort((a, b) => a[field] - b[field]).map((line) => ({ ...line, curve: 0 }))
    : lines.flatMap((line, curve) => ends(line[field]).map((place) => ({ ...line, [field]: place, curve })));
}

/** Means over the runs of a setting. */
export interface Theorem2Line {
  readonly sr: number;
  /** N. */
  readonly examples: number;
  /** The calibrated learner's exact error. */
  readonly calibrated: number;
  readonly upper: number;
  /** The lower bound at δ = 0; vacuous if ≤ 0. */
  readonly lower: number;
}

/**
 * The calibrated learner's exact error and Theorem 2's bounds, by setting. The lower bound that a run stores has the run's own δ
 * subtracted; with δ added back it is the bound for a calibrated model, which all runs of a corpus share.
 */
export function theorem2Lines(runs: StoredTable, family: Family): readonly Theorem2Line[] {
  const bySetting = new Map<string, number[]>();
  for (const { key, rows } of groupsOf(runs)) bySetting.set(key, [...(bySetting.get(key) ?? []), ...rows]);
  return [...bySetting.values()].flatMap((rows) => {
    const ofFamily = rows.map((row) => measured(runs, row, family.name));
    const mean = (read: (family: MeasuredFamily) => number | null) => meanOf(present(ofFamily.map(read)))?.mean ?? null;
    const lowers = present(ofFamily.map(({ theorem2: { lower }, delta }) => combine([lower, delta], (a, b) => a + b)));
    const sr = mean(({ singletonRate }) => singletonRate);
    const examples = mean((each) => each.examples);
    const calibrated = mean(({ calibratedError }) => calibratedError);
    const upper = mean(({ theorem2 }) => theorem2.upper);
    if (sr === null || examples === null || calibrated === null || upper === null || lowers.length === 0) return [];
    return [{ sr, examples, calibrated, upper, lower: lowers.reduce((sum, lower) => sum + lower, 0) / lowers.length }];
  });
}
