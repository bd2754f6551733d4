/**
 * Expectations over the draw of N training examples, given `μ'(c) = μ(c) α_c`, the probability that one example
 * asks and answers prompt c (docs/theory.md §2, expectation form). Σ μ' ≤ 1; the rest of the mass is abstention.
 */
import { requireCount, requireProbability } from './domain.js';

/**
 * Returns `E[sr] = Σ μ'(1 − μ')^(N−1)`, for a prompt is a singleton with probability N μ'(1 − μ')^(N−1).
 * @param answeredWeights μ', [prompts]
 * @param examples N ≥ 1
 * @throws RangeError outside the domain
 * @example expectedSingletonRate([0.5, 0.5], 2) // => 0.5
 */
export function expectedSingletonRate(answeredWeights: ArrayLike<number>, examples: number): number {
  requireCount('examples', examples, 1);
  return sumOver(answeredWeights, (x) => x * powerOfRest(x, examples - 1));
}

/**
 * Returns `E[MM] = Σ μ'(1 − μ')^N`. The difference `E[sr] − E[MM] = Σ μ'²(1 − μ')^(N−1)` lies in [0, 1/N].
 * @param answeredWeights μ', [prompts]
 * @param examples N ≥ 0
 * @throws RangeError outside the domain
 * @example expectedMissingMass([0.5, 0.5], 2) // => 0.25
 */
export function expectedMissingMass(answeredWeights: ArrayLike<number>, examples: number): number {
  requireCount('examples', examples, 0);
  return sumOver(answeredWeights, (x) => x * powerOfRest(x, examples));
}

/**
 * Returns `E[sr | N ≥ 1]` of a family whose N is Binomial(n, w): the family gets each of n examples with probability w.
 * @param answeredWeights μ' within the family, [prompts]
 * @param totalExamples n ≥ 1, examples of all families
 * @param weight w in (0, 1]
 * @throws RangeError outside the domain
 * @example expectedSingletonRateOfShare([0.5, 0.5], 2, 1) // => 0.5
 */
export function expectedSingletonRateOfShare(
  answeredWeights: ArrayLike<number>,
  totalExamples: number,
  weight: number,
): number {
  const meanPower = meanPowerOfRest(totalExamples, weight);
  return sumOver(answeredWeights, (x) => x * meanPower(x));
}

/**
 * Returns `E[MM | N ≥ 1]` of a family whose N is Binomial(n, w).
 * @param answeredWeights μ' within the family, [prompts]
 * @param totalExamples n ≥ 1, examples of all families
 * @param weight w in (0, 1]
 * @throws RangeError outside the domain
 * @example expectedMissingMassOfShare([0.5, 0.5], 2, 1) // => 0.25
 */
export function expectedMissingMassOfShare(
  answeredWeights: ArrayLike<number>,
  totalExamples: number,
  weight: number,
): number {
  const meanPower = meanPowerOfRest(totalExamples, weight);
  return sumOver(answeredWeights, (x) => x * (1 - x) * meanPower(x));
}

/**
 * `x ↦ E[(1 − x)^(N−1) | N ≥ 1]`, N ~ Binomial(n, w).
 * With y = 1 − x: Σ_{k≥1} C(n,k) w^k (1−w)^(n−k) y^(k−1) = ((1 − wx)^n − (1 − w)^n) / y, divided by
 * Pr[N ≥ 1] = 1 − (1 − w)^n. The difference is written as (1 − wx)^n · (1 − ((1−w)/(1−wx))^n), with
 * (1−wx)/(1−w) = 1 + wy/(1−w), so that it loses no digits for small y or w.
 */
function meanPowerOfRest(totalExamples: number, weight: number): (x: number) => number {
  requireCount('totalExamples', totalExamples, 1);
  if (!(weight > 0 && weight <= 1)) throw new RangeError(`weight must lie in (0, 1], got ${weight}`);
  const n = totalExamples;
  const someExamples = -Math.expm1(n * Math.log1p(-weight));
  // The limit at y = 0: only N = 1 leaves a power of 0.
  const atOne = (n * weight * powerOfRest(weight, n - 1)) / someExamples;
  return (x) => {
    const y = 1 - x;
    if (y <= 0) return atOne;
    return (
      (powerOfRest(weight * x, n) * -Math.expm1(-n * Math.log1p((weight * y) / (1 - weight)))) / (y * someExamples)
    );
  };
}

/** Returns (1 − x)^k without loss of digits for small x; 0⁰ = 1. */
function powerOfRest(x: number, k: number): number {
  return k === 0 ? 1 : Math.exp(k * Math.log1p(-x));
}

function sumOver(answeredWeights: ArrayLike<number>, term: (x: number) => number): number {
  let sum = 0;
  for (let c = 0; c < answeredWeights.length; c++) {
    requireProbability(`answeredWeights[${c}]`, answeredWeights[c]);
    sum += term(Math.min(1, Math.max(0, answeredWeights[c])));
  }
  return sum;
}
