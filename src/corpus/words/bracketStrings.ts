/**
 * Unfinished bracket strings, counted and numbered, so that any of them can be drawn without listing all.
 * A string is a list of brackets: k ≥ 0 opens kind k, −1 − k closes it.
 */
export interface BracketStrings {
  /** Numbers of strings that leave 1, 2, … brackets open, [depth]. */
  readonly counts: readonly number[];
  /** Returns the string of number `rank` in [0, counts[open − 1]) among those that leave `open` brackets open. */
  at(open: number, rank: number): number[];
}

/** Limits of the strings that are counted. */
export interface BracketLimits {
  readonly kinds: number;
  /** Largest number of brackets open at a time. */
  readonly depth: number;
  /** Largest number of brackets in a string. */
  readonly length: number;
}

/** Counts and numbers the strings within the limits. */
export function bracketStrings({ kinds, depth, length }: BracketLimits): BracketStrings {
  // ways[left][now]: for one target, the continuations of `left` more brackets from `now` open ones to the target.
  const tables = Array.from({ length: depth }, (_, i) => continuations(kinds, depth, length, i + 1));
  return {
    counts: tables.map((ways) => ways.reduce((sum, row) => sum + row[0], 0)),
    at(open, rank) {
      const ways = tables[open - 1];
      let left = 0;
      while (rank >= ways[left][0]) rank -= ways[left++][0];
      const string: number[] = [];
      const stack: number[] = [];
      for (; left > 0; left--) {
        const now = stack.length;
        const closing = now > 0 ? ways[left - 1][now - 1] : 0;
        if (rank < closing) {
          string.push(-1 - stack.pop()!);
        } else {
          const each = ways[left - 1][now + 1];
          const kind = Math.floor((rank - closing) / each);
          rank = (rank - closing) % each;
          string.push(kind);
          stack.push(kind);
        }
      }
      return string;
    },
  };
}

/** Returns the kinds of the brackets that a string leaves open, outermost first. */
export function openAfter(string: readonly number[]): number[] {
  const stack: number[] = [];
  for (const bracket of string) {
    if (bracket >= 0) stack.push(bracket);
    else stack.pop();
  }
  return stack;
}

/** Counts the continuations of `left` brackets from `now` open ones to `target` open ones, [left][now]. */
function continuations(kinds: number, depth: number, length: number, target: number): number[][] {
  const ways: number[][] = [Array.from({ length: depth + 1 }, (_, now) => (now === target ? 1 : 0))];
  for (let left = 1; left <= length; left++) {
    const shorter = ways[left - 1];
    ways.push(shorter.map((_, now) => (now > 0 ? shorter[now - 1] : 0) + (now < depth ? kinds * shorter[now + 1] : 0)));
  }
  return ways;
}
