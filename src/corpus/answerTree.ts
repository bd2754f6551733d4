/**
 * The responses of a family as paths in one tree that all its prompts share, so that p̂ of every response costs
 * one context per inner node instead of one per response (12 × 31 dates: 13 contexts and not 365).
 *
 * A response is decided when its last token is written; no response is a prefix of another (families whose responses
 * could be, such as brackets, put the closing stop on the path). The stop that follows every response in the training
 * text is otherwise punctuation and not part of the path.
 */
export interface AnswerTree {
  /** Token prefixes of the inner nodes, [contexts][depth]; the first is empty (the root); parents come before children. */
  readonly prefixes: readonly Int32Array[];
  /** Index into `prefixes` of the node an edge leaves, [edges]. Edges are in an order where `edgeParent[e] < e`. */
  readonly edgePrefix: Int32Array;
  /** Token that an edge writes, [edges]. */
  readonly edgeToken: Int32Array;
  /** The edge that leads to the node this edge leaves, −1 at the root, [edges]. */
  readonly edgeParent: Int32Array;
  /** The edge that completes each response, [responses]: R_c first, IDK last. */
  readonly leafEdge: Int32Array;
}
