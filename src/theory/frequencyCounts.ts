/** Frequencies of frequencies: how many prompts were seen how often. All that the estimators of what was not seen need. */
import { requireCount } from './domain.js';

/** `[r, f_r]`: f_r ≥ 1 prompts were seen r ≥ 1 times; r grows. */
export type FrequencyCounts = readonly (readonly [times: number, prompts: number])[];

/**
 * Sorted, equal r joined, r without prompts left out.
 * @throws RangeError unless r ≥ 1 and f_r ≥ 0 are integers
 */
export function frequencyCounts(pairs: Iterable<readonly [times: number, prompts: number]>): FrequencyCounts {
  const counts = new Map<number, number>();
  for (const [times, prompts] of pairs) {
    requireCount('times', times, 1);
    requireCount('prompts', prompts, 0);
    if (prompts > 0) counts.set(times, (counts.get(times) ?? 0) + prompts);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

/** f_r */
export function seenTimes(counts: FrequencyCounts, times: number): number {
  return counts.find(([r]) => r === times)?.[1] ?? 0;
}

/** n = Σ r f_r, the draws. */
export function drawsOf(counts: FrequencyCounts): number {
  return counts.reduce((sum, [times, prompts]) => sum + times * prompts, 0);
}

/** S = Σ f_r, the different prompts seen. */
export function promptsOf(counts: FrequencyCounts): number {
  return counts.reduce((sum, [, prompts]) => sum + prompts, 0);
}
