/** Errors by how often a prompt was answered in training, and on other parts of the prompts. */
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import { type FamilyMeasurement, STRATA, type Stratum } from '../../results/familyMeasurement.js';
import type { PromptOutcome } from '../promptMeasurement.js';
import { weightedSum } from '../weightedSum.js';
import { iivErrorAt } from './isItValid.js';

type Means = Omit<Stratum, 'count' | 'countMax'>;

/** Strata 0, 1, 2, 3–4, 5–9, ≥ 10; their masses sum to 1 and `Σ mass·errorRate` is the error rate. */
export function errorsByCount(
  family: FamilyWorld,
  counts: TrainingCounts,
  measured: readonly PromptOutcome[],
): readonly Stratum[] {
  return strataByCount(counts, (belongs) => meansWhere(family, measured, belongs));
}

/** The same strata, whatever is measured in each. */
export function strataByCount(
  { answered }: TrainingCounts,
  meansOf: (belongs: (prompt: number) => boolean) => Means,
): readonly Stratum[] {
  return STRATA.map((count, place) => {
    const next = STRATA[place + 1];
    const belongs = (c: number): boolean => answered[c] >= count && answered[c] < (next ?? Infinity);
    return { count, countMax: next === undefined ? null : next - 1, ...meansOf(belongs) };
  });
}

/** Prompts that training shows, but only with IDK. */
export function errorsOnlyAbstained(
  family: FamilyWorld,
  counts: TrainingCounts,
  measured: readonly PromptOutcome[],
): FamilyMeasurement['onlyAbstained'] {
  return meansWhere(family, measured, (c) => counts.answered[c] === 0 && counts.abstained[c] > 0);
}

/** Prompts that training could not show. */
export function errorsHeldOut(family: FamilyWorld, measured: readonly PromptOutcome[]): FamilyMeasurement['heldOut'] {
  const { mass, errorRate } = meansWhere(family, measured, (c) => family.trainingWeight[c] === 0);
  return { mass, errorRate };
}

function meansWhere(
  family: FamilyWorld,
  measured: readonly PromptOutcome[],
  belongs: (prompt: number) => boolean,
): Means {
  const sumOf = (value: (c: number) => number): number =>
    weightedSum(family.promptWeight, (c) => (belongs(c) ? value(c) : 0));
  const mass = sumOf(() => 1);
  const mean = (value: (c: number) => number): number | null => (mass > 0 ? sumOf(value) / mass : null);
  return {
    mass,
    errorRate: mean((c) => measured[c].error),
    abstentionRate: mean((c) => measured[c].abstention),
    invalidMass: mean((c) => measured[c].invalid),
    argMaxErrorRate: mean((c) => Number(measured[c].argMaxErs)),
    iivError: mean((c) => iivErrorAt(family, c, measured[c])),
    confidence: mean((c) => measured[c].confidence),
  };
}
