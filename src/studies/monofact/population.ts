/** Synthetic facts of several fields, such as the names of a film, its actor and its director, and a sample of them. */
import { aliasSampler } from '../../random/aliasSampler.js';
import { integer } from '../../random/integer.js';
import { shuffle } from '../../random/shuffle.js';
import type { Stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';
import { power } from '../../theory/power.js';

/** A statement: one value for each field, a number that has a meaning only in its field. */
export type Statement = ArrayLike<number>;

/** The true statements and their probabilities. */
export interface Population {
  /** Distinct facts; all other statements are false. */
  readonly facts: readonly Statement[];
  /** Multiplicities, integers ≥ 1, [facts]: a fact is drawn in proportion to its multiplicity. */
  readonly multiplicity: Float64Array;
  /** p, the multiplicities divided by their sum, [facts]. */
  readonly probability: Float64Array;
  /** Returns the index of a statement among the facts; undefined for a false one. */
  factOf(statement: Statement): number | undefined;
}

/** Sizes of a population. */
export interface PopulationOptions {
  /** Number of distinct facts; far fewer than values^fields. */
  readonly facts: number;
  readonly fields: number;
  /** Number of values of a field; each fact has one of them at random. */
  readonly values: number;
  /** Exponent γ of the Pareto law of multiplicities. */
  readonly shape: number;
}

function keyOf(statement: Statement): string {
  return Array.prototype.join.call(statement, ' ');
}

/** Draws distinct facts and their multiplicities. */
export function drawPopulation({ facts: count, fields, values, shape }: PopulationOptions, draws: Stream): Population {
  const positions = new Map<string, number>();
  const facts: Int32Array[] = [];
  while (facts.length < count) {
    const fact = Int32Array.from({ length: fields }, () => integer(draws, values));
    if (positions.has(keyOf(fact))) continue;
    positions.set(keyOf(fact), facts.length);
    facts.push(fact);
  }
  // Pr[multiplicity ≥ m] = m^−γ: a Pareto law rounded down.
  const multiplicity = Float64Array.from({ length: count }, () => Math.floor(power(1 - uniform(draws), -1 / shape)));
  const total = multiplicity.reduce((sum, each) => sum + each, 0);
  return {
    facts,
    multiplicity,
    probability: multiplicity.map((each) => each / total),
    factOf: (statement) => positions.get(keyOf(statement)),
  };
}

/**
 * Draws N facts.
 * @param replacement if true, facts are drawn i.i.d. from p, as Good and Turing assume; if false, without replacement
 *   from the list in which each fact occurs as often as its multiplicity, as in the n-gram code of Miao and Kearns
 *   (2025); then N must not exceed the length of the list
 * @returns indices of the facts, in the order drawn, [N]
 */
export function drawSample(
  { probability, multiplicity }: Population,
  examples: number,
  replacement: boolean,
  draws: Stream,
): Int32Array {
  if (replacement) {
    const draw = aliasSampler(probability);
    return Int32Array.from({ length: examples }, () => draw(draws));
  }
  const list = Int32Array.from(Array.from(multiplicity).flatMap((times, fact) => new Array<number>(times).fill(fact)));
  return shuffle(draws, list).slice(0, examples);
}
