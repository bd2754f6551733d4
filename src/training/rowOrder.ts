/** The order in which training reads its rows: shuffled passes, over all of them or stage by stage. */
import { shuffle } from '../random/shuffle.js';
import type { Stream } from '../random/stream.js';
import { uniform } from '../random/uniform.js';

/** A part of training that reads the rows of some families. */
export interface Stage {
  /** Share of the steps at whose end it ends, in (0, 1]. */
  readonly until: number;
  readonly families: readonly string[];
  /** Share of its rows that come from families of earlier stages, in [0, 1). */
  readonly replay: number;
}

/** Rows of training and their families, where they are read in stages. */
export interface StagedRows {
  readonly stages: readonly Stage[];
  /** Number of steps of the whole training. */
  readonly steps: number;
  /** Names of the families, by which stages name them. */
  readonly names: readonly string[];
  /** Index of the family of each row, [rows]. */
  readonly family: ArrayLike<number>;
}

/**
 * Returns the next row for a step: each row once in a pass, in another order each time.
 * @param rows number of rows
 * @param staged left out: all rows in every step
 */
export function rowOrder(rows: number, random: Stream, staged?: StagedRows): (step: number) => number {
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  if (staged === undefined) return passes(all, random);
  const { stages, steps, names, family } = staged;
  const rowsOf = (families: readonly string[]): Int32Array =>
    all.filter((row) => families.includes(names[family[row]]));
  const readers = stages.map(({ families, replay }, stage) => {
    const earlier = new Set(stages.slice(0, stage).flatMap((before) => before.families));
    const own = passes(rowsOf(families), random);
    const again = passes(rowsOf([...earlier].filter((name) => !families.includes(name))), random);
    return () => (replay > 0 && uniform(random) < replay ? again() : own());
  });
  return (step) => readers[stages.findIndex(({ until }) => step <= until * steps)]();
}

function passes(order: Int32Array, random: Stream): () => number {
  let next = order.length;
  return () => {
    if (next === order.length) {
      shuffle(random, order);
      next = 0;
    }
    return order[next++];
  };
}
