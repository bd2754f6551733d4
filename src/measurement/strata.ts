/** Errors by how often a prompt was answered in training. */
import type { TrainingCounts } from '../corpus/corpus.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { FamilyMeasurement, Stratum } from './measurement.js';
import type { PromptMeasurement } from './promptMeasurement.js';
import { weightedSum } from './weightedSum.js';

/** Ends of the strata, both inclusive; null: open. */
const STRATA: readonly (readonly [count: number, countMax: number | null])[] = [
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 4],
  [5, 9],
  [10, null],
];

/** Strata 0, 1, 2, 3–4, 5–9, ≥ 10; their masses sum to 1 and `Σ mass·errorRate` is the error rate. */
export function errorsByCount(family: FamilyWorld, counts: TrainingCounts, measured: readonly PromptMeasurement[]): readonly Stratum[] {
  return STRATA.map(([count, countMax]) => ({
    count,
    countMax,
    ...errorsWhere(family, measured, (c) => counts.answered[c] >= count && counts.answered[c] <= (countMax ?? Infinity)),
  }));
}

/** Prompts that training shows, but only with IDK. */
export function errorsOnlyAbstained(
  family: FamilyWorld,
  counts: TrainingCounts,
  measured: readonly PromptMeasurement[],
): FamilyMeasurement['onlyAbstained'] {
  return errorsWhere(family, measured, (c) => counts.answered[c] === 0 && counts.abstained[c] > 0);
}

function errorsWhere(family: FamilyWorld, measured: readonly PromptMeasurement[], belongs: (prompt: number) => boolean) {
  const mass = weightedSum(family.promptWeight, (c) => (belongs(c) ? 1 : 0));
  const error = weightedSum(family.promptWeight, (c) => (belongs(c) ? measured[c].error : 0));
  return { mass, errorRate: mass > 0 ? error / mass : null };
}
