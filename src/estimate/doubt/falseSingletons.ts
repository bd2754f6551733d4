/** False singletons: typing errors and paraphrases make prompts that occur once, and each of them raises the estimate. */
import type { FrequencyCounts } from '../../theory/frequencyCounts.js';
import { seenTimes } from '../../theory/frequencyCounts.js';
import { singletonsWithout } from '../../theory/unseen/singletonFree.js';

/** The estimate where some singletons are false. */
export interface FalseSingletons {
  /** The estimate without any singleton (Chiu and Chao 2016); null where there are no doubletons. */
  readonly singletonFree: {
    readonly singletons: number;
    readonly standardError: number;
    /** n̂_1/N */
    readonly missingMass: number;
    readonly errorRate: number;
    /** Share of the singletons seen that would be false: 1 − n̂_1/n_1, at least 0; null without singletons. */
    readonly falseShare: number | null;
  } | null;
  /** The estimate if this share of singletons were variants of other prompts. */
  readonly sensitivity: readonly {
    readonly falseShare: number;
    readonly missingMass: number;
    readonly errorRate: number;
  }[];
}

const SHARES: readonly number[] = [0.05, 0.1, 0.2, 0.5];

/**
 * @param rows N, which stays: a false singleton is a row of a prompt that has others
 * @param share 1 − 1/R
 */
export function falseSingletonsOf(frequencies: FrequencyCounts, rows: number, share: number): FalseSingletons {
  const seen = seenTimes(frequencies, 1);
  const without = singletonsWithout(frequencies);
  return {
    singletonFree: without && {
      ...without,
      missingMass: Math.min(1, without.singletons / rows),
      errorRate: Math.min(1, without.singletons / rows) * share,
      falseShare: seen === 0 ? null : Math.max(0, 1 - without.singletons / seen),
    },
    sensitivity: SHARES.map((falseShare) => {
      const missingMass = ((1 - falseShare) * seen) / rows;
      return { falseShare, missingMass, errorRate: missingMass * share };
    }),
  };
}
