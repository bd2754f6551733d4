/** Straight lines through points, and how much of a spread a prediction explains. */
import { linearRegression } from 'simple-statistics';

export interface LinePoint {
  readonly x: number;
  readonly y: number;
}

/** Least squares: y ≈ intercept + slope·x. Null for fewer than two different x. */
export function lineThrough(
  points: readonly LinePoint[],
): { readonly slope: number; readonly intercept: number } | null {
  if (new Set(points.map(({ x }) => x)).size < 2) return null;
  const { m, b } = linearRegression(points.map(({ x, y }) => [x, y]));
  return { slope: m, intercept: b };
}

/**
 * Coefficient of determination of predictions as they are, with no line fitted: 1 − Σ(y − x)² / Σ(y − ȳ)². At most 1, and
 * below 0 where the mean of y would have predicted better. Null where y does not vary.
 * @param points x predicted, y measured
 */
export function determination(points: readonly LinePoint[]): number | null {
  const mean = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const spread = points.reduce((sum, { y }) => sum + (y - mean) ** 2, 0);
  return spread > 0 ? 1 - points.reduce((sum, { x, y }) => sum + (y - x) ** 2, 0) / spread : null;
}
