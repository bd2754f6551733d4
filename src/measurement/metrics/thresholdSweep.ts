/** The best threshold of p̂ as a classifier of valid responses, for Theorem 4 [K25 App. C]. */
import type { FamilyWorld } from '../../corpus/world.js';
import { isAbove } from './threshold.js';

/** Tries every threshold that separates two responses, and finds the one at which p̂ is the best classifier. */
export interface ThresholdSweep {
  add(prompt: number, pHat: Float64Array): void;
  /** min over t ∈ [0, 1] of err_iiv(f̂_t). */
  least(): number;
}

/** @param family one in which |V_c| = 1 */
export function thresholdSweep({ promptWeight, answer, responseCount }: FamilyWorld): ThresholdSweep {
  // The change of err_iiv when the threshold rises to a probability: an answer is lost, or an error is found out.
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
