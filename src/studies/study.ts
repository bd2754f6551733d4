/** What a study is: a computation of its own, whose numbers do not come from asking a model the prompts of a world. */
import { z } from 'zod';
import type { Lexicon } from '../corpus/lexicon.js';
import type { StudyWords } from '../results/studyColumns.js';

/** What a study has computed; its leaves by dotted path become columns `study.<path>`. null: there is no such number. */
export type StudyValue = number | boolean | null | StudyValues | readonly (number | null)[];
export interface StudyValues {
  readonly [name: string]: StudyValue;
}

export interface StudyContext {
  /** Root of every random draw. */
  readonly seed: number;
  readonly lexicon: Lexicon;
  /** To be called now and then with the share that is done, in [0, 1]. */
  readonly onProgress: (share: number) => void;
}

export interface StudyKind<Kind extends string = string, Options extends z.ZodObject = z.ZodObject> extends StudyWords {
  readonly kind: Kind;
  readonly options: Options;
  /** Equal options and seed give equal figures, whatever the machine. */
  run(options: z.infer<Options>, context: StudyContext): StudyValues | Promise<StudyValues>;
}

/** An option that counts something. */
export function countOption(least: number, most: number) {
  return z.int().min(least).max(most);
}
