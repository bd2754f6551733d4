/**
 * Missing mass after more data, from f_1, f_2, f_3. Let w be the distribution of λ = n·μ'(c) under weights ∝ λ e^(−λ).
 * In expectation and for large n, the missing mass after factor·n draws is `(f_1/n) E_w[e^(−λτ)]`, τ = factor − 1; and
 * `E_w[λ] = 2 f_2/f_1 = m_1`, `E_w[λ²] = 6 f_3/f_1 = m_2`.
 */
import { power } from './power.js';

/** Numbers of prompts seen once, twice and three times, ≥ 0. They are real numbers, since they may be expectations. */
export interface RareCounts {
  readonly f1: number;
  readonly f2: number;
  readonly f3: number;
}

function moments({ f1, f2, f3 }: RareCounts): { readonly m1: number; readonly m2: number } {
  const m1 = (2 * f2) / f1;
  return { m1, m2: Math.max((6 * f3) / f1, m1 ** 2) }; // E[λ²] ≥ E[λ]²
}

/**
 * Returns the largest share of the missing mass that can be left: `1 − (m_1²/m_2)(1 − e^(−τ m_2/m_1))`, the maximum
 * under moments m_1, m_2. It has its mass at 0 and at m_2/m_1, the principal representation of Chebyshev's system 1, λ,
 * λ², e^(−λτ). No law of frequencies gives more.
 * @param tau τ ≥ 0
 * @returns in [0, 1]
 * @example mostLeft({ f1: 2, f2: 1, f3: 1 }, 1) // ≈ 0.683262
 */
export function mostLeft(rare: RareCounts, tau: number): number {
  if (rare.f1 === 0) return 1;
  const { m1, m2 } = moments(rare);
  return m1 === 0 ? 1 : 1 - (m1 ** 2 / m2) * (1 - Math.exp((-tau * m2) / m1));
}

/**
 * Returns the smallest share of the missing mass that can be left: `e^(−τ m_1)`, by Jensen's inequality. It is reached
 * if all unseen prompts are equally likely (Chao and Jost 2012, large n).
 * @param tau τ ≥ 0
 * @returns in [0, 1]
 * @example leastLeft({ f1: 2, f2: 1, f3: 1 }, 1) // ≈ 0.367879
 */
export function leastLeft(rare: RareCounts, tau: number): number {
  return rare.f1 === 0 ? 0 : Math.exp(-tau * moments(rare).m1);
}

/**
 * Returns ∫₀^τ of `leastLeft`, in [0, τ]. Times f_1 it is the smallest number of new prompts that the moments allow.
 * @param tau τ ≥ 0
 * @example leastFound({ f1: 2, f2: 1, f3: 1 }, 1) // ≈ 0.632121
 */
export function leastFound(rare: RareCounts, tau: number): number {
  if (rare.f1 === 0) return 0;
  const { m1 } = moments(rare);
  return m1 === 0 ? tau : -Math.expm1(-tau * m1) / m1;
}

/**
 * Returns ∫₀^τ of `mostLeft`, in [0, τ]. Times f_1 it is the largest number of new prompts that the moments allow.
 * @param tau τ ≥ 0
 * @example mostFound({ f1: 2, f2: 1, f3: 1 }, 1) // ≈ 0.772246
 */
export function mostFound(rare: RareCounts, tau: number): number {
  if (rare.f1 === 0) return tau;
  const { m1, m2 } = moments(rare);
  if (m1 === 0) return tau;
  return tau - (m1 ** 2 / m2) * (tau + (m1 / m2) * Math.expm1((-tau * m2) / m1));
}

/**
 * Returns the share of the missing mass that is left if w is a gamma distribution with these moments:
 * `(1 + θτ)^(−m_1/θ)`, θ = m_2/m_1 − m_1 (Fisher's negative binomial, 1943). It is exact for equally likely prompts
 * (θ = 0: e^(−τ m_1)) and for power laws (f_k ∝ Γ(k − α)/k!: θ = 1, factor^(α − 1)).
 * @param tau τ ≥ 0
 * @returns in [0, 1]
 * @example likelyLeft({ f1: 2, f2: 1, f3: 1 }, 1) // ≈ 0.57735
 */
export function likelyLeft(rare: RareCounts, tau: number): number {
  if (rare.f1 === 0) return 0;
  const { m1, m2 } = moments(rare);
  if (m1 === 0) return 1;
  const theta = m2 / m1 - m1;
  return theta < 1e-9 ? Math.exp(-tau * m1) : power(1 + theta * tau, -m1 / theta);
}

/**
 * Returns ∫₀^τ of `likelyLeft`, in [0, τ]. Times f_1 it is the number of new prompts under that law, which is never
 * negative. It lies between `leastFound` and τ.
 * @param tau τ ≥ 0
 * @example likelyFound({ f1: 2, f2: 1, f3: 1 }, 1) // ≈ 0.732051
 */
export function likelyFound(rare: RareCounts, tau: number): number {
  if (rare.f1 === 0) return 0;
  const { m1, m2 } = moments(rare);
  if (m1 === 0) return tau;
  const theta = m2 / m1 - m1;
  if (theta < 1e-9) return -Math.expm1(-tau * m1) / m1;
  const spread = Math.log1p(theta * tau);
  const power = 1 - m1 / theta;
  return Math.abs(power) < 1e-9 ? spread / theta : Math.expm1(power * spread) / (theta * power);
}

/**
 * Returns the least factor ≥ 1 of the data at which the share left is at most `target`.
 * @param left share left at τ = factor − 1, falling with τ
 * @param most largest factor that is looked at
 * @returns null if the factor would be above `most`
 * @example factorTo(0.5, (tau) => 1 / (1 + tau)) // ≈ 2
 */
export function factorTo(target: number, left: (tau: number) => number, most = 1e6): number | null {
  if (left(0) <= target) return 1;
  if (left(most - 1) > target) return null;
  let [low, high] = [0, Math.log(most)];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (left(Math.exp(middle) - 1) > target) low = middle;
    else high = middle;
  }
  return Math.exp(high);
}
