import { responsePath } from './answerTree.js';
import { STOP } from './vocabulary.js';
import type { World } from './world.js';

/** One training example as a model reads it. */
export interface Sentence {
  /** Token ids of prompt, response and closing stop, without the start token. */
  readonly tokens: Int32Array;
  /** Where the response begins in `tokens`: the length of the prompt. */
  readonly responseStart: number;
}

/**
 * The sentence of an example.
 * @param family index into `world.families`
 * @param prompt index into the family's prompts
 * @param response index into the family's responses; `responseCount` is IDK
 */
export function sentence(world: World, family: number, prompt: number, response: number): Sentence {
  const { prompts, tree } = world.families[family];
  const promptTokens = prompts[prompt];
  const path = responsePath(tree, response);
  const stopped = path[path.length - 1] === STOP;
  const tokens = new Int32Array(promptTokens.length + path.length + (stopped ? 0 : 1)).fill(STOP);
  tokens.set(promptTokens);
  tokens.set(path, promptTokens.length);
  return { tokens, responseStart: promptTokens.length };
}
