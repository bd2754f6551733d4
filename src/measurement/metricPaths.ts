/** Ties the catalogue of metrics to the measurement: a metric without a row, or a row without a metric, does not compile. */
import type { MetricPath } from '../results/metrics.js';
import type { FamilyMeasurement } from './familyMeasurement.js';

/** Dotted paths of the leaves of a type, `N` for a place in a list. */
type Leaves<T> = T extends readonly (infer Item)[]
  ? Joined<'N', Leaves<Item>>
  : T extends object
    ? { [Key in keyof T & string]-?: Joined<Key, Leaves<NonNullable<T[Key]>>> }[keyof T & string]
    : '';

type Joined<Key extends string, Path extends string> = Path extends '' ? Key : `${Key}.${Path}`;

/** Paths of all that is measured of a family. */
export type MeasuredPath = Leaves<FamilyMeasurement>;

type None<T extends never> = T;

/** Metrics that have no row in results/metrics.ts: add one for each that tsc names here. */
export type MetricsWithoutRow = None<Exclude<MeasuredPath, MetricPath>>;

/** Rows of results/metrics.ts that nothing measures: remove each that tsc names here. */
export type RowsWithoutMetric = None<Exclude<MetricPath, MeasuredPath>>;
