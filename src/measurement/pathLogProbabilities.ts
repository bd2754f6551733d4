/** Log-probability of one response after each prompt, for response sets that are too large to enumerate. */

import { CONTEXTS_PER_CALL, concatenated, requireSize } from '../models/contexts.js';
import type { LanguageModel } from '../models/languageModel.js';

/**
 * `ln p̂(paths[i] | prompts[i])`, by the model's own quicker way where it has one, else with one context for each
 * token.
 * @param paths at least one token each
 * @returns float64, [prompts], −Infinity where a path is impossible
 * @throws Error where the model returns an array of another size
 */
export async function pathLogProbabilities(
  model: LanguageModel,
  prompts: readonly Int32Array[],
  paths: readonly Int32Array[],
): Promise<Float64Array> {
  if (model.pathLogProbabilities)
    return requireSize(model, await model.pathLogProbabilities(prompts, paths), prompts.length);
  const result = new Float64Array(prompts.length);
  const asked = prompts.flatMap((prompt, i) => Array.from(paths[i], (token, depth) => ({ prompt, i, depth, token })));
  for (let first = 0; first < asked.length; first += CONTEXTS_PER_CALL) {
    const rows = asked.slice(first, first + CONTEXTS_PER_CALL);
    const contexts = rows.map(({ prompt, i, depth }) => concatenated(prompt, paths[i].subarray(0, depth)));
    const next = requireSize(
      model,
      await model.nextTokenLogProbabilities(contexts),
      rows.length * model.vocabularySize,
    );
    rows.forEach(({ i, token }, row) => (result[i] += next[row * model.vocabularySize + token]));
  }
  return result;
}
