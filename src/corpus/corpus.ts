/** N training examples drawn i.i.d. from a world, and their counts. */
import type { World } from './world.js';

/** Training rows, one for each example; a repeated row occurs as often as it is repeated. */
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

/** Training examples drawn from a world, with the numbers of answers and abstentions that they give to each prompt. */
export interface Corpus {
  readonly world: World;
  /** The training rows: the draws, then those of them that are repeated (`duplicate`). */
  readonly examples: Examples;
  /** Counts of the N independent draws, before any are repeated, by position in `world.families`. */
  readonly counts: readonly TrainingCounts[];
}
