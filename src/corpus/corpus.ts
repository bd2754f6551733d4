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

/** Counts of some rows of one family. */
export interface RowCounts {
  /** Number of the rows, IDK rows included. */
  readonly examples: number;
  /** Times each prompt occurs with an answer, right or wrong, [prompts]: whoever counts rows cannot tell which are wrong. */
  readonly answered: Int32Array;
  /** Times each prompt occurs with IDK, [prompts]. */
  readonly abstained: Int32Array;
  /** Times of each wrong answer, by prompt and response; left out if no row is wrong (`noise`). */
  readonly wrong?: ReadonlyMap<number, ReadonlyMap<number, number>>;
}

/** Counts of the N independent draws of one family, and of the rows that training reads. */
export interface TrainingCounts extends RowCounts {
  /** Counts of the training rows if some draws are repeated (`duplicate`); left out if training reads each draw once. */
  readonly trained?: RowCounts;
}

/** Training examples drawn from a world, with the numbers of answers and abstentions that they give to each prompt. */
export interface Corpus {
  readonly world: World;
  /** The training rows: the draws, then those of them that are repeated (`duplicate`). */
  readonly examples: Examples;
  /** In running text, tokens of the sentence that states each training row, [N]; else left out. */
  readonly statements?: readonly Int32Array[];
  /** Counts by position in `world.families`: of the N independent draws, and of the rows if some are repeated. */
  readonly counts: readonly TrainingCounts[];
}
