import type { Stream } from './stream.js';

/**
 * Draws an integer in [0, bound), all exactly equally likely. The 2^32 values of a draw are cut into `bound` equal
 * runs; the few left over are drawn again. Above 2^32 two draws make one value of 53 bits.
 * @param bound an integer in [1, 2^53]
 * @throws RangeError for any other bound
 */
export function integer(stream: Stream, bound: number): number {
  if (!(Number.isInteger(bound) && bound >= 1 && bound <= 2 ** 53)) {
    throw new RangeError(`bound must be an integer in [1, 2^53], got ${bound}`);
  }
  const wide = bound > 2 ** 32;
  const run = Math.floor((wide ? 2 ** 53 : 2 ** 32) / bound);
  for (;;) {
    const draw = stream.next() >>> 0;
    const value = Math.floor((wide ? (stream.next() >>> 11) * 2 ** 32 + draw : draw) / run);
    if (value < bound) return value;
  }
}
