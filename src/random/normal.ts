import type { Stream } from './stream.js';
import { uniform } from './uniform.js';

/** Draws a standard normal number, mean 0 and variance 1 (Box and Muller 1958, the cosine half). */
export function normal(stream: Stream): number {
  // 1 − u lies in (0, 1], where the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(stream)));
  return radius * Math.cos(2 * Math.PI * uniform(stream));
}
