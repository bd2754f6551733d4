import { integer } from './integer.js';
import { shuffle } from './shuffle.js';
import type { Stream } from './stream.js';

/**
 * Draws `count` different integers of [0, bound) in random order. All subsets, and all orders of them, are equally
 * likely.
 * @param bound an integer in [1, 2^53]
 * @throws RangeError if count exceeds bound
 */
export function distinctIntegers(stream: Stream, count: number, bound: number): Float64Array {
  if (count > bound)
    throw new RangeError(`count must be at most ${bound}, the number of integers to draw from, got ${count}`);
  if (bound <= 4 * count)
    return shuffle(
      stream,
      Float64Array.from({ length: bound }, (_, i) => i),
    ).slice(0, count);
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(integer(stream, bound));
  return Float64Array.from(drawn);
}
