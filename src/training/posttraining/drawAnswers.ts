/**
 * Answers drawn from p̂, strings outside the responses included. The model scores the answer tree once for each
 * prompt.
 */
import { type AnswerTree, responseLogProbabilities, responsePath } from '../../corpus/answerTree.js';
import { concatenated } from '../../models/contexts.js';
import { edgeLogProbabilities } from '../../models/edgeLogProbabilities.js';
import type { LanguageModel } from '../../models/languageModel.js';
import type { Stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';

/** A string drawn from p̂. */
export interface DrawnAnswer {
  /** Index of the response in R_c, or of IDK (`responseCount`); null for a string that is not a response. */
  readonly response: number | null;
  /** p̂ of the response; of all strings that are not a response where it is none of them. */
  readonly probability: number;
  /** Tokens written, up to the one that completed a response or ruled out any. */
  readonly path: Int32Array;
}

/**
 * Draws `samples` independent answers to each prompt.
 * @param tree of the responses of all these prompts
 * @returns [prompts][samples]
 */
export async function drawAnswers(
  model: LanguageModel,
  tree: AnswerTree,
  prompts: readonly Int32Array[],
  samples: number,
  stream: Stream,
): Promise<readonly (readonly DrawnAnswer[])[]> {
  const edges = tree.edgeToken.length;
  const logs = await edgeLogProbabilities(model, prompts, tree);
  const samplers = prompts.map((_, i) => placeSampler(tree, logs.subarray(i * edges, (i + 1) * edges)));
  const places = samplers.map(({ draw }) => Array.from({ length: samples }, () => draw(stream)));
  const strays = places.flatMap((ofPrompt, i) =>
    ofPrompt.filter((place) => place < 0).map((place) => concatenated(prompts[i], tree.prefixes[-1 - place])),
  );
  const next = strays.length === 0 ? new Float64Array(0) : await model.nextTokenLogProbabilities(strays);
  let stray = 0;
  return places.map((ofPrompt, i) =>
    ofPrompt.map((place) => {
      const probability = samplers[i].probabilityOf(place);
      if (place >= 0) return { response: place, probability, path: responsePath(tree, place) };
      const row = next.subarray(stray * model.vocabularySize, (stray + 1) * model.vocabularySize);
      stray++;
      return {
        response: null,
        probability,
        path: concatenated(tree.prefixes[-1 - place], [strayToken(tree, -1 - place, row, stream)]),
      };
    }),
  );
}

/** Draws places of one answer tree: a response r ≥ 0, or −1 − n if the string leaves the tree at its inner node n. */
interface PlaceSampler {
  draw(stream: Stream): number;
  /** p̂ of a response, or of leaving the tree anywhere. */
  probabilityOf(place: number): number;
}

/** @param logs log-probabilities of the edges after one prompt, [edges] */
function placeSampler(tree: AnswerTree, logs: Float64Array): PlaceSampler {
  const responses = responseLogProbabilities(tree, logs);
  const nodes = tree.prefixes.length;
  const cumulative = new Float64Array(responses.length + nodes);
  let sum = 0;
  for (let r = 0; r < responses.length; r++) cumulative[r] = sum += Math.exp(responses[r]);
  const inside = sum;
  const leaving = leavingProbabilities(tree, logs);
  for (let node = 0; node < nodes; node++) cumulative[responses.length + node] = sum += leaving[node];
  return {
    draw(stream) {
      const place = uniform(stream) * sum;
      let [low, high] = [0, cumulative.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (cumulative[middle] > place) high = middle;
        else low = middle + 1;
      }
      return low < responses.length ? low : responses.length - 1 - low;
    },
    probabilityOf: (place) => (place >= 0 ? Math.exp(responses[place]) : sum - inside),
  };
}

/**
 * Returns the probability of reaching each inner node and writing there a token that is on none of its edges,
 * [nodes].
 */
function leavingProbabilities(tree: AnswerTree, logs: Float64Array): Float64Array {
  const reached = new Float64Array(logs.length);
  const coming = new Float64Array(tree.prefixes.length);
  const staying = new Float64Array(tree.prefixes.length);
  coming[0] = 1;
  for (let edge = 0; edge < logs.length; edge++) {
    const parent = tree.edgeParent[edge];
    const node = tree.edgePrefix[edge];
    if (parent >= 0) coming[node] = reached[parent];
    reached[edge] = coming[node] * Math.exp(logs[edge]);
    staying[node] += reached[edge];
  }
  // With float32 logits, sums of probabilities deviate from 1 by about 1e-8.
  return coming.map((probability, node) => Math.max(0, probability - staying[node]));
}

/** Draws a token that leaves the tree at a node. @param logs log-probabilities of the next token, [vocabulary] */
function strayToken({ edgePrefix, edgeToken }: AnswerTree, node: number, logs: Float64Array, stream: Stream): number {
  const inside = new Set<number>();
  edgePrefix.forEach((from, edge) => from === node && inside.add(edgeToken[edge]));
  const weights = logs.map((log, token) => (inside.has(token) ? 0 : Math.exp(log)));
  let place = uniform(stream) * weights.reduce((sum, weight) => sum + weight, 0);
  let last = -1;
  for (let token = 0; token < weights.length; token++) {
    if (weights[token] === 0) continue;
    last = token;
    if (place < weights[token]) break;
    place -= weights[token];
  }
  return last;
}
