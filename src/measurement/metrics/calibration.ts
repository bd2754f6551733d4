/** Calibration discrepancy: does the model put above a threshold as much as the truth does? (docs/theory.md §1) */
import { timesRight, trainedRows } from '../../corpus/answersGiven.js';
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { PromptMeasurement, PromptOutcome } from '../promptMeasurement.js';
import { weightedSum } from '../weightedSum.js';
import { isAbove } from './threshold.js';

/** `σ = p̂(A) − p(A)` at t = 1/(R − 1), in [−1, 1]; δ is its absolute value. */
export function signedDelta(family: FamilyWorld, measured: readonly PromptOutcome[]): number {
  return weightedSum(
    family.promptWeight,
    (c) => measured[c].above - trueAbove(family.answerProbability[c], measured[c]),
  );
}

/** σ through `dL(p̂_s)/ds` at s = 1; agrees with `signedDelta` to 1e-9. */
export function lossDerivative(family: FamilyWorld, measured: readonly PromptMeasurement[]): number {
  return weightedSum(family.promptWeight, (c) => measured[c].lossSlope);
}

/**
 * δ with p and μ replaced by the empirical ones of the rows that training reads, wrong answers and repeats included.
 * Training pushes it to 0, and a model that memorises reaches 0 while the population's δ grows.
 */
export function trainDelta(counts: TrainingCounts, measured: readonly PromptMeasurement[]): number {
  const rows = trainedRows(counts);
  let sum = 0;
  measured.forEach(({ above, answerAbove, abstentionAbove, wrongRowsAbove }, c) => {
    const abstained = rows.abstained[c];
    sum += (rows.answered[c] + abstained) * above - wrongRowsAbove;
    if (answerAbove) sum -= timesRight(rows, c);
    if (abstentionAbove) sum -= abstained;
  });
  return Math.abs(sum / rows.examples);
}

/**
 * `δ_z = |Σ_c μ(c) Σ_{r: p̂(r|c) > z} (p̂(r|c) − p(r|c))|` over r ∈ R_c ∪ {IDK} (r ∈ R_c where IDK is not
 * a response of the family), at any threshold z ≥ 0.
 * @param rows p̂(·|c), IDK last, [prompts][responseCount + 1]
 */
export function deltaAt(family: FamilyWorld, rows: readonly Float64Array[], threshold: number): number {
  const idk = family.responseCount;
  const last = family.idk === 'valid' ? idk : idk - 1;
  const difference = weightedSum(family.promptWeight, (c) => {
    let sum = 0;
    for (let r = 0; r <= last; r++) if (isAbove(rows[c][r], threshold)) sum += rows[c][r];
    if (isAbove(rows[c][family.answer[c]], threshold)) sum -= family.answerProbability[c];
    if (isAbove(rows[c][idk], threshold)) sum -= 1 - family.answerProbability[c];
    return sum;
  });
  return Math.abs(difference);
}

/** p(A|c). */
function trueAbove(answerProbability: number, { answerAbove, abstentionAbove }: PromptOutcome): number {
  return (answerAbove ? answerProbability : 0) + (abstentionAbove ? 1 - answerProbability : 0);
}
