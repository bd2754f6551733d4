/** Facts of the kind "who ate what": pairs of a person and a food, as in Kalai and Vempala (2024). */
import { aliasSampler } from '../../random/aliasSampler.js';
import { shuffle } from '../../random/shuffle.js';
import type { Stream } from '../../random/stream.js';
import { power } from '../../theory/power.js';

/** Sizes of a list of facts. */
export interface ListOptions {
  readonly people: number;
  readonly foods: number;
  /** Length of the list, repetitions included. */
  readonly listed: number;
  /** Exponent s of Zipf's law, by which the list is drawn from all pairs: the pair of rank k has weight k^−s. */
  readonly exponent: number;
}

/** A list of true facts, and the part of it that is training data; every other pair is false. */
export interface FactList {
  readonly people: number;
  readonly foods: number;
  /** Pairs that the list holds, as person · foods + food, each once, [facts]. */
  readonly pairs: Int32Array;
  /** p: the share of the list that each fact has, [facts]. */
  readonly probability: Float64Array;
  /** Number of training rows that state each fact, [facts]. */
  readonly occurrences: Int32Array;
  /** Facts that the rows of training state, by their index, [rows]. */
  readonly rows: Int32Array;
}

/**
 * Draws a list, and its training rows from it without putting back, as the published code does: the rows are a share of the
 * list and not i.i.d. draws of p.
 * @param rowCount number of training rows, at most `listed`
 */
export function drawList(
  { people, foods, listed, exponent }: ListOptions,
  rowCount: number,
  world: Stream,
  sample: Stream,
): FactList {
  const pairOfRank = shuffle(
    world,
    Int32Array.from({ length: people * foods }, (_, pair) => pair),
  );
  const rank = aliasSampler(Float64Array.from(pairOfRank, (_, place) => power(place + 1, -exponent)));
  const list = Int32Array.from({ length: listed }, () => pairOfRank[rank(world)]);
  const pairs = [...new Set(list)];
  const indexOf = new Map(pairs.map((pair, fact) => [pair, fact]));
  const probability = new Float64Array(pairs.length);
  for (const pair of list) probability[indexOf.get(pair)!] += 1 / listed;
  const rows = shuffle(
    sample,
    list.map((pair) => indexOf.get(pair)!),
  ).slice(0, rowCount);
  const occurrences = new Int32Array(pairs.length);
  for (const fact of rows) occurrences[fact]++;
  return { people, foods, pairs: Int32Array.from(pairs), probability, occurrences, rows };
}
