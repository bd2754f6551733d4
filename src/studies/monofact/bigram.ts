/** An unsmoothed bigram model of statements: a first value, then each value after the one before it. */
import { aliasSampler } from '../../random/aliasSampler.js';
import type { Stream } from '../../random/stream.js';
import type { Statement } from './population.js';

/** Probability by value; only values that were seen have an entry. */
type Distribution = Map<number, number>;

/** Probabilities of a bigram model. */
export interface Bigram {
  /** Distribution of the value of the first field. */
  readonly start: Distribution;
  /** Distributions of the value of the next field after each value of a field, [fields − 1]. */
  readonly next: readonly Map<number, Distribution>[];
}

/**
 * Fits a bigram model by maximum likelihood.
 * @param weights number of times that each statement counts, [statements]
 */
export function fitBigram(statements: readonly Statement[], weights: ArrayLike<number>): Bigram {
  const counts: Bigram = { start: new Map(), next: Array.from({ length: statements[0].length - 1 }, () => new Map()) };
  statements.forEach((statement, i) => weights[i] > 0 && add(counts, statement, weights[i]));
  return normalised(counts);
}

/**
 * Upweights statements as the code of Miao and Kearns (2025) does: it adds 1 to probabilities that are normalised
 * already, once for each chosen statement, and normalises them again. k chosen statements get k/(k + 1) of the mass of
 * the start.
 */
export function plusOne({ start, next }: Bigram, chosen: readonly Statement[]): Bigram {
  const raised: Bigram = {
    start: new Map(start),
    next: next.map((byValue) => new Map(Array.from(byValue, ([value, after]) => [value, new Map(after)]))),
  };
  for (const statement of chosen) add(raised, statement, 1);
  return normalised(raised);
}

/** Returns p̂ of a statement. */
export function probabilityOf({ start, next }: Bigram, statement: Statement): number {
  let probability = start.get(statement[0]) ?? 0;
  for (let field = 0; field < next.length && probability > 0; field++) {
    probability *= next[field].get(statement[field])?.get(statement[field + 1]) ?? 0;
  }
  return probability;
}

/** Returns a function that draws whole statements from p̂, unprompted. */
export function generator({ start, next }: Bigram): (draws: Stream) => Statement {
  const samplers = new Map<Distribution, (draws: Stream) => number>();
  const samplerOf = (distribution: Distribution): ((draws: Stream) => number) => {
    const known = samplers.get(distribution);
    if (known !== undefined) return known;
    const values = [...distribution.keys()];
    const place = aliasSampler([...distribution.values()]);
    const sampler = (draws: Stream): number => values[place(draws)];
    samplers.set(distribution, sampler);
    return sampler;
  };
  return (draws) => {
    const statement = new Int32Array(next.length + 1);
    statement[0] = samplerOf(start)(draws);
    for (let field = 0; field < next.length; field++)
      statement[field + 1] = samplerOf(next[field].get(statement[field])!)(draws);
    return statement;
  };
}

/**
 * Visits every statement with p̂ > 0.
 * @param visit function that gets the same array each time
 * @returns false if there are more than `limit` statements, not all of which were visited
 */
export function everyStatement(
  { start, next }: Bigram,
  limit: number,
  visit: (statement: Statement, probability: number) => void,
): boolean {
  const statement = new Int32Array(next.length + 1);
  let visited = 0;
  const from = (field: number, distribution: Distribution, before: number): boolean => {
    for (const [value, probability] of distribution) {
      statement[field] = value;
      if (field < next.length) {
        if (!from(field + 1, next[field].get(value)!, before * probability)) return false;
      } else {
        if (++visited > limit) return false;
        visit(statement, before * probability);
      }
    }
    return true;
  };
  return from(0, start, 1);
}

function add({ start, next }: Bigram, statement: Statement, weight: number): void {
  increase(start, statement[0], weight);
  next.forEach((byValue, field) => {
    const after = byValue.get(statement[field]) ?? new Map<number, number>();
    byValue.set(statement[field], after);
    increase(after, statement[field + 1], weight);
  });
}

function increase(distribution: Distribution, value: number, by: number): void {
  distribution.set(value, (distribution.get(value) ?? 0) + by);
}

function normalised(model: Bigram): Bigram {
  for (const distribution of [model.start, ...model.next.flatMap((byValue) => [...byValue.values()])]) {
    let total = 0;
    for (const weight of distribution.values()) total += weight;
    for (const [value, weight] of distribution) distribution.set(value, weight / total);
  }
  return model;
}
