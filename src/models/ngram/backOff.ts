import { START } from '../../corpus/vocabulary.js';
import type { ContextCounts } from './contextCounts.js';
import type { Discounting } from './discounting.js';

/**
 * Turns the distribution after a context into that after a context that is a token longer. Tokens seen after the longer
 * context get their discounted probabilities. The other tokens share the rest in proportion to what they had (Katz
 * 1987), or evenly if they had nothing. If there are no others, the seen tokens share it.
 * @param row probabilities by token, changed in place; that of the start token is 0
 */
export function backOff(
  counts: ContextCounts,
  node: number,
  length: number,
  { seen, left }: Discounting,
  row: Float64Array,
): void {
  const total = counts.total(node);
  if (total === 0) return;
  const others = row.length - 1 - counts.distinct(node);
  let seenMass = 0;
  counts.forEach(node, (token, count) => {
    row[token] = 0;
    seenMass += seen(length, count, total);
  });
  if (others > 0) {
    const share = left(length, node);
    const below = row.reduce((sum, p) => sum + p, 0);
    if (below > 0) for (let token = 0; token < row.length; token++) row[token] *= share / below;
    else row.fill(share / others);
    row[START] = 0;
    seenMass = 1;
  }
  counts.forEach(node, (token, count) => (row[token] = seen(length, count, total) / seenMass));
}
