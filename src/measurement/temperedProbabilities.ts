/** p̂ at other temperatures than 1, as samplers apply them: token by token. */
import { type AnswerTree, responseLogProbabilities } from '../corpus/answerTree.js';
import { CONTEXTS_PER_CALL, concatenated, requireSize } from '../models/contexts.js';
import type { LanguageModel } from '../models/languageModel.js';
import { isAbove } from './metrics/threshold.js';
import { distinctPrompts } from './promptsByWindow.js';

/** Edges in memory at once, for each temperature (8 MB). */
const EDGES_PER_BATCH = 2 ** 20;

/**
 * Yields p̂_T(·|c) of each prompt in order, at each temperature. Every next token is drawn with a probability ∝ p̂^(1/T),
 * normalised over the whole vocabulary, so that the invalid mass changes with T as it does for anyone who samples. At
 * T = 0 it is the likeliest token, equally likely ones sharing. A row must not be written.
 *
 * It asks for the distribution after every prompt and inner node of the tree, some times the work of
 * `responseProbabilities`.
 * @param temperatures T ≥ 0
 * @returns float64, [temperatures][responses], R_c first, IDK last
 */
export async function* temperedProbabilities(
  model: LanguageModel,
  prompts: readonly Int32Array[],
  tree: AnswerTree,
  temperatures: readonly number[],
): AsyncGenerator<readonly Float64Array[]> {
  const batch = Math.max(1, Math.floor(EDGES_PER_BATCH / tree.edgeToken.length));
  for (let first = 0; first < prompts.length; first += batch) {
    const asked = distinctPrompts(prompts.slice(first, first + batch), model.window);
    const edgeLogs = await temperedEdges(model, asked.prompts, tree, temperatures);
    const rows = edgeLogs.map((ofPrompt) =>
      ofPrompt.map((logs) => responseLogProbabilities(tree, logs).map((log) => Math.exp(log))),
    );
    for (const of of asked.classOf) yield rows[of];
  }
}

/** Returns the log-probability of every edge after each prompt, [prompts][temperatures][edges]. */
async function temperedEdges(
  model: LanguageModel,
  prompts: readonly Int32Array[],
  { prefixes, edgePrefix, edgeToken }: AnswerTree,
  temperatures: readonly number[],
): Promise<readonly (readonly Float64Array[])[]> {
  const edgesOfNode = prefixes.map((): number[] => []);
  edgePrefix.forEach((node, edge) => edgesOfNode[node].push(edge));
  const result = prompts.map(() => temperatures.map(() => new Float64Array(edgeToken.length)));
  const { vocabularySize } = model;
  for (let first = 0; first < prompts.length * prefixes.length; first += CONTEXTS_PER_CALL) {
    const count = Math.min(CONTEXTS_PER_CALL, prompts.length * prefixes.length - first);
    const places = Array.from({ length: count }, (_, i) => ({
      prompt: Math.floor((first + i) / prefixes.length),
      node: (first + i) % prefixes.length,
    }));
    const contexts = places.map(({ prompt, node }) => concatenated(prompts[prompt], prefixes[node]));
    const next = requireSize(model, await model.nextTokenLogProbabilities(contexts), count * vocabularySize);
    places.forEach(({ prompt, node }, i) => {
      const logs = next.subarray(i * vocabularySize, (i + 1) * vocabularySize);
      temperatures.forEach((temperature, at) => {
        const tempered = temperedToken(logs, temperature);
        for (const edge of edgesOfNode[node]) result[prompt][at][edge] = tempered(edgeToken[edge]);
      });
    });
  }
  return result;
}

/** Exponent below which exp adds nothing to a float64 sum of at least 1, for a vocabulary of any length. */
const NEGLIGIBLE = -60;

/** Returns the function that gives the log-probability of a next token at a temperature, from those at 1. */
function temperedToken(logs: Float64Array, temperature: number): (token: number) => number {
  // Powers are relative to the largest, so that a small temperature does not underflow everywhere.
  let largest = -Infinity;
  for (let token = 0; token < logs.length; token++) if (logs[token] > largest) largest = logs[token];
  if (temperature === 0) {
    const isLikeliest = (log: number): boolean => !isAbove(1, Math.exp(log - largest));
    const likeliest = logs.reduce((count, log) => (isLikeliest(log) ? count + 1 : count), 0);
    return (token) => (isLikeliest(logs[token]) ? -Math.log(likeliest) : -Infinity);
  }
  let sum = 0;
  for (let token = 0; token < logs.length; token++) {
    const exponent = (logs[token] - largest) / temperature;
    if (exponent > NEGLIGIBLE) sum += Math.exp(exponent);
  }
  const logNormaliser = Math.log(sum);
  return (token) => (logs[token] - largest) / temperature - logNormaliser;
}
