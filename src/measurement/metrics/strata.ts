/** Errors by how often a prompt was answered in training, and on other parts of the prompts. */
import { timesRight } from '../../corpus/answersGiven.js';
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import { type FamilyMeasurement, type PartMeans, STRATA, type Stratum } from '../../results/familyMeasurement.js';
import type { PromptOutcome } from '../promptMeasurement.js';
import { weightedSum } from '../weightedSum.js';
import { iivErrorAt } from './isItValid.js';

/**
 * Strata 0, 1, 2, 3–4, 5–9, ≥ 10 by the number of draws that answer a prompt, rightly or wrongly, before any are
 * repeated: stratum 1 holds the singletons. Their masses sum to 1 and `Σ mass·errorRate` is the error rate.
 */
export function errorsByCount(
  family: FamilyWorld,
  counts: TrainingCounts,
  measured: readonly PromptOutcome[],
): readonly Stratum[] {
  return strataByCount(counts, (belongs) => meansWhere(family, measured, belongs));
}

/** The strata with means that the caller computes for each. */
export function strataByCount(
  { answered }: TrainingCounts,
  meansOf: (belongs: (prompt: number) => boolean) => PartMeans,
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

/** Prompts that training answers, but never rightly: a model that believes its rows must err on them. */
export function errorsOnlyWrong(
  family: FamilyWorld,
  counts: TrainingCounts,
  errorAt: (prompt: number) => number,
): FamilyMeasurement['onlyWrong'] {
  const { mass, mean } = partOf(family.promptWeight, (c) => counts.answered[c] > 0 && timesRight(counts, c) === 0);
  return { mass, errorRate: mean(errorAt) };
}

/** Prompts that training cannot show. */
export function errorsHeldOut(family: FamilyWorld, measured: readonly PromptOutcome[]): FamilyMeasurement['heldOut'] {
  const { mass, errorRate } = meansWhere(family, measured, (c) => family.trainingWeight[c] === 0);
  return { mass, errorRate };
}

/** The mass of some prompts, and means over them; null where none of them is asked. */
export function partOf(
  promptWeight: Float64Array,
  belongs: (prompt: number) => boolean,
): { readonly mass: number; readonly mean: (value: (prompt: number) => number) => number | null } {
  // Looked up once, since most parts are small and seven means are taken over each.
  const own: number[] = [];
  for (let c = 0; c < promptWeight.length; c++) if (belongs(c)) own.push(c);
  const ownWeight = Float64Array.from(own, (c) => promptWeight[c]);
  const sumOf = (value: (c: number) => number): number => weightedSum(ownWeight, (i) => value(own[i]));
  const mass = sumOf(() => 1);
  return { mass, mean: (value) => (mass > 0 ? sumOf(value) / mass : null) };
}

function meansWhere(
  family: FamilyWorld,
  measured: readonly PromptOutcome[],
  belongs: (prompt: number) => boolean,
): PartMeans {
  const { mass, mean } = partOf(family.promptWeight, belongs);
  return {
    mass,
    errorRate: mean((c) => measured[c].error),
    abstentionRate: mean((c) => measured[c].abstention),
    invalidMass: mean((c) => measured[c].invalid),
    argMaxErrorRate: mean((c) => measured[c].argMaxError),
    iivError: mean((c) => iivErrorAt(family, c, measured[c])),
    confidence: mean((c) => measured[c].confidence),
  };
}
