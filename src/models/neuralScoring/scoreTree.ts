import type { AnswerTree } from '../../corpus/answerTree.js';
import { visibilityMatrix } from '../networks/network.js';
import { evenSentencesPerRun, logNormalisers, PADDING, type Scored, sentencesPerRun } from './scoringProgram.js';

/**
 * Returns the log-probability of every edge of an answer tree after each prompt, float64, [prompts × edges]. All inner
 * nodes of the tree follow the prompt in one sentence: each sees the prompt, its ancestors and itself, at the position
 * that it would have in a context of its own. That gives the same probabilities for a fraction of the work. The root
 * reads the last token of the prompt, so that the nodes are the last slots of a sentence.
 */
export async function scoreTree(
  scored: Scored,
  prompts: readonly Int32Array[],
  tree: AnswerTree,
): Promise<Float64Array> {
  const { network, parameters, prepare, lead } = scored;
  const { edgePrefix, prefixes } = tree;
  const edges = edgePrefix.length;
  const nodes = prefixes.length;
  const result = new Float64Array(prompts.length * edges);
  const groups = groupByLength(prompts);
  const rootSlot = lead.length + Math.max(0, ...groups.keys()) - 1;
  const slots = rootSlot + nodes;
  const batch = evenSentencesPerRun(
    [...groups.values()].map(({ length }) => length),
    sentencesPerRun(scored, slots, nodes),
  );
  const executable = await prepare({ batch, slots, rows: batch * nodes, tree: true, picked: batch * edges });
  const picks = edgesOfRows(tree, batch, network.vocabularySize);
  const sees = ancestry(tree);
  for (const [length, indices] of groups) {
    const before = lead.length + length - 1; // slots that the root sees
    const visibility = visibilityMatrix(slots, (looking, at) => {
      if (looking < rootSlot) return at <= looking;
      return at < before || (at >= rootSlot && sees(looking - rootSlot, at - rootSlot));
    });
    const positions = Int32Array.from({ length: slots }, (_, slot) =>
      slot < rootSlot ? slot : before + prefixes[slot - rootSlot].length,
    );
    const sentence = new Int32Array(slots).fill(PADDING);
    sentence.set(lead);
    for (let node = 1; node < nodes; node++) sentence[rootSlot + node] = prefixes[node].at(-1)!;
    for (let from = 0; from < indices.length; from += batch) {
      const rows = indices.slice(from, from + batch);
      const tokens = new Int32Array(batch * slots).fill(PADDING);
      rows.forEach((prompt, row) => {
        tokens.set(sentence, row * slots);
        tokens.set(prompts[prompt].subarray(0, -1), row * slots + lead.length);
        tokens[row * slots + rootSlot] = prompts[prompt].at(-1) ?? lead.at(-1)!;
      });
      const { logits, largest, sums } = await executable.run({ ...parameters, tokens, positions, visibility, picks });
      const normalisers = logNormalisers(largest, sums);
      rows.forEach((prompt, row) => {
        const [first, firstNode, to] = [row * edges, row * nodes, prompt * edges];
        for (let edge = 0; edge < edges; edge++)
          result[to + edge] = logits[first + edge] - normalisers[firstNode + edgePrefix[edge]];
      });
    }
  }
  return result;
}

/** Returns the index of the logit of each edge among those of all nodes of its sentence, [batch × edges]. */
function edgesOfRows({ edgeToken, edgePrefix }: AnswerTree, batch: number, vocabulary: number): Int32Array {
  const edges = edgeToken.length;
  const picks = new Int32Array(batch * edges);
  for (let row = 0; row < batch; row++)
    for (let edge = 0; edge < edges; edge++)
      picks[row * edges + edge] = edgePrefix[edge] * vocabulary + edgeToken[edge];
  return picks;
}

function groupByLength(prompts: readonly Int32Array[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  prompts.forEach((prompt, i) => {
    const group = groups.get(prompt.length);
    if (group === undefined) groups.set(prompt.length, [i]);
    else group.push(i);
  });
  return groups;
}

/** Returns the rule by which a node sees its ancestors, the root included, and itself. */
function ancestry({ prefixes, edgePrefix, edgeParent }: AnswerTree): (node: number, other: number) => boolean {
  const parents = new Int32Array(prefixes.length).fill(-1);
  edgePrefix.forEach((node, edge) => {
    if (node > 0) parents[node] = edgePrefix[edgeParent[edge]];
  });
  return (node, other) => {
    for (let at = node; at >= 0; at = parents[at]) if (at === other) return true;
    return false;
  };
}
