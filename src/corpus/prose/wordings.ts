import type { ProseOptions } from './proseOptions.js';

/** Ways in which running text states the facts of a family: sentences in which `{person}` and `{answer}` stand. */
export interface Wordings {
  /** Text of `{person}` for each prompt, [prompts]. */
  readonly subjects: readonly string[];
  /** Wordings for training; those that end with the answer come first. */
  readonly taught: readonly string[];
  /** Wordings that training never uses; they end with the answer. */
  readonly heldOut: readonly string[];
  /** Makes names that nobody of the world has, for passages about invented people; left out where people cannot be invented. */
  readonly strangers?: () => readonly string[];
}

/** The facts of a family in running text. */
export interface FactsInProse {
  readonly wordings: Wordings;
  /** Prompts in a wording that training never uses, [prompts]; left out where there is none. */
  readonly reworded?: readonly Int32Array[];
  /** Prompts behind a passage; only where training shows passages. */
  readonly behindPassages?: PassagePrompts;
}

/** The prompts of a family behind a passage in another wording, [prompts] each. */
export interface PassagePrompts {
  /** The passage states the fact that is asked for. */
  readonly given: readonly Int32Array[];
  /** The passage states a fact about somebody else. */
  readonly other: readonly Int32Array[];
}

const ANSWER_ENDS = /\{answer\}\.$/;

/** True for a wording that can ask: all before its answer is a prompt. */
export function endsWithAnswer(wording: string): boolean {
  return ANSWER_ENDS.test(wording);
}

/** Returns the wordings of training that end with the answer. */
export function endingWordings(
  { taught }: Wordings,
  { wordings: most }: Pick<ProseOptions, 'wordings'>,
): readonly string[] {
  return taught.slice(0, most).filter(endsWithAnswer);
}

/** Returns the wording in which each prompt is asked. */
export function askedWordings(
  wordings: Wordings,
  options: Pick<ProseOptions, 'wordings' | 'wordingOf'>,
): readonly string[] {
  const { subjects, taught } = wordings;
  const ending = endingWordings(wordings, options);
  return subjects.map((_, prompt) => (options.wordingOf === 'row' ? taught[0] : ending[prompt % ending.length]));
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
