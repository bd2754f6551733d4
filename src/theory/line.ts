/** Straight lines through points, and the share of a variance that a prediction explains. */
import { linearRegression } from 'simple-statistics';

/** A point (x, y). */
export interface LinePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * Fits y ≈ intercept + slope·x by least squares.
 * @returns null for fewer than two different x
 * @example lineThrough([{ x: 0, y: 1 }, { x: 2, y: 5 }]) // => { slope: 2, intercept: 1 }
 */
export function lineThrough(
  points: readonly LinePoint[],
): { readonly slope: number; readonly intercept: number } | null {
  if (new Set(points.map(({ x }) => x)).size < 2) return null;
  const { m, b } = linearRegression(points.map(({ x, y }) => [x, y]));
  return { slope: m, intercept: b };
}

/**
 * Fits y ≈ slope·x by least squares: the line through the origin, for a theory that says y = x. It is far less noisy than
 * `lineThrough` where the noise grows with x, for no intercept takes a part of it.
 * @returns null unless some x differs from 0
 * @example slopeThroughOrigin([{ x: 1, y: 2 }, { x: 2, y: 4 }]) // => 2
 */
export function slopeThroughOrigin(points: readonly LinePoint[]): number | null {
  const squares = points.reduce((sum, { x }) => sum + x * x, 0);
  return squares > 0 ? points.reduce((sum, { x, y }) => sum + x * y, 0) / squares : null;
}

/**
 * Returns the coefficient of determination of predictions as they are, with no line fitted: 1 − Σ(y − x)² / Σ(y − ȳ)².
 * It is at most 1, and below 0 if the mean of y would have predicted better.
 * @param points x predicted, y measured
 * @returns null if y does not vary
 * @example determination([{ x: 1, y: 1 }, { x: 2, y: 2 }]) // => 1
 */
export function determination(points: readonly LinePoint[]): number | null {
  const mean = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const spread = points.reduce((sum, { y }) => sum + (y - mean) ** 2, 0);
  return spread > 0 ? 1 - points.reduce((sum, { x, y }) => sum + (y - x) ** 2, 0) / spread : null;
}
