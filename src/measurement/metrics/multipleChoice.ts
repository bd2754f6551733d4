/** Theorem 4 [K25 App. C]: pure multiple choice, where |V_c| = 1 and all error sets are equally large. */
import type { FamilyWorld } from '../../corpus/world.js';
import type { FamilyMeasurement } from '../../results/familyMeasurement.js';
import type { PromptOutcome } from '../promptMeasurement.js';
import { weightedSum } from '../weightedSum.js';
import { isAbove } from './threshold.js';

/** Rounding allowed to the comparison with a bound that holds with certainty. */
const ROUNDING = 1e-9;

/**
 * `err ≥ 2(1 − 1/C)·err_iiv(f̂_t)` for some t, C = min|E_c| + 1 = R; it holds of the mean over t ~ U[0, 1], in which
 * `∫ err_iiv(f̂_t) dt = ½ Σ μ(c) [p̂(E_c|c)/|E_c| + 1 − p̂(a_c|c)]` (docs/theory.md §3).
 * What p̂ puts outside R_c, IDK included, counts as error. Let o be that mass: err + o·(1 − 1/C) equals `lower` exactly.
 * @param leastIivError of `thresholdSweep`
 */
export function theorem4(
  family: FamilyWorld,
  measured: readonly PromptOutcome[],
  leastIivError: number,
): NonNullable<FamilyMeasurement['theorem4']> {
  const choices = family.responseCount;
  const meanIivError =
    weightedSum(family.promptWeight, (c) => measured[c].error / (choices - 1) + 1 - measured[c].accuracy) / 2;
  const lower = 2 * (1 - 1 / choices) * meanIivError;
  const wrong = weightedSum(
    family.promptWeight,
    (c) => measured[c].error + measured[c].invalid + measured[c].abstention,
  );
  return { meanIivError, leastIivError, lower, holds: wrong >= lower - ROUNDING };
}

/** Finds the threshold at which p̂ is the best classifier, of all that tell any two responses apart. */
export interface ThresholdSweep {
  add(prompt: number, pHat: Float64Array): void;
  /** min over t ∈ [0, 1] of err_iiv(f̂_t). */
  least(): number;
}

export function thresholdSweep({ promptWeight, answer, responseCount }: FamilyWorld): ThresholdSweep {
  // What err_iiv changes by when the threshold rises to a probability: an answer is lost, an error is found out.
  const at = new Float64Array(promptWeight.length * responseCount);
  const by = new Float64Array(at.length);
  let changes = 0;
  return {
    add(prompt, pHat) {
      const mu = promptWeight[prompt];
      if (mu === 0) return;
      for (let r = 0; r < responseCount; r++) {
        at[changes] = pHat[r];
        by[changes++] = r === answer[prompt] ? mu / 2 : -mu / (2 * (responseCount - 1));
      }
    },
    least() {
      const order = Uint32Array.from({ length: changes }, (_, i) => i).sort((a, b) => at[a] - at[b]);
      // Below every probability all responses pass: no answer is lost, and every error is taken for valid.
      let error = 0.5;
      let least = changes > 0 && at[order[0]] > 0 ? error : Infinity;
      for (let i = 0; i < changes; i++) {
        error += by[order[i]];
        if (i + 1 === changes || isAbove(at[order[i + 1]], at[order[i]])) least = Math.min(least, error);
      }
      return least;
    },
  };
}
