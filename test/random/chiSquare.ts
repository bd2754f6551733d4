/**
 * Pearson's statistic as a standard normal deviate (Wilson and Hilferty 1931): above 5 once in about 3·10^6 tests of a
 * true hypothesis. With fixed seeds the tests are deterministic; a change of a generator draws anew.
 */
export function chiSquareDeviate(observed: ArrayLike<number>, expected: ArrayLike<number>): number {
  let statistic = 0;
  let cells = 0;
  for (let i = 0; i < observed.length; i++) {
    if (expected[i] === 0) {
      if (observed[i] !== 0) return Infinity;
      continue;
    }
    statistic += (observed[i] - expected[i]) ** 2 / expected[i];
    cells++;
  }
  const freedom = cells - 1;
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
}
