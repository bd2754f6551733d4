/** Synthetic facts of several fields, such as a film's, its actor's and its director's names, and a sample of them. */
import { aliasSampler } from '../../random/aliasSampler.js';
import { integer } from '../../random/integer.js';
import { shuffle } from '../../random/shuffle.js';
import type { Stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';

/** A statement: a value a field, each a number that means something in its field only. */
export type Statement = ArrayLike<number>;

export interface Population {
  /** Distinct facts; all other statements are false. */
  readonly facts: readonly Statement[];
  /** Whole numbers ≥ 1, [facts]: a fact is drawn in proportion to its multiplicity. */
  readonly multiplicity: Float64Array;
  /** p, [facts]: the same, summing to 1. */
  readonly probability: Float64Array;
  /** Position of a statement among the facts; undefined for a false one. */
  factOf(statement: Statement): number | undefined;
}

export interface PopulationOptions {
  /** Number of distinct facts; far fewer than values^fields. */
  readonly facts: number;
  readonly fields: number;
  /** Values of a field; each fact has one of them at random. */
  readonly values: number;
  /** γ of the Pareto law of multiplicities. */
  readonly shape: number;
}

function keyOf(statement: Statement): string {
  return Array.prototype.join.call(statement, ' ');
}

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
  const multiplicity = Float64Array.from({ length: count }, () => Math.floor((1 - uniform(draws)) ** (-1 / shape)));
  const total = multiplicity.reduce((sum, each) => sum + each, 0);
  return {
    facts,
    multiplicity,
    probability: multiplicity.map((each) => each / total),
    factOf: (statement) => positions.get(keyOf(statement)),
  };
}

/**
 * N facts, by position, in the order drawn.
 * @param replacement true: i.i.d. from p, as Good and Turing ask. false: from the list in which a fact stands as often as its
 *   multiplicity, without putting back, as the n-gram code of Miao and Kearns (2025) does; N may not exceed the list
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
