import { responsePath } from './answerTree.js';
import { STOP } from './vocabulary.js';
import type { World } from './world.js';

/** One training example as a model reads it. */
export interface Sentence {
  /** Token ids of prompt, response and closing stop, without the start token. */
  readonly tokens: Int32Array;
  /** Index in `tokens` at which the response begins, the length of the prompt. */
  readonly responseStart: number;
}

/**
 * Returns the sentence of an example.
 * @param family index into `world.families`
 * @param prompt index into the family's prompts
 * @param response index into the family's responses; `responseCount` is IDK
 */
export function sentence(world: World, family: number, prompt: number, response: number): Sentence {
  const { prompts, tree } = world.families[family];
  return joined(prompts[prompt], responsePath(tree, response));
}

/** Returns `sentence` for many examples of a world; it reads each response off its tree once. */
export function sentenceReader({ families }: World): (family: number, prompt: number, response: number) => Sentence {
  const paths = families.map((): Int32Array[] => []);
  return (family, prompt, response) => {
    const { prompts, tree } = families[family];
    const path = (paths[family][response] ??= responsePath(tree, response));
    return joined(prompts[prompt], path);
  };
}

function joined(prompt: Int32Array, path: Int32Array): Sentence {
  const end = prompt.length + path.length;
  const stopped = path[path.length - 1] === STOP;
  const tokens = new Int32Array(stopped ? end : end + 1);
  tokens.set(prompt);
  tokens.set(path, prompt.length);
  if (!stopped) tokens[end] = STOP;
  return { tokens, responseStart: prompt.length };
}
