/** The probabilities of all responses of a tree of tokens behind one prompt, node by node from the root. */
import type { AnswerTree } from '../../corpus/answerTree.js';
import { UserError } from '../../errors/userError.js';
import type { NodeAnswer, NodeQuestion } from './tokenServer.js';

/** A tree with the edges that leave each of its nodes. */
export interface TokenTree {
  readonly tree: AnswerTree;
  /** Edges that leave each inner node, [nodes][]. */
  readonly edges: readonly (readonly number[])[];
  /** Inner node that an edge leads to, or −1, [edges]. */
  readonly nodeOf: Int32Array;
  /** Response that an edge completes, or −1, [edges]. */
  readonly responseOf: Int32Array;
}

export function tokenTree(tree: AnswerTree): TokenTree {
  const edges: number[][] = tree.prefixes.map(() => []);
  const nodeOf = new Int32Array(tree.edgeToken.length).fill(-1);
  const responseOf = new Int32Array(tree.edgeToken.length).fill(-1);
  tree.edgePrefix.forEach((node, edge) => {
    edges[node].push(edge);
    if (tree.edgeParent[edge] >= 0) nodeOf[tree.edgeParent[edge]] = node;
  });
  tree.leafEdge.forEach((edge, response) => (responseOf[edge] = response));
  return { tree, edges, nodeOf, responseOf };
}

export interface WalkOptions {
  /** Nodes whose path is less likely are not asked. */
  readonly epsilon: number;
  /** Largest excess over 1 of the sum of a node's probabilities. */
  readonly tolerance: number;
  /** Responses that are followed to their end however unlikely they are. */
  readonly kept: readonly number[];
  /** The server, for messages. */
  readonly where: string;
}

export interface WalkedPrompt {
  /** ln p̂ of each response, [responses]; −Infinity for those whose path was left. */
  readonly logs: Float64Array;
  /** An upper bound on the sum of the probabilities of the responses that were left, in [0, 1]. */
  readonly left: number;
}

/**
 * Asks level by level: all nodes of a level may go into one request.
 * @param context token ids of the prompt
 * @param ask answers the questions about one level, in their order
 * @throws UserError where the tokens behind a node have more probability than 1
 */
export async function walkTree(
  { tree, edges, nodeOf, responseOf }: TokenTree,
  context: readonly number[],
  { epsilon, tolerance, kept, where }: WalkOptions,
  ask: (level: readonly NodeQuestion[]) => Promise<readonly NodeAnswer[]>,
): Promise<WalkedPrompt> {
  const keptEdges = edgesTo(tree, kept);
  const lowest = Math.log(epsilon);
  const logs = new Float64Array(tree.leafEdge.length).fill(-Infinity);
  let left = 0;
  let level = [{ node: 0, log: 0 }];
  while (level.length > 0) {
    // Of an unlikely node only the kept responses are followed.
    const followed = level.map(({ node, log }) =>
      log >= lowest ? edges[node] : edges[node].filter((edge) => keptEdges.has(edge)),
    );
    const answers = await ask(
      level.map(({ node, log }, i) => ({
        context: [...context, ...tree.prefixes[node]],
        wanted: followed[i].map((edge) => tree.edgeToken[edge]),
        must: new Set(followed[i].filter((edge) => keptEdges.has(edge)).map((edge) => tree.edgeToken[edge])),
        least: lowest - log,
      })),
    );
    const next: typeof level = [];
    level.forEach(({ log }, i) => {
      const { logs: found, left: unlisted } = answers[i];
      const sum = found.reduce((total, each) => total + Math.exp(each), 0);
      if (sum > 1 + tolerance) throw aboveOne(where, sum);
      left += Math.exp(log) * unlisted;
      followed[i].forEach((edge, e) => {
        const own = log + Math.min(0, found[e]);
        if (responseOf[edge] >= 0) logs[responseOf[edge]] = own;
        else {
          if (own < lowest && log >= lowest) left += Math.exp(own);
          if (own >= lowest || keptEdges.has(edge)) next.push({ node: nodeOf[edge], log: own });
        }
      });
    });
    level = next;
  }
  return { logs, left: Math.min(1, left) };
}

/** All edges on the paths of some responses. */
function edgesTo({ leafEdge, edgeParent }: AnswerTree, responses: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const response of responses)
    for (let edge = leafEdge[response]; edge >= 0; edge = edgeParent[edge]) found.add(edge);
  return found;
}

/** An error for next tokens whose probabilities have a sum above 1. */
export function aboveOne(where: string, sum: number): UserError {
  return new UserError({
    code: 'not-a-distribution',
    summary: 'the probabilities of different next tokens add up to more than 1',
    where,
    found: sum.toPrecision(8),
    allowed: 'at most 1',
    hint: 'the server does not give the probabilities of the model itself: they may be those after sampling or after logit_bias',
  });
}
