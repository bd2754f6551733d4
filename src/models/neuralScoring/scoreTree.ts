import type { AnswerTree } from '../../corpus/answerTree.js';
import { visibilityMatrix } from '../networks/network.js';
import { firstSlots, logNormalisers, PADDING, type Scored, sentencesPerRun } from './scoringProgram.js';

/**
 * Returns the log-probability of every edge of an answer tree after each prompt, float64, [prompts × edges]. All inner
 * nodes of the tree follow the prompt in one sentence: each sees the prompt, its ancestors and itself, at the position
 * that it would have in a context of its own. That gives the same probabilities for a fraction of the work.
 */
export async function scoreTree(
  scored: Scored,
  prompts: readonly Int32Array[],
  tree: AnswerTree,
): Promise<Float64Array> {
  const { network, parameters, prepare, lead } = scored;
  const edges = tree.edgeToken.length;
  const nodes = tree.prefixes.length;
  const result = new Float64Array(prompts.length * edges);
  const longest = prompts.reduce((length, prompt) => Math.max(length, prompt.length), 0);
  const firstNodeSlot = lead.length + longest;
  const slots = firstNodeSlot + nodes - 1;
  const batch = sentencesPerRun(scored, slots, nodes);
  const executable = await prepare({ batch, slots, rows: batch * nodes, picked: batch * edges });
  const picks = edgesOfRows(tree, batch, network.vocabularySize);
  const sees = ancestry(tree);
  for (const [length, indices] of groupByLength(prompts)) {
    const last = lead.length + length - 1; // of the prompt, which the root follows
    const slotOfNode = (node: number): number => (node === 0 ? last : firstNodeSlot + node - 1);
    const visibility = visibilityMatrix(slots, (looking, at) => {
      if (looking < firstNodeSlot) return at <= looking;
      return at <= last || (at >= firstNodeSlot && sees(looking - firstNodeSlot + 1, at - firstNodeSlot + 1));
    });
    const positions = Int32Array.from({ length: slots }, (_, slot) =>
      slot < firstNodeSlot ? slot : last + tree.prefixes[slot - firstNodeSlot + 1].length,
    );
    for (let from = 0; from < indices.length; from += batch) {
      const rows = indices.slice(from, from + batch);
      const tokens = new Int32Array(batch * slots).fill(PADDING);
      const asked = firstSlots(batch, slots, nodes);
      rows.forEach((prompt, row) => {
        tokens.set(lead, row * slots);
        tokens.set(prompts[prompt], row * slots + lead.length);
        for (let node = 1; node < nodes; node++) tokens[row * slots + slotOfNode(node)] = tree.prefixes[node].at(-1)!;
        for (let node = 0; node < nodes; node++) asked[row * nodes + node] = row * slots + slotOfNode(node);
      });
      const { logits, largest, sums } = await executable.run({
        ...parameters,
        tokens,
        positions,
        visibility,
        asked,
        picks,
      });
      const normalisers = logNormalisers(largest, sums);
      rows.forEach((prompt, row) => {
        for (let edge = 0; edge < edges; edge++)
          result[prompt * edges + edge] = logits[row * edges + edge] - normalisers[row * nodes + tree.edgePrefix[edge]];
      });
    }
  }
  return result;
}

/** Returns the index of the logit of each edge among those of all nodes, sentence after sentence, [batch × edges]. */
function edgesOfRows({ edgeToken, edgePrefix, prefixes }: AnswerTree, batch: number, vocabulary: number): Int32Array {
  const edges = edgeToken.length;
  return Int32Array.from({ length: batch * edges }, (_, i) => {
    const edge = i % edges;
    return (Math.floor(i / edges) * prefixes.length + edgePrefix[edge]) * vocabulary + edgeToken[edge];
  });
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

/** Returns the rule by which a node sees its ancestors (without the root, which is the prompt) and itself. */
function ancestry(tree: AnswerTree): (node: number, other: number) => boolean {
  const parents = new Int32Array(tree.prefixes.length);
  tree.edgePrefix.forEach((node, edge) => {
    if (node > 0) parents[node] = tree.edgePrefix[tree.edgeParent[edge]];
  });
  return (node, other) => {
    for (let at = node; at > 0; at = parents[at]) if (at === other) return true;
    return false;
  };
}
