/** Replicates of the estimate, for whoever wants intervals of figures of their own. */
import { stream } from '../../random/stream.js';
import { chao1, chaoJostCoverage } from '../../theory/chao.js';
import { drawsOf, promptsOf, seenTimes } from '../../theory/frequencyCounts.js';
import type { PromptCounts } from '../countPrompts.js';
import { extrapolate } from '../extrapolate.js';
import { resampledCounts } from './resampledCounts.js';

/** The figures of one resampled set of counts. */
export interface Replicate {
  /** From 1. */
  readonly replicate: number;
  readonly rows: number;
  readonly answeredPrompts: number;
  readonly singletons: number;
  readonly doubletons: number;
  readonly missingMass: number;
  readonly coverage: number;
  readonly chao1: number;
  /** New prompts, and the missing mass that is likely left, at twice the data. */
  readonly newPromptsAtDouble: number;
  readonly missingMassAtDouble: number;
}

/** Number of replicates. */
export const REPLICATES = 1000;

/**
 * Returns the figures of `REPLICATES` resampled sets of counts. Their spread is that of the estimates. The spread of the missing mass around
 * its estimate is larger, since the missing mass varies too.
 * @param counts with answers
 */
export function replicatesOf({ rows, answeredRows, frequencies }: PromptCounts, seed: number): readonly Replicate[] {
  const random = stream(seed, 'bootstrap/counts');
  return Array.from({ length: REPLICATES }, (_, at) => {
    const counts = resampledCounts(frequencies, random);
    const all = rows - answeredRows + drawsOf(counts);
    const [double] = counts.length === 0 ? [] : extrapolate(counts, all, [2], 0.95);
    return {
      replicate: at + 1,
      rows: all,
      answeredPrompts: promptsOf(counts),
      singletons: seenTimes(counts, 1),
      doubletons: seenTimes(counts, 2),
      missingMass: all === 0 ? 0 : seenTimes(counts, 1) / all,
      coverage: counts.length === 0 ? 0 : chaoJostCoverage(counts),
      chao1: counts.length === 0 ? 0 : chao1(counts, 0.95).classic,
      newPromptsAtDouble: double?.newPrompts ?? 0,
      missingMassAtDouble: double?.likelyMissingMass ?? 0,
    };
  });
}
