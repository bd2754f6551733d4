/** p̂ of every response, the product along its path through the answer tree. */
import { type AnswerTree, responseLogProbabilities } from '../corpus/answerTree.js';
import { edgeLogProbabilities } from '../models/edgeLogProbabilities.js';
import type { LanguageModel } from '../models/languageModel.js';
import { distinctPrompts } from './promptsByWindow.js';

/** Edges in memory at once (8 MB): many prompts, so that a model can fill its own batches. */
const EDGES_PER_BATCH = 2 ** 20;

/**
 * Yields p̂(·|c) of each prompt in order, a batch of prompts at a time so that memory stays bounded. A row may be kept
 * but must not be written: prompts that look the same to the model share it.
 * @returns float64, [responses], R_c first, IDK last
 */
export async function* responseProbabilities(
  model: LanguageModel,
  prompts: readonly Int32Array[],
  tree: AnswerTree,
): AsyncGenerator<Float64Array> {
  const edges = tree.edgeToken.length;
  const batch = Math.max(1, Math.floor(EDGES_PER_BATCH / edges));
  for (let first = 0; first < prompts.length; first += batch) {
    const asked = distinctPrompts(prompts.slice(first, first + batch), model.window);
    const edgeLogs = await edgeLogProbabilities(model, asked.prompts, tree);
    const rows = asked.prompts.map((_, c) => {
      const pHat = responseLogProbabilities(tree, edgeLogs.subarray(c * edges, (c + 1) * edges));
      for (let r = 0; r < pHat.length; r++) pHat[r] = Math.exp(pHat[r]);
      return pHat;
    });
    for (const of of asked.classOf) yield rows[of];
  }
}
