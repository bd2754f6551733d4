import type { ProseOptions } from './proseOptions.js';

/** Ways in which running text states the facts of a family: sentences in which `{person}` and `{answer}` stand. */
export interface Wordings {
  /** Text of `{person}` for each prompt, [prompts]. */
  readonly subjects: readonly string[];
  /** Wordings for training; those that end with the answer come first. */
  readonly taught: readonly string[];
  /** Wordings that training never uses; they end with the answer. */
  readonly heldOut: readonly string[];
}

/** The facts of a family in running text. */
export interface FactsInProse {
  readonly wordings: Wordings;
  /** Prompts in a wording that training never uses, [prompts]; left out where there is none. */
  readonly reworded?: readonly Int32Array[];
}

const ANSWER_ENDS = /\{answer\}\.$/;

/** Returns the wording in which each prompt is asked. @param most wordings that are used */
export function askedWordings(
  { subjects, taught }: Wordings,
  { wordings: most, wordingOf }: Pick<ProseOptions, 'wordings' | 'wordingOf'>,
): readonly string[] {
  const ending = taught.slice(0, most).filter((wording) => ANSWER_ENDS.test(wording));
  return subjects.map((_, prompt) => (wordingOf === 'row' ? taught[0] : ending[prompt % ending.length]));
}

/** Returns the sentence of a wording about a subject. Whatever stands in them, a `$` too, is taken as it is. */
export function sentenceOf(wording: string, subject: string, answer: string): string {
  return wording.replace('{person}', () => subject).replace('{answer}', () => answer);
}

/** Returns the part of a wording before the answer, about a subject. */
export function promptOf(wording: string, subject: string): string {
  const before = wording.slice(0, wording.indexOf('{answer}')).trimEnd();
  return before.replace('{person}', () => subject);
}
