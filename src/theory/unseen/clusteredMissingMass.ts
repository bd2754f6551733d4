/** Missing mass where rows come in clusters, such as documents, and rows of one cluster are not independent. */
import { requireCount } from '../domain.js';
import type { Interval } from '../meanInterval.js';
import { twoSidedQuantile } from '../normalQuantile.js';

/** Sums over clusters. s_i is the number of rows of cluster i, and u_i those of them whose prompt no other cluster answers. */
export interface ClusterSums {
  /** N = Σ s_i */
  readonly rows: number;
  /** Σ u_i */
  readonly own: number;
  /** Σ u_i² */
  readonly ownSquares: number;
  /** Σ u_i s_i */
  readonly products: number;
  /** Σ s_i² */
  readonly sizeSquares: number;
  /** Σ over ordered pairs i ≠ j of a_ij a_ji, where a_ij are rows of cluster i whose prompt is answered in i and j alone. */
  readonly pairs: number;
}

/** The missing mass for rows of clusters not yet seen. */
export interface ClusteredMissingMass extends Interval {
  /** Σ u_i/N: the share of rows whose prompt no other cluster answers. */
  readonly missingMass: number;
  readonly standardError: number;
}

/** Margin of the half width, as in `scoreHalfWidth`. */
const MARGIN = 1.1;

/**
 * Estimates the share of rows of a new cluster whose prompt is not answered: θ = Σ u_i/N. It leaves one cluster out at a time, as
 * Good–Turing leaves one row out. With clusters that are draws (a Poisson process), the variance of N (MM − θ) is estimated without bias by
 * `Σ (u_i − θ s_i)² + Σ_{i≠j} a_ij a_ji` (docs/theory.md §2, derived). With clusters of one row this is n_1 + 2 n_2 − n_1²/N. The interval is
 * that of `missingMassInterval`, whose terms in z² are for single rows, with the size b of a cluster in place of 1: the larger one of
 * Σ u_i²/Σ u_i and Σ s_i²/N.
 * @param level in (0, 1)
 * @throws RangeError for no rows
 * @example clusteredMissingMass({ rows: 8, own: 4, ownSquares: 4, products: 4, sizeSquares: 8, pairs: 4 }, 0.95).standardError // ≈ 0.306186
 */
export function clusteredMissingMass(
  { rows, own, ownSquares, products, sizeSquares, pairs }: ClusterSums,
  level: number,
): ClusteredMissingMass {
  requireCount('rows', rows, 1);
  const z = twoSidedQuantile(level);
  const missingMass = own / rows;
  const variance = Math.max(0, ownSquares - 2 * missingMass * products + missingMass ** 2 * sizeSquares + pairs);
  const size = Math.max(own > 0 ? ownSquares / own : 1, sizeSquares / rows);
  const halfWidth = (MARGIN * (z * Math.sqrt(variance + (size * z) ** 2 / 4) + (size * z ** 2) / 2)) / rows;
  return {
    missingMass,
    standardError: Math.sqrt(variance) / rows,
    lower: Math.max(0, missingMass - halfWidth),
    upper: Math.min(1, missingMass + halfWidth),
  };
}
