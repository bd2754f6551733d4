/** Singleton rates of groups, drawn towards what groups of their size have. */

/** Counts of a group of rows. */
export interface CountedGroup {
  readonly group: string | null;
  readonly rows: number;
  readonly answeredPrompts: number;
  readonly singletons: number;
  readonly doubletons: number;
}

interface Shrunk {
  readonly shrunk: number;
  /** Share of the group's own rate, in [0, 1]. */
  readonly ownWeight: number;
}

/** Groups from which on the mean may depend on the size. */
const FOR_SIZE = 5;

/**
 * Draws the rate θ_g = n_1/N_g of each group towards a mean, by the weight τ²/(τ² + σ²/N_g) of its own (Fay and Herriot 1979). From five groups on
 * the mean is a line in ln N_g, since small groups miss more: to draw them towards large ones would make them too sure. σ² is the
 * mean over groups of (n_1 + 2 n_2 − n_1²/N)/N, because a small group without singletons would seem certain of 0. τ², the variance
 * of the true rates around the line, solves Σ (θ_g − line)²/(τ² + σ²/N_g) = groups − coefficients.
 * @param groups with rows
 */
export function shrink(groups: readonly CountedGroup[]): {
  readonly shrunk: readonly Shrunk[];
  readonly spread: number;
} {
  if (groups.length === 0) return { shrunk: [], spread: 0 };
  const rates = groups.map(({ singletons, rows }) => singletons / rows);
  const sizes = groups.map(({ rows }) => Math.log(rows));
  const variance =
    groups.reduce(
      (sum, { singletons, doubletons, rows }) => sum + (singletons + 2 * doubletons - singletons ** 2 / rows) / rows,
      0,
    ) / groups.length;
  const errors = groups.map(({ rows }) => Math.max(1e-12, variance / rows));
  const bySize = groups.length >= FOR_SIZE && sizes.some((size) => size !== sizes[0]);
  const line = (between: number): readonly number[] =>
    fittedLine(
      sizes,
      rates,
      errors.map((error) => 1 / (between + error)),
      bySize,
    );
  const excess = (between: number): number => {
    const means = line(between);
    const misfit = rates.reduce((sum, rate, at) => sum + (rate - means[at]) ** 2 / (between + errors[at]), 0);
    return misfit - (groups.length - (bySize ? 2 : 1));
  };
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  const between = excess(0) > 0 ? high : 0;
  const means = line(between);
  return {
    spread: Math.sqrt(between),
    shrunk: rates.map((rate, at) => {
      const ownWeight = between / (between + errors[at]);
      const mean = Math.min(1, Math.max(0, means[at]));
      return { shrunk: mean + ownWeight * (rate - mean), ownWeight };
    }),
  };
}

/** Returns the values of the weighted least-squares line at each x; of the weighted mean, where there is no slope. */
function fittedLine(
  x: readonly number[],
  y: readonly number[],
  weights: readonly number[],
  sloped: boolean,
): readonly number[] {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value, at) => sum + weights[at] * value, 0) / total;
  const [meanX, meanY] = [mean(x), mean(y)];
  const xx = mean(x.map((each) => (each - meanX) ** 2));
  const slope = sloped && xx > 0 ? mean(x.map((each, at) => (each - meanX) * (y[at] - meanY))) / xx : 0;
  return x.map((each) => meanY + slope * (each - meanX));
}
