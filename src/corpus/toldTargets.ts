/** Confidence targets stated in the prompt: "Mira Kaplan was born on [t=0.75]" [K25 §4.2]. */

/** A target that prompts of a family may state. */
export interface ToldTarget {
  /** t in [0, 1): an error costs t/(1 − t). */
  readonly target: number;
  /** Token id of the word that states it. */
  readonly token: number;
}

/** Returns the word that states a target. */
export function targetWord(target: number): string {
  return `[t=${target}]`;
}

/**
 * Appends the first target to every prompt; `promptAt` replaces it by another. The target comes last, next to the
 * answer, and so moves no other word of the prompt.
 */
export function withToldTarget<Parts extends { readonly prompts: readonly (readonly string[])[] }>(
  parts: Parts,
  targets: readonly number[] | undefined,
): Parts {
  if (targets === undefined) return parts;
  return { ...parts, prompts: parts.prompts.map((words) => [...words, targetWord(targets[0])]) };
}

/**
 * Returns the prompt with the target that it states replaced by this one.
 * @param tokens the prompt and whatever follows it
 */
export function promptAt(tokens: Int32Array, { token }: ToldTarget, promptLength = tokens.length): Int32Array {
  const told = tokens.slice();
  told[promptLength - 1] = token;
  return told;
}
