/** Confidence targets told in the prompt: "Mira Kaplan was born on [t=0.75]" [K25 §4.2]. */
/** A target that prompts of a family may state. */
export interface ToldTarget {
  /** t in [0, 1): an error costs t/(1 − t). */
  readonly target: number;
  /** The word that states it. */
  readonly token: number;
}

export function targetWord(target: number): string {
  return `[t=${target}]`;
}

/**
 * Every prompt as it is when told the first target; `promptAt` makes the others of it. The target stands last: where the answer
 * begins, and where it moves no other word of the prompt.
 */
export function withToldTarget<Parts extends { readonly prompts: readonly (readonly string[])[] }>(
  parts: Parts,
  targets: readonly number[] | undefined,
): Parts {
  if (targets === undefined) return parts;
  return { ...parts, prompts: parts.prompts.map((words) => [...words, targetWord(targets[0])]) };
}

/** A prompt of a family that tells targets, told this one. @param tokens the prompt and whatever follows it */
export function promptAt(tokens: Int32Array, { token }: ToldTarget, promptLength = tokens.length): Int32Array {
  const told = tokens.slice();
  told[promptLength - 1] = token;
  return told;
}
