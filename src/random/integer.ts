import type { Stream } from './stream.js';

/**
 * An integer in [0, bound), each exactly as likely: the 2^32 values of a draw are cut into `bound` equal runs and the
 * few left over are drawn again.
 * @param bound an integer in [1, 2^32]
 * @throws RangeError for any other bound
 */
export function integer(stream: Stream, bound: number): number {
  if (!(Number.isInteger(bound) && bound >= 1 && bound <= 2 ** 32)) {
    throw new RangeError(`bound must be an integer in [1, 2^32], got ${bound}`);
  }
  const run = Math.floor(2 ** 32 / bound);
  for (;;) {
    const value = Math.floor((stream.next() >>> 0) / run);
    if (value < bound) return value;
  }
}
