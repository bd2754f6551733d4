import type { Stream } from './stream.js';

/**
 * Draws a float in [0, 1), one of the 2^53 multiples of 2^−53, all equally likely. It takes the high bits of two draws,
 * since the lowest bit of xoroshiro128+ follows a linear recurrence.
 */
export function uniform(stream: Stream): number {
  const high = stream.next() >>> 5;
  const low = stream.next() >>> 6;
  return (high * 2 ** 26 + low) * 2 ** -53;
}
