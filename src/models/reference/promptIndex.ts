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
 * Finds the prompt that a context begins with; of several the longest.
 * @returns a function of the context's tokens; undefined where it begins with no prompt of the world
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
