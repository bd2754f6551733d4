/** Singletons estimated without those that were seen, of which some may be false (Chiu and Chao 2016). */
import { type FrequencyCounts, seenTimes } from '../frequencyCounts.js';

/** An estimate of n_1 with its sampling error. */
export interface SingletonEstimate {
  /** n̂_1 ≥ 0; not an integer. */
  readonly singletons: number;
  /** By the delta method, with n_2, n_3 and n_4 as Poisson variables. */
  readonly standardError: number;
}

/**
 * Estimates n_1 from n_2, n_3 and n_4: `4 n_2²/(3 n_3) − n_2 n_3/(2 n_4)`, and with n_3 + 1 and n_4 + 1 in the denominators where n_3 or
 * n_4 is 0; at least 0 (Chiu and Chao 2016). A typing error or a paraphrase makes a singleton of its own, so that singletons are
 * the counts to doubt. The estimate is exact in expectation where rare prompts are equally likely.
 * @returns null where there are no doubletons, from which nothing can be told
 * @example singletonsWithout([[1, 90], [2, 30], [3, 20], [4, 10]]).singletons // => 30
 */
export function singletonsWithout(counts: FrequencyCounts): SingletonEstimate | null {
  const [f2, f3, f4] = [2, 3, 4].map((times) => seenTimes(counts, times));
  if (f2 === 0) return null;
  const more = f3 > 0 && f4 > 0 ? 0 : 1;
  const [third, fourth] = [f3 + more, f4 + more];
  const slopes = [
    (8 * f2) / (3 * third) - f3 / (2 * fourth),
    (-4 * f2 ** 2) / (3 * third ** 2) - f2 / (2 * fourth),
    (f2 * f3) / (2 * fourth ** 2),
  ];
  const variance = slopes[0] ** 2 * f2 + slopes[1] ** 2 * f3 + slopes[2] ** 2 * f4;
  return {
    singletons: Math.max(0, (4 * f2 ** 2) / (3 * third) - (f2 * f3) / (2 * fourth)),
    standardError: Math.sqrt(variance),
  };
}
