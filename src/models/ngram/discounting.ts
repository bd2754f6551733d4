import { goodTuringDiscounts } from './goodTuringDiscounts.js';
import type { NgramCounts } from './ngramCounts.js';

/** Probabilities after a context (a node of the counts, `length` tokens long), discounted for the tokens seen. */
export interface Discounting {
  /** Probability of a token that occurred `count` of `total` times. */
  readonly seen: (length: number, count: number, total: number) => number;
  /** Probability of all the other tokens together, at least 0. */
  readonly left: (length: number, node: number) => number;
}

/** Options of smoothing. */
export interface SmoothingOptions {
  readonly smoothing: 'none' | 'add-k' | 'kneser-ney' | 'good-turing';
  readonly k: number;
  readonly discount: number;
}

/** Returns the discounting of a smoothing. @param predictable V', the number of tokens that are predicted */
export function discountingOf(
  { smoothing, k, discount }: SmoothingOptions,
  { counts, countsOfCounts }: NgramCounts,
  predictable: number,
): Discounting {
  switch (smoothing) {
    case 'none':
      return { seen: (_length, count, total) => count / total, left: () => 0 };
    case 'add-k':
      return {
        seen: (_length, count, total) => (count + k) / (total + k * predictable),
        left: (_length, node) => (k * (predictable - counts.distinct(node))) / (counts.total(node) + k * predictable),
      };
    case 'kneser-ney':
      return {
        seen: (_length, count, total) => (count - discount) / total,
        left: (_length, node) => (discount * counts.distinct(node)) / counts.total(node),
      };
    case 'good-turing': {
      const kept = countsOfCounts().map(goodTuringDiscounts);
      return {
        seen: (length, count, total) => ((kept[length][count] ?? 1) * count) / total,
        left: (length, node) => {
          let freed = 0;
          counts.forEach(node, (_token, count) => (freed += (1 - (kept[length][count] ?? 1)) * count));
          return freed / counts.total(node);
        },
      };
    }
  }
}
