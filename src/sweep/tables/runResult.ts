/** The result of one run. */
import type { Seeds } from '../../config/schema/seeds.js';
import type { CurvePoint, FamilyMeasurement } from '../../results/familyMeasurement.js';
import type { StudyValues } from '../../studies/study.js';

/** A swept value: a YAML scalar. */
export type Scalar = string | number | boolean | null;

/** The setting of one run and its measurements: of each family at the end and during training, or of a study. */
export interface RunResult {
  /** Hash of the resolved config and the program's version, 12 hex digits. */
  readonly id: string;
  /** Swept dotted paths and this run's values. */
  readonly parameters: Readonly<Record<string, Scalar>>;
  /** Seed of the world, which is the unit of replication. */
  readonly seed: number;
  /** The seeds of world, sample and model, where they differ. */
  readonly seeds?: Seeds;
  /** A study has its own kind, and 0 trainable parameters. */
  readonly model: {
    readonly kind: string;
    readonly trainableParameters: number;
    /** Sentences about a model that was asked elsewhere: how, and how exactly. */
    readonly remarks?: readonly string[];
  };
  /** Measurements by family name; a study has no families and no curves. */
  readonly families: Readonly<Record<string, FamilyMeasurement>>;
  /** Measured steps in order; the last one is the final model. Reference and n-gram models have a single point, step 0. */
  readonly curves: readonly CurvePoint[];
  /** Results of a study; undefined for other runs. */
  readonly study?: StudyValues;
}
