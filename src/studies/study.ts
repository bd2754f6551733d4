/** Studies: computations whose numbers do not come from asking a model the prompts of a world. */
import { z } from 'zod';
import type { Lexicon } from '../corpus/lexicon.js';
import type { StudyWords } from '../results/studyColumns.js';

/**
 * Value that a study has computed. Leaves become columns `study.<path>` by their dotted path; null if there is no
 * number.
 */
export type StudyValue = number | boolean | null | StudyValues | readonly (number | null)[];
/** Values by name. */
export interface StudyValues {
  readonly [name: string]: StudyValue;
}

/** Arguments of a study besides its options. */
export interface StudyContext {
  /** Root of every random draw. */
  readonly seed: number;
  readonly lexicon: Lexicon;
  /** Reports progress; a study calls it now and then with the share that is done, in [0, 1]. */
  readonly onProgress: (share: number) => void;
}

/** A kind of study. */
export interface StudyKind<Kind extends string = string, Options extends z.ZodObject = z.ZodObject> extends StudyWords {
  readonly kind: Kind;
  readonly options: Options;
  /**
   * Number of steps of a usual training that take as long, for the time left; left out where a run takes no longer than a
   * few of them.
   */
  usualSteps?(options: z.infer<Options>): number;
  /**
   * Computes the values. Equal options and seed give equal values, whatever the machine; where a study trains networks, up to
   * the rounding of the machine's kernels.
   */
  run(options: z.infer<Options>, context: StudyContext): StudyValues | Promise<StudyValues>;
}

/** Returns the schema of an option that counts something. */
export function countOption(least: number, most: number) {
  return z.int().min(least).max(most);
}
