/** Servers that are asked in tokens: the probabilities of a few next tokens behind a context. */

/** A node of a tree of responses behind a prompt, and the tokens that may follow there. */
export interface NodeQuestion {
  /** Token ids of the prompt, with what begins the text, and of the path to the node. */
  readonly context: readonly number[];
  /** Token ids whose probabilities are asked for, all different, ≥ 1 of them. */
  readonly wanted: readonly number[];
  /** Those of `wanted` that must not be left out. */
  readonly must: ReadonlySet<number>;
  /** Natural logarithm below which a token may be left out. */
  readonly least: number;
}

export interface NodeAnswer {
  /** ln p̂(token | context) of the wanted tokens, [wanted]; −Infinity for those that were left out. */
  readonly logs: Float64Array;
  /** An upper bound on the sum of the probabilities of those that were left out, in [0, 1]. */
  readonly left: number;
}

/** A generated token, with the log-probability that the server states for it. */
export interface GeneratedToken {
  readonly token: number;
  readonly log: number;
}

/** Largest difference of two log-probabilities of one token, in nats, that is taken for rounding. */
export const AGREEMENT = 1e-3;

export interface TokenServer {
  /**
   * Token ids of a text.
   * @param special with the tokens that the server itself puts around a text
   */
  tokens(text: string, special: boolean): Promise<readonly number[]>;
  /** Asks for next tokens, many nodes in a request where the server takes lists. One promise for each question. */
  next(questions: readonly NodeQuestion[]): readonly Promise<NodeAnswer>[];
  /** Generates one token at temperature 2, behind a text or behind token ids. */
  generate(prompt: string | readonly number[]): Promise<GeneratedToken>;
  /** The log-probability of the last token of a text in another way, which must agree; left out where there is none. */
  lastOf?(ids: readonly number[]): Promise<number>;
  /** Number of requests that so many nodes cost, about. @param wanted tokens of each node */
  requestsFor(nodes: readonly { readonly wanted: number; readonly count: number }[]): number;
}
