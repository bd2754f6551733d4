/** p̂ of every response, the product along its path through the answer tree. */
import { type AnswerTree, responseLogProbabilities } from '../corpus/answerTree.js';
import { edgeLogProbabilities } from '../models/edgeLogProbabilities.js';
import type { LanguageModel } from '../models/languageModel.js';
import { distinctPrompts } from './promptsByWindow.js';

/** Edges in memory at once (8 MB): many prompts, so that a model can fill its own batches. */
const EDGES_PER_BATCH = 2 ** 20;

/** Prompts whose p̂ lies in one block of memory: few, since a kept row keeps its block, and small blocks are used again. */
const PROMPTS_PER_BLOCK = 32;

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
  const [edges, responses] = [tree.edgeToken.length, tree.leafEdge.length];
  // Equal batches, so that a model which prepares itself for a number of prompts does so once.
  const batches = Math.ceil(prompts.length / Math.max(1, Math.floor(EDGES_PER_BATCH / edges)));
  const batch = Math.ceil(prompts.length / batches);
  for (let first = 0; first < prompts.length; first += batch) {
    const asked = distinctPrompts(prompts.slice(first, first + batch), model.window);
    const edgeLogs = await edgeLogProbabilities(model, asked.prompts, tree);
    const rows: Float64Array[] = [];
    for (let from = 0; from < edgeLogs.length; from += PROMPTS_PER_BLOCK * edges) {
      const pHat = responseLogProbabilities(tree, edgeLogs.subarray(from, from + PROMPTS_PER_BLOCK * edges));
      for (let i = 0; i < pHat.length; i++) pHat[i] = Math.exp(pHat[i]);
      for (let at = 0; at < pHat.length; at += responses) rows.push(pHat.subarray(at, at + responses));
    }
    for (const of of asked.classOf) yield rows[of];
  }
}
