import type { World } from '../../corpus/world.js';

/** A prompt's place in a world. */
export interface PromptPlace {
  /** Index into `world.families`. */
  readonly family: number;
  /** Index into the family's prompts. */
  readonly prompt: number;
  /** Number of its tokens. */
  readonly length: number;
}

/**
 * Returns a function that finds the prompt with which a context begins, the longest if there are several.
 * It returns undefined if the context does not begin with a prompt of the world.
 */
export function promptIndex(world: World): (context: Int32Array) => PromptPlace | undefined {
  const places = new Map<string, PromptPlace>();
  world.families.forEach(({ prompts }, family) =>
    prompts.forEach((tokens, prompt) => places.set(tokens.join(' '), { family, prompt, length: tokens.length })),
  );
  const lengths = [...new Set(Array.from(places.values(), (place) => place.length))].sort((a, b) => b - a);
  return (context) => {
    for (const length of lengths) {
      if (length > context.length) continue;
      const place = places.get(context.subarray(0, length).join(' '));
      if (place) return place;
    }
    return undefined;
  };
}
