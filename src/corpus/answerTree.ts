/**
 * Responses of a family as paths in one tree that all its prompts share, so that p̂ of every response costs
 * one context per inner node instead of one per response (for 365 dates: 13 contexts, the root and 12 months).
 *
 * A response is decided when its last token is written, and none is a prefix of another. The stop that follows every
 * response in the training text is not part of the path, except in families such as brackets, whose responses would
 * otherwise be prefixes of one another.
 */
export interface AnswerTree {
  /** Token prefixes of the inner nodes, [contexts][depth]: first the empty one (the root), parents before children. */
  readonly prefixes: readonly Int32Array[];
  /** Index into `prefixes` of the node that an edge leaves, [edges]. Edges are ordered so that `edgeParent[e] < e`. */
  readonly edgePrefix: Int32Array;
  /** Token that an edge writes, [edges]. */
  readonly edgeToken: Int32Array;
  /** Edge that leads to the node that this edge leaves, −1 at the root, [edges]. */
  readonly edgeParent: Int32Array;
  /** Edge that completes each response, [responses]: R_c first, IDK last. */
  readonly leafEdge: Int32Array;
}

/**
 * Builds the tree of the given paths.
 * @param paths token ids of each response, [responses][length], R_c first, IDK last
 * @throws RangeError if a path is empty, occurs twice, or is a prefix of another
 */
export function buildAnswerTree(paths: readonly ArrayLike<number>[]): AnswerTree {
  const prefixes: Int32Array[] = [new Int32Array(0)];
  const edgePrefix: number[] = [];
  const edgeToken: number[] = [];
  const edgeParent: number[] = [];
  // By edge: the inner node that it leads to (−1 while none is known), and whether a response ends with it.
  const edgeNode: number[] = [];
  const completes: boolean[] = [];
  const edges = new Map<number, number>();
  const leafEdge = paths.map((path, response) => {
    if (path.length === 0) throw new RangeError(`response ${response} is empty`);
    let edge = -1;
    for (let depth = 0; depth < path.length; depth++) {
      if (edge >= 0 && completes[edge]) throw new RangeError(`a response is a prefix of response ${response}`);
      const token = path[depth];
      const key = (edge + 1) * 2 ** 26 + token;
      let next = edges.get(key);
      if (next === undefined) {
        if (edge >= 0 && edgeNode[edge] < 0)
          edgeNode[edge] = prefixes.push(Int32Array.from(path).subarray(0, depth)) - 1;
        next = edgeToken.push(token) - 1;
        edgePrefix.push(edge < 0 ? 0 : edgeNode[edge]);
        edgeParent.push(edge);
        edgeNode.push(-1);
        completes.push(false);
        edges.set(key, next);
      }
      edge = next;
    }
    if (completes[edge]) throw new RangeError(`response ${response} occurs twice`);
    if (edgeNode[edge] >= 0) throw new RangeError(`response ${response} is a prefix of another response`);
    completes[edge] = true;
    return edge;
  });
  return {
    prefixes,
    edgePrefix: Int32Array.from(edgePrefix),
    edgeToken: Int32Array.from(edgeToken),
    edgeParent: Int32Array.from(edgeParent),
    leafEdge: Int32Array.from(leafEdge),
  };
}

/** Returns the tokens that a response writes, from the root to its leaf. */
export function responsePath(tree: AnswerTree, response: number): Int32Array {
  const leaf = tree.leafEdge[response];
  const path = new Int32Array(tree.prefixes[tree.edgePrefix[leaf]].length + 1);
  path.set(tree.prefixes[tree.edgePrefix[leaf]]);
  path[path.length - 1] = tree.edgeToken[leaf];
  return path;
}

/**
 * Returns `ln p̂(r|c)` after each prompt, the sum of the log-probabilities of the edges on the way from the root to each
 * leaf.
 * @param edgeLogs log-probabilities of the edges after each prompt, [prompts × edges]
 * @returns float64, [prompts × responses]
 */
export function responseLogProbabilities({ edgeParent, leafEdge }: AnswerTree, edgeLogs: Float64Array): Float64Array {
  const [edges, responses] = [edgeParent.length, leafEdge.length];
  const prompts = edgeLogs.length / edges;
  const pathLogs = new Float64Array(edges); // of one prompt after the other, so that it stays in the cache
  const responseLogs = new Float64Array(prompts * responses);
  // Loops, on the hottest path of all: `from` and `map` of typed arrays take several times as long.
  for (let prompt = 0; prompt < prompts; prompt++) {
    const [firstEdge, firstResponse] = [prompt * edges, prompt * responses];
    for (let e = 0; e < edges; e++) {
      const parent = edgeParent[e];
      pathLogs[e] = parent < 0 ? edgeLogs[firstEdge + e] : edgeLogs[firstEdge + e] + pathLogs[parent];
    }
    for (let r = 0; r < responses; r++) responseLogs[firstResponse + r] = pathLogs[leafEdge[r]];
  }
  return responseLogs;
}
