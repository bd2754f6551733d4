/** Sparse counts of the tokens that follow each context, listed by context. */
import { grown, pairIndex } from './pairIndex.js';

/** Counts of tokens by context. */
export interface ContextCounts {
  /** Number of pairs of context and token with a count. */
  readonly size: number;
  /** Adds one to the count of `token` after `context` and returns the new count. */
  increment(context: number, token: number): number;
  count(context: number, token: number): number;
  /** Sum of the counts after a context. */
  total(context: number): number;
  /** Number of different tokens after a context. */
  distinct(context: number): number;
  /** Visits every token that follows a context. */
  forEach(context: number, visit: (token: number, count: number) => void): void;
}

/** Makes empty counts. Contexts and tokens are integers in [0, 2^31), contexts numbered densely from 0. */
export function contextCounts(): ContextCounts {
  const entries = pairIndex();
  // By entry: its token, its count, and one more than the entry before it of the same context.
  let tokens = new Int32Array(512);
  let counts = new Int32Array(512);
  let before = new Int32Array(512);
  // By context: the sum of counts, the number of entries, and one more than the last entry.
  let totals = new Int32Array(512);
  let distincts = new Int32Array(512);
  let last = new Int32Array(512);

  return {
    get size() {
      return entries.size;
    },
    increment(context, token) {
      while (context >= totals.length) {
        totals = grown(totals);
        distincts = grown(distincts);
        last = grown(last);
      }
      const entry = entries.insert(context, token);
      if (entry >= tokens.length) {
        tokens = grown(tokens);
        counts = grown(counts);
        before = grown(before);
      }
      totals[context]++;
      if (++counts[entry] === 1) {
        tokens[entry] = token;
        before[entry] = last[context];
        last[context] = entry + 1;
        distincts[context]++;
      }
      return counts[entry];
    },
    count(context, token) {
      const entry = entries.find(context, token);
      return entry < 0 ? 0 : counts[entry];
    },
    total: (context) => totals[context] ?? 0,
    distinct: (context) => distincts[context] ?? 0,
    forEach(context, visit) {
      for (let entry = (last[context] ?? 0) - 1; entry >= 0; entry = before[entry] - 1)
        visit(tokens[entry], counts[entry]);
    },
  };
}
