/** Prompts that look the same to a model with a window. */

export interface DistinctPrompts {
  /** The first of each class, in order. */
  readonly prompts: readonly Int32Array[];
  /** Class of each prompt, an index into `prompts`. */
  readonly classOf: Int32Array;
}

/**
 * Classes of prompts that agree in their last `window` tokens: after them a model that sees no further back gives every
 * response the same probability. Without a window each prompt is a class of its own.
 */
export function distinctPrompts(prompts: readonly Int32Array[], window: number | undefined): DistinctPrompts {
  if (window === undefined) return { prompts, classOf: Int32Array.from(prompts, (_, i) => i) };
  const classes = new Map<string, number>();
  const first: Int32Array[] = [];
  const classOf = Int32Array.from(prompts, (prompt) => {
    // A prompt no longer than the window shows where the sentence begins.
    const key = prompt.length > window ? prompt.subarray(prompt.length - window).join(' ') : `^ ${prompt.join(' ')}`;
    const known = classes.get(key);
    if (known !== undefined) return known;
    classes.set(key, first.length);
    return first.push(prompt) - 1;
  });
  return { prompts: first, classOf };
}
