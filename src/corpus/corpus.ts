/** N training examples drawn i.i.d. from a world, and what is counted in them. */
import type { World } from './world.js';

/** One row an example; of repeated rows each time that they stand. */
export interface Examples {
  /** Index into `world.families`, [N]. */
  readonly family: Uint16Array;
  /** Index into the family's prompts, [N]. */
  readonly prompt: Int32Array;
  /** Index into the family's responses (`responseCount` is IDK), [N]. */
  readonly response: Int32Array;
}

/** Counts of one family's training rows. */
export interface TrainingCounts {
  /** N of the family: all its rows, IDK rows included. */
  readonly examples: number;
  /** Times each prompt occurs with an answer, [prompts]. */
  readonly answered: Int32Array;
  /** Times each prompt occurs with IDK, [prompts]. */
  readonly abstained: Int32Array;
}

/** Training examples drawn from a world, and how often each prompt was answered and abstained from among them. */
export interface Corpus {
  readonly world: World;
  /** The training rows: the draws, then those of them that are repeated (`duplicate`). */
  readonly examples: Examples;
  /** Counts of the N independent draws, before any are repeated, by position in `world.families`. */
  readonly counts: readonly TrainingCounts[];
}
