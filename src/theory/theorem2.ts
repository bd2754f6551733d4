/**
 * Theorem 2 of [K25 §3.3.1, App. B]: bounds on errors on arbitrary facts from the singleton rate, where IDK is valid
 * everywhere, so that |V_c| = 2. "Fails with probability γ" is over the facts and the N training examples.
 */
import { requireCount, requireGamma, requireProbability } from './domain.js';
import { lemma1HalfWidth } from './goodTuring.js';

interface LowerInput {
  /** Singletons / N. */
  readonly singletonRate: number;
  /** N ≥ 1. */
  readonly examples: number;
  /** min_c |E_c| ≥ 1. */
  readonly minErrors: number;
  /** δ of the population at 1 / min|E_c|, in [0, 1]. */
  readonly delta: number;
}

interface UpperInput {
  readonly singletonRate: number;
  readonly examples: number;
  /** L = max_c |E_c| ≥ 1. */
  readonly maxErrors: number;
}

/** `(35 + 6 ln N) / √N`: the paper's rounding up of `exactSlack` at γ = 0.01 [K25, Theorem 2]. */
export function paperSlack(examples: number): number {
  requireCount('examples', examples, 1);
  return (35 + 6 * Math.log(examples)) / Math.sqrt(examples);
}

/** `6 ln(3N/γ) / √N` [K25, Lemma 2 and Theorem 2]. */
export function exactSlack(examples: number, gamma: number): number {
  requireCount('examples', examples, 1);
  requireGamma(gamma);
  return (6 * Math.log((3 * examples) / gamma)) / Math.sqrt(examples);
}

/**
 * `(4.42 √ln(10/γ) + √(2 ln(3N/γ) ln(6/γ))) / √N`: the same proof, its two terms not rounded into one
 * (docs/theory.md §2, derived; there at γ = 0.01). Below `exactSlack` for every N where γ ≤ 1/2.
 *
 * With μ' = μα and ζ = ln(3N/γ)/N, three events fail with probability at most γ/2 + γ/3 + γ/6 = γ:
 * 1. Lemma 1 at γ/2: |MM − sr| ≤ 4.42 √(ln(10/γ)/N).
 * 2. No unanswered prompt has μ'(c) ≥ ζ: at most 1/ζ ≤ N prompts are so heavy, and each stays unanswered with
 *    probability ≤ (1 − ζ)^N ≤ e^(−ζN) = γ/(3N).
 * 3. Given the data, 2·err_iiv ≥ Σ_{c∈U} μ'(c) G_c, G_c = [a_c not above] + #(E_c above)/|E_c|. Over the draw of a_c
 *    the G_c are independent, have mean 1 and range R/(R−1) ≤ 2, and Σ_U μ'² ≤ ζ; by Hoeffding the sum falls short of
 *    MM by ε with probability ≤ exp(−ε²/(2ζ)), which is γ/6 at ε = √(2ζ ln(6/γ)).
 */
export function tightSlack(examples: number, gamma: number): number {
  requireCount('examples', examples, 1);
  requireGamma(gamma);
  const hoeffding = Math.sqrt((2 * Math.log((3 * examples) / gamma) * Math.log(6 / gamma)) / examples);
  return lemma1HalfWidth(examples, gamma / 2) + hoeffding;
}

/** `sr − 2/min|E_c| − (35 + 6 ln N)/√N − δ`: the paper's form; fails with probability ≤ 0.01. May be negative. */
export function theorem2Lower(input: LowerInput): number {
  return lowerWith(input, paperSlack(input.examples));
}

/** `sr − 2/min|E_c| − 6 ln(3N/γ)/√N − δ`: fails with probability ≤ γ. May be negative. */
export function theorem2LowerExact(input: LowerInput & { readonly gamma: number }): number {
  return lowerWith(input, exactSlack(input.examples, input.gamma));
}

/** `sr − 2/min|E_c| − tightSlack − δ`: derived, not in the paper; fails with probability ≤ γ. May be negative. */
export function theorem2LowerTight(input: LowerInput & { readonly gamma: number }): number {
  return lowerWith(input, tightSlack(input.examples, input.gamma));
}

/** `sr − sr/(L+1) + 13/√N`: the calibrated learner errs no more, but with probability ≤ 0.01. May exceed 1. */
export function theorem2Upper(input: UpperInput): number {
  return upperWith(input, 13 / Math.sqrt(input.examples));
}

/** `sr − sr/(L+1) + 5 √(ln(5/γ)/N)`: the same, failing with probability ≤ γ. May exceed 1. */
export function theorem2UpperExact(input: UpperInput & { readonly gamma: number }): number {
  requireGamma(input.gamma);
  return upperWith(input, 5 * Math.sqrt(Math.log(5 / input.gamma) / input.examples));
}

/**
 * Both halves of Theorem 2 (Kalai, Nachum, Vempala and Zhang 2025): `lower` bounds the error rate of any model, `upper` that of
 * the calibrated learner. In the paper's roundings, and exact at γ.
 */
export interface Theorem2Bounds {
  /** The paper's roundings at γ = 0.01, whatever γ is. */
  readonly lower: number;
  readonly upper: number;
  readonly lowerExact: number;
  readonly lowerTight: number;
  readonly upperExact: number;
  /** Whether `lower` says nothing. */
  readonly vacuous: boolean;
}

/** All forms of both bounds. */
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

/** A lower bound on a rate that is not above 0 says nothing. */
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
