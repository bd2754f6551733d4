/** Largest count that is discounted; larger ones are taken to be reliable (Katz 1987). */
const MOST_DISCOUNTED = 5;

/**
 * Returns Good–Turing discounts in the form of Katz (1987, eq. 6). The discount d_r is the share of a count r that its
 * n-gram keeps: d_r = (r* / r − A) / (1 − A) with r* = (r + 1) n_{r+1} / n_r and A = (k + 1) n_{k+1} / n_1, for
 * r = 1 … k; 1 above. The freed count, Σ_r (1 − d_r) r n_r, is n_1, Good's estimate for all n-grams never seen.
 *
 * k is 5, or the largest smaller number ≥ 2 for which A < 1 and every d_r lies in (0, 1]. If there is none, n-grams
 * seen once keep one half. If no n-gram was seen once, none was missed and nothing is discounted.
 * @param countsOfCounts n_r at index r, 0 beyond its end
 * @returns d_r at index r, beginning with r = 0 (unused); counts beyond its end are not discounted
 */
export function goodTuringDiscounts(countsOfCounts: ArrayLike<number>): readonly number[] {
  const n = (r: number): number => countsOfCounts[r] ?? 0;
  if (n(1) === 0) return [0];
  for (let most = MOST_DISCOUNTED; most >= 2; most--) {
    const above = ((most + 1) * n(most + 1)) / n(1);
    if (above >= 1) continue;
    const discounts = Array.from({ length: most + 1 }, (_, r) =>
      r === 0 ? 0 : (((r + 1) * n(r + 1)) / (r * n(r)) - above) / (1 - above),
    );
    if (discounts.slice(1).every((d) => d > 0 && d <= 1)) return discounts;
  }
  return [0, 0.5];
}
