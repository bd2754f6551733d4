/** Figures of a smaller sample: what m of the N rows, drawn without replacement, would have shown. */
import { gammaln } from 'simple-statistics';
import { requireCount } from '../domain.js';
import { drawsOf, type FrequencyCounts } from '../frequencyCounts.js';

/** Expected figures of m of N rows. */
export interface Rarefied {
  /** Prompts answered in them: `S − Σ f_k C(N − k, m)/C(N, m)` (Hurlbert 1971). */
  readonly prompts: number;
  /** Share of other rows whose prompt they do not answer: `Σ f_k (k/N) C(N − k, m)/C(N − 1, m)` (Chao and Jost 2012). */
  readonly missingMass: number;
  /** Prompts answered in them once: `Σ f_k k C(N − k, m − 1)/C(N, m)`. */
  readonly singletons: number;
  /** Prompts answered in them twice: `Σ f_k (k (k − 1)/2) C(N − k, m − 2)/C(N, m)`. */
  readonly doubletons: number;
}

/**
 * Returns what m of N rows would have shown, in expectation over the choice of rows. All four are unbiased estimates of what m fresh
 * rows would show.
 * @param rows N ≥ Σ r f_r; rows that are not answers count too
 * @param m from 1 to N − 1
 * @throws RangeError outside the domain
 * @example rarefied([[1, 2], [2, 1]], 4, 2) // ≈ { prompts: 1.833333, missingMass: 0.666667, singletons: 1.666667, doubletons: 0.166667 }
 */
export function rarefied(counts: FrequencyCounts, rows: number, m: number): Rarefied {
  requireCount('rows', rows, Math.max(2, drawsOf(counts)));
  requireCount('m', m, 1);
  if (m >= rows) throw new RangeError(`m must be below the ${rows} rows, got ${m}`);
  const all = logChoose(rows, m);
  let [prompts, missingMass, singletons, doubletons] = [0, 0, 0, 0];
  for (const [times, f] of counts) {
    // Prompts of many rows are answered for sure: the chance that none of their rows is chosen is below (1 − m/N)^k.
    if (times * Math.log1p(-m / rows) < -80) {
      prompts += f;
      continue;
    }
    const none = Math.exp(logChoose(rows - times, m) - all);
    prompts += f * (1 - none);
    // C(N − k, m)/C(N − 1, m) = C(N − k, m)/C(N, m) · N/(N − m)
    missingMass += ((f * times) / (rows - m)) * none;
    singletons += f * times * Math.exp(logChoose(rows - times, m - 1) - all);
    if (times > 1 && m > 1)
      doubletons += f * ((times * (times - 1)) / 2) * Math.exp(logChoose(rows - times, m - 2) - all);
  }
  return { prompts, missingMass, singletons, doubletons };
}

/** Returns ln C(n, k); −∞ where k exceeds n. */
function logChoose(n: number, k: number): number {
  return k > n ? -Infinity : gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
}
