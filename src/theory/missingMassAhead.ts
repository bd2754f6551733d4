/**
 * Missing mass after more data, from f_1, f_2, f_3. With w the distribution of λ = n·μ'(c) under weights ∝ λ e^(−λ), the missing
 * mass after factor·n draws is `(f_1/n) E_w[e^(−λτ)]`, τ = factor − 1, in expectation and for large n; and
 * `E_w[λ] = 2 f_2/f_1 = m_1`, `E_w[λ²] = 6 f_3/f_1 = m_2`.
 */

/** Seen once, twice, three times; f1 ≥ 0. Real numbers, since they may be expectations. */
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
 * Share of the missing mass that is left at most: `1 − (m_1²/m_2)(1 − e^(−τ m_2/m_1))`, the largest that moments m_1, m_2 allow
 * (mass at 0 and at m_2/m_1: the principal representation of Chebyshev's system 1, λ, λ², e^(−λτ)). No law of frequencies goes above.
 */
export function mostLeft(rare: RareCounts, tau: number): number {
  if (rare.f1 === 0) return 1;
  const { m1, m2 } = moments(rare);
  return m1 === 0 ? 1 : 1 - (m1 ** 2 / m2) * (1 - Math.exp((-tau * m2) / m1));
}

/** Share left at least: `e^(−τ m_1)`, by Jensen's inequality; all prompts not seen equally likely (Chao and Jost 2012, large n). */
export function leastLeft(rare: RareCounts, tau: number): number {
  return rare.f1 === 0 ? 0 : Math.exp(-tau * moments(rare).m1);
}

/** ∫₀^τ of `leastLeft` and of `mostLeft`: times f_1, the new prompts that they stand for. */
export function leastFound(rare: RareCounts, tau: number): number {
  if (rare.f1 === 0) return 0;
  const { m1 } = moments(rare);
  return m1 === 0 ? tau : -Math.expm1(-tau * m1) / m1;
}

/** ∫₀^τ of `mostLeft`, in [0, τ]: times f_1, the most new prompts that the moments allow. */
export function mostFound(rare: RareCounts, tau: number): number {
  if (rare.f1 === 0) return tau;
  const { m1, m2 } = moments(rare);
  if (m1 === 0) return tau;
  return tau - (m1 ** 2 / m2) * (tau + (m1 / m2) * Math.expm1((-tau * m2) / m1));
}

/**
 * Share left if w is a gamma distribution with these moments: `(1 + θτ)^(−m_1/θ)`, θ = m_2/m_1 − m_1. Exact for equally likely
 * prompts (θ = 0: e^(−τ m_1)) and for power laws (f_k ∝ Γ(k − α)/k!: θ = 1, factor^(α − 1)); Fisher's (1943) negative binomial.
 */
export function likelyLeft(rare: RareCounts, tau: number): number {
  if (rare.f1 === 0) return 0;
  const { m1, m2 } = moments(rare);
  if (m1 === 0) return 1;
  const theta = m2 / m1 - m1;
  return theta < 1e-9 ? Math.exp(-tau * m1) : (1 + theta * tau) ** (-m1 / theta);
}

/**
 * The least factor ≥ 1 at which a share that falls with τ is at or below `target`; null where it is more than `most`.
 * @param left τ ↦ share
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
