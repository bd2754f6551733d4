/** Log-probabilities of all edges of an answer tree after every prompt. */
import type { AnswerTree } from '../corpus/answerTree.js';
import { CONTEXTS_PER_CALL, concatenated, requireSize } from './contexts.js';
import type { LanguageModel } from './languageModel.js';

/**
 * Returns `ln p̂(token of e | prompt ++ prefix of e)`: from `answerTreeLogProbabilities` if the model has it, else from
 * one context for each prompt and inner node of the tree.
 * @returns float64, [prompts × edges], −Infinity for an impossible token
 * @throws Error if the model returns an array of another size
 */
export async function edgeLogProbabilities(
  model: LanguageModel,
  prompts: readonly Int32Array[],
  tree: AnswerTree,
): Promise<Float64Array> {
  const edges = tree.edgeToken.length;
  if (model.answerTreeLogProbabilities) {
    const direct = await model.answerTreeLogProbabilities(prompts, tree);
    requireSize(model, direct, prompts.length * edges);
    return direct;
  }
  const nodes = tree.prefixes.length;
  const edgesOfNode = edgesByNode(tree);
  const result = new Float64Array(prompts.length * edges);
  for (let first = 0; first < prompts.length * nodes; first += CONTEXTS_PER_CALL) {
    const count = Math.min(CONTEXTS_PER_CALL, prompts.length * nodes - first);
    const contexts = Array.from({ length: count }, (_, i) => {
      const context = first + i;
      return concatenated(prompts[Math.floor(context / nodes)], tree.prefixes[context % nodes]);
    });
    const next = await model.nextTokenLogProbabilities(contexts);
    requireSize(model, next, count * model.vocabularySize);
    for (let i = 0; i < count; i++) {
      const prompt = Math.floor((first + i) / nodes);
      for (const edge of edgesOfNode[(first + i) % nodes]) {
        result[prompt * edges + edge] = next[i * model.vocabularySize + tree.edgeToken[edge]];
      }
    }
  }
  return result;
}

/** Returns the edges that leave each inner node, [nodes][]. */
function edgesByNode(tree: AnswerTree): readonly (readonly number[])[] {
  const edges: number[][] = tree.prefixes.map(() => []);
  tree.edgePrefix.forEach((node, edge) => edges[node].push(edge));
  return edges;
}
