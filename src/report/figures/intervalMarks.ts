/** Intervals of measured values as layers of a figure. Values without an interval, such as those of a single seed, have none. */
import type { Spec } from './figure.js';

interface Measured {
  /** Null without an interval. */
  readonly lower: number | null;
}

/**
 * A bar from `lower` to `upper` at each value.
 * @param y the vertical encoding of a field
 * @param channels further encodings, such as `color`
 * @param mark properties of the rule that differ from the usual ones
 */
export function intervalBars(
  values: readonly Measured[],
  x: Spec,
  y: (field: string) => Spec,
  channels: Spec,
  mark: Spec = {},
): Spec {
  return interval(values, { type: 'rule', strokeWidth: 1.5, clip: true, ...mark }, x, y, channels);
}

/** A shaded band from `lower` to `upper` along the values; parameters as of `intervalBars`. */
export function intervalBand(
  values: readonly Measured[],
  x: Spec,
  y: (field: string) => Spec,
  channels: Spec,
  mark: Spec = {},
): Spec {
  return interval(values, { type: 'area', opacity: 0.15, ...mark }, x, y, channels);
}

function interval(values: readonly Measured[], mark: Spec, x: Spec, y: (field: string) => Spec, channels: Spec): Spec {
  return {
    data: { values: values.filter(({ lower }) => lower !== null) },
    mark,
    encoding: { x, y: y('lower'), y2: { field: 'upper' }, ...channels },
  };
}
