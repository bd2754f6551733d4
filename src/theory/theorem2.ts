/**
 * Theorem 2 of [K25 §3.3.1, App. B]: bounds on errors on arbitrary facts from the singleton rate. IDK is valid
 * everywhere, so that |V_c| = 2. "Fails with probability γ" is over the facts and the N training examples.
 */
import { requireCount, requireGamma, requireProbability } from './domain.js';
import { lemma1HalfWidth } from './goodTuring.js';

interface LowerInput {
  /** Singleton rate sr, singletons / N. */
  readonly singletonRate: number;
  /** Number of training examples, N ≥ 1. */
  readonly examples: number;
  /** Smallest number of errors, min_c |E_c| ≥ 1. */
  readonly minErrors: number;
  /** Calibration gap δ of the population at 1 / min|E_c|, in [0, 1]. */
  readonly delta: number;
}

interface UpperInput {
  readonly singletonRate: number;
  readonly examples: number;
  /** Largest number of errors, L = max_c |E_c| ≥ 1. */
  readonly maxErrors: number;
}

/**
 * Returns `(35 + 6 ln N) / √N`, the paper's rounding up of `exactSlack` at γ = 0.01 [K25, Theorem 2].
 * @throws RangeError unless N ≥ 1 is an integer
 * @example paperSlack(1_000_000) // ≈ 0.117893
 */
export function paperSlack(examples: number): number {
  requireCount('examples', examples, 1);
  return (35 + 6 * Math.log(examples)) / Math.sqrt(examples);
}

/**
 * Returns `6 ln(3N/γ) / √N` [K25, Lemma 2 and Theorem 2].
 * @param gamma γ in (0, 1]
 * @throws RangeError outside the domain
 * @example exactSlack(1_000_000, 0.01) // ≈ 0.117116
 */
export function exactSlack(examples: number, gamma: number): number {
  requireCount('examples', examples, 1);
  requireGamma(gamma);
  return (6 * Math.log((3 * examples) / gamma)) / Math.sqrt(examples);
}

/**
 * Returns `(4.42 √ln(10/γ) + √(2 ln(3N/γ) ln(6/γ))) / √N`, from the same proof, whose two terms are not rounded into
 * one (docs/theory.md §2, derived; there at γ = 0.01). It is below `exactSlack` for every N if γ ≤ 1/2.
 *
 * With μ' = μα and ζ = ln(3N/γ)/N, three events fail with probability at most γ/2 + γ/3 + γ/6 = γ:
 * 1. Lemma 1 at γ/2: |MM − sr| ≤ 4.42 √(ln(10/γ)/N).
 * 2. No unanswered prompt has μ'(c) ≥ ζ: at most 1/ζ ≤ N prompts are so heavy, and each stays unanswered with
 *    probability ≤ (1 − ζ)^N ≤ e^(−ζN) = γ/(3N).
 * 3. Given the data, 2·err_iiv ≥ Σ_{c∈U} μ'(c) G_c, G_c = [a_c not above] + #(E_c above)/|E_c|. Over the draw of a_c
 *    the G_c are independent, have mean 1 and range R/(R−1) ≤ 2, and Σ_U μ'² ≤ ζ; by Hoeffding the sum falls short of
 *    MM by ε with probability ≤ exp(−ε²/(2ζ)), which is γ/6 at ε = √(2ζ ln(6/γ)).
 * @param gamma γ in (0, 1]
 * @throws RangeError outside the domain
 * @example tightSlack(1_000_000, 0.01) // ≈ 0.0274197
 */
export function tightSlack(examples: number, gamma: number): number {
  requireCount('examples', examples, 1);
  requireGamma(gamma);
  const hoeffding = Math.sqrt((2 * Math.log((3 * examples) / gamma) * Math.log(6 / gamma)) / examples);
  return lemma1HalfWidth(examples, gamma / 2) + hoeffding;
}

/**
 * Returns `sr − 2/min|E_c| − (35 + 6 ln N)/√N − δ`, the paper's form, which fails with probability ≤ 0.01. May be
 * negative.
 * @throws RangeError outside the domain
 * @example theorem2Lower({ singletonRate: 0.5, examples: 1_000_000, minErrors: 364, delta: 0 }) // ≈ 0.376612
 */
export function theorem2Lower(input: LowerInput): number {
  return lowerWith(input, paperSlack(input.examples));
}

/**
 * Returns `sr − 2/min|E_c| − 6 ln(3N/γ)/√N − δ`, which fails with probability ≤ γ. May be negative.
 * @throws RangeError outside the domain
 * @example theorem2LowerExact({ singletonRate: 0.5, examples: 1e6, minErrors: 364, delta: 0, gamma: 0.01 }) // ≈ 0.377
 */
export function theorem2LowerExact(input: LowerInput & { readonly gamma: number }): number {
  return lowerWith(input, exactSlack(input.examples, input.gamma));
}

/**
 * Returns `sr − 2/min|E_c| − tightSlack − δ`, derived, not in the paper. It fails with probability ≤ γ. May be
 * negative.
 * @throws RangeError outside the domain
 * @example theorem2LowerTight({ singletonRate: 0.5, examples: 1e6, minErrors: 364, delta: 0, gamma: 0.01 }) // ≈ 0.467
 */
export function theorem2LowerTight(input: LowerInput & { readonly gamma: number }): number {
  return lowerWith(input, tightSlack(input.examples, input.gamma));
}

/**
 * Returns `sr − sr/(L+1) + 13/√N`. The calibrated learner errs more with probability ≤ 0.01. May exceed 1.
 * @throws RangeError outside the domain
 * @example theorem2Upper({ singletonRate: 0.5, examples: 10_000, maxErrors: 4 }) // ≈ 0.53
 */
export function theorem2Upper(input: UpperInput): number {
  return upperWith(input, 13 / Math.sqrt(input.examples));
}

/**
 * Returns `sr − sr/(L+1) + 5 √(ln(5/γ)/N)`. The calibrated learner errs more with probability ≤ γ. May exceed 1.
 * @throws RangeError outside the domain
 * @example theorem2UpperExact({ singletonRate: 0.5, examples: 10_000, maxErrors: 4, gamma: 0.01 }) // ≈ 0.524646
 */
export function theorem2UpperExact(input: UpperInput & { readonly gamma: number }): number {
  requireGamma(input.gamma);
  return upperWith(input, 5 * Math.sqrt(Math.log(5 / input.gamma) / input.examples));
}

/**
 * Both halves of Theorem 2 (Kalai, Nachum, Vempala and Zhang 2025), with the paper's roundings and exact at γ: `lower`
 * bounds the error rate of any model, `upper` that of the calibrated learner.
 */
export interface Theorem2Bounds {
  /** `theorem2Lower`, with the paper's roundings at γ = 0.01, whatever γ is. */
  readonly lower: number;
  /** `theorem2Upper`, with the paper's roundings at γ = 0.01, whatever γ is. */
  readonly upper: number;
  /** `theorem2LowerExact` at γ. */
  readonly lowerExact: number;
  /** `theorem2LowerTight` at γ. */
  readonly lowerTight: number;
  /** `theorem2UpperExact` at γ. */
  readonly upperExact: number;
  /** True if `lower` is not above 0. */
  readonly vacuous: boolean;
}

/**
 * Returns all forms of both bounds.
 * @throws RangeError outside the domain
 */
export function theorem2Bounds(input: LowerInput & UpperInput & { readonly gamma: number }): Theorem2Bounds {
  const lower = theorem2Lower(input);
  return {
    lower,
    lowerExact: theorem2LowerExact(input),
    lowerTight: theorem2LowerTight(input),
    upper: theorem2Upper(input),
    upperExact: theorem2UpperExact(input),
    vacuous: isVacuous(lower),
  };
}

/**
 * Returns true if a lower bound on a rate is not above 0, so that it says nothing.
 * @example isVacuous(-0.1) // => true
 */
export function isVacuous(lower: number): boolean {
  return lower <= 0;
}

function lowerWith({ singletonRate, minErrors, delta }: LowerInput, slack: number): number {
  requireProbability('singletonRate', singletonRate);
  requireCount('minErrors', minErrors, 1);
  requireProbability('delta', delta);
  return singletonRate - 2 / minErrors - slack - delta;
}

function upperWith({ singletonRate, maxErrors, examples }: UpperInput, slack: number): number {
  requireProbability('singletonRate', singletonRate);
  requireCount('maxErrors', maxErrors, 1);
  requireCount('examples', examples, 1);
  return singletonRate - singletonRate / (maxErrors + 1) + slack;
}
