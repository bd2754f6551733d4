/** What one run leaves behind. */
import type { CurvePoint, FamilyMeasurement } from '../../results/familyMeasurement.js';
import type { StudyValues } from '../../studies/study.js';

/** A swept value: what a YAML scalar can be. */
export type Scalar = string | number | boolean | null;

/** What one run leaves: its setting, what was measured of each family at the end and along the training, or a study's figures. */
export interface RunResult {
  /** Hash of the resolved config and the program's version, 12 hex digits. */
  readonly id: string;
  /** Swept dotted paths and this run's values. */
  readonly parameters: Readonly<Record<string, Scalar>>;
  readonly seed: number;
  /** Of a study: its kind, and no parameters. */
  readonly model: { readonly kind: string; readonly trainableParameters: number };
  /** By family name; a study has none, and no curves. */
  readonly families: Readonly<Record<string, FamilyMeasurement>>;
  /** Measured steps in order; the last one is the final model. Reference and n-gram models have a single point, step 0. */
  readonly curves: readonly CurvePoint[];
  /** What a study has computed; other runs have none. */
  readonly study?: StudyValues;
}
