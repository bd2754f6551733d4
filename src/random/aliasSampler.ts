import type { Stream } from './stream.js';
import { uniform } from './uniform.js';

/**
 * Returns a sampler of the indices of `weights`: index i has probability `weights[i] / Σ weights`, and a draw takes
 * constant time. It is the alias method (Walker 1977), its table built after Vose (1991).
 * @param weights non-negative and finite, [n], their sum positive; an index of weight 0 is never drawn
 * @throws RangeError for other weights
 */
export function aliasSampler(weights: ArrayLike<number>): (stream: Stream) => number {
  const n = weights.length;
  let total = 0;
  for (let i = 0; i < n; i++) {
    if (!(weights[i] >= 0)) throw new RangeError(`weights must not be negative, got ${weights[i]} at ${i}`);
    total += weights[i];
  }
  if (!(total > 0 && total < Infinity)) throw new RangeError(`weights must have a positive finite sum, got ${total}`);

  // Column i holds index i up to keep[i] of its height and alias[i] above.
  const keep = new Float64Array(n);
  const alias = new Int32Array(n);
  const low: number[] = [];
  const high: number[] = [];
  for (let i = 0; i < n; i++) {
    keep[i] = (weights[i] * n) / total;
    alias[i] = i;
    (keep[i] < 1 ? low : high).push(i);
  }
  while (low.length > 0 && high.length > 0) {
    const short = low.pop()!;
    const tall = high[high.length - 1];
    alias[short] = tall;
    keep[tall] -= 1 - keep[short];
    if (keep[tall] < 1) low.push(high.pop()!);
  }
  // Columns that rounding left over are full, except that an index of weight 0 must never be drawn.
  const heaviest = indexOfMax(weights);
  for (const i of [...low, ...high]) {
    if (weights[i] > 0) keep[i] = 1;
    else alias[i] = heaviest;
  }

  return (stream) => {
    const place = uniform(stream) * n;
    const column = Math.floor(place);
    return place - column < keep[column] ? column : alias[column];
  };
}

function indexOfMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
