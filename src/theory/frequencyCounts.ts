/**
 * Frequencies of frequencies: numbers of prompts by how often they were seen. Estimators of the unseen need no more.
 */
import { requireCount } from './domain.js';

/** Pairs `[r, f_r]`, r growing: f_r ≥ 1 prompts were seen r ≥ 1 times. */
export type FrequencyCounts = readonly (readonly [times: number, prompts: number])[];

/**
 * Sorts pairs `[r, f_r]` by r, adds up pairs of equal r, and leaves out those with f_r = 0.
 * @throws RangeError unless r ≥ 1 and f_r ≥ 0 are integers
 * @example frequencyCounts([[2, 1], [1, 3], [2, 2]]) // => [[1, 3], [2, 3]]
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

/**
 * Returns f_r, the number of prompts seen exactly r = `times` times.
 * @example seenTimes([[1, 3], [2, 1]], 1) // => 3
 */
export function seenTimes(counts: FrequencyCounts, times: number): number {
  return counts.find(([r]) => r === times)?.[1] ?? 0;
}

/**
 * Returns n = Σ r f_r, the number of draws.
 * @example drawsOf([[1, 3], [2, 1]]) // => 5
 */
export function drawsOf(counts: FrequencyCounts): number {
  return counts.reduce((sum, [times, prompts]) => sum + times * prompts, 0);
}

/**
 * Returns S = Σ f_r, the number of different prompts seen.
 * @example promptsOf([[1, 3], [2, 1]]) // => 4
 */
export function promptsOf(counts: FrequencyCounts): number {
  return counts.reduce((sum, [, prompts]) => sum + prompts, 0);
}
