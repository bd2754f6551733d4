import type { AnswerTree } from '../../corpus/answerTree.js';

/**
 * Computes the conditional log-probabilities of the edges of a tree from a distribution over its responses: the mass of
 * the responses below an edge over the mass below the node that it leaves. Their sums along the paths are the
 * logarithms of the distribution. Below a node of mass 0, which the distribution never enters, all responses count as
 * equally likely.
 * @param distribution over the responses, [responses], non-negative with a positive sum
 * @param into array that takes the results, [edges]
 */
export function treeConditionals(tree: AnswerTree, distribution: Float64Array, into: Float64Array): void {
  const { edgeParent, leafEdge } = tree;
  const edges = edgeParent.length;
  const mass = new Float64Array(edges);
  const leaves = new Float64Array(edges);
  let total = 0;
  for (let r = 0; r < leafEdge.length; r++) {
    mass[leafEdge[r]] = distribution[r];
    leaves[leafEdge[r]] = 1;
    total += distribution[r];
  }
  for (let e = edges - 1; e >= 0; e--) {
    if (edgeParent[e] < 0) continue;
    mass[edgeParent[e]] += mass[e];
    leaves[edgeParent[e]] += leaves[e];
  }
  for (let e = 0; e < edges; e++) {
    const parent = edgeParent[e];
    const above = parent < 0 ? total : mass[parent];
    into[e] = Math.log(above > 0 ? mass[e] / above : leaves[e] / leaves[parent]);
  }
}
