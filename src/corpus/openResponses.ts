/** Response sets too large to enumerate: checks whether a path belongs to one, and draws from it. */
import { aliasSampler } from '../random/aliasSampler.js';
import { integer } from '../random/integer.js';
import type { Stream } from '../random/stream.js';
import { power } from '../theory/power.js';
import type { OpenResponses } from './world.js';

/** State of a path: a `response` of R_c, the `beginning` of one, or `outside` whatever follows. */
export type PathState = 'beginning' | 'response' | 'outside';

/**
 * Returns a function that gives the state of a path.
 * @throws RangeError if a tail is empty, begins with a letter of the alphabet, or is a prefix of another: the state
 *   of a path would be ambiguous
 */
export function openPathStates({ alphabet, maxLength, tails }: OpenResponses): (path: ArrayLike<number>) => PathState {
  const letters = new Set(alphabet);
  const begins = (tail: Int32Array, path: ArrayLike<number>, from: number): boolean =>
    path.length - from <= tail.length && tail.every((token, i) => i >= path.length - from || token === path[from + i]);
  tails.forEach((tail, i) => {
    if (tail.length === 0 || letters.has(tail[0]))
      throw new RangeError(`tail ${i} must begin with a token that is not a letter of the alphabet`);
    if (tails.some((other, j) => j !== i && begins(other, tail, 0)))
      throw new RangeError(`tail ${i} must not be a prefix of another tail`);
  });
  return (path) => {
    let length = 0;
    while (length < path.length && letters.has(path[length])) length++;
    if (length > maxLength) return 'outside';
    if (length === path.length) return 'beginning';
    const tail = length === 0 ? undefined : tails.find((each) => begins(each, path, length));
    if (tail === undefined) return 'outside';
    return path.length === length + tail.length ? 'response' : 'beginning';
  };
}

/** Returns a function that draws a path uniformly from R_c. */
export function openResponseSampler({ alphabet, maxLength, tails }: OpenResponses): (stream: Stream) => Int32Array {
  const drawLength = aliasSampler(Array.from({ length: maxLength }, (_, i) => power(alphabet.length, i + 1)));
  return (stream) => {
    const letters = Array.from({ length: drawLength(stream) + 1 }, () => alphabet[integer(stream, alphabet.length)]);
    return Int32Array.of(...letters, ...tails[integer(stream, tails.length)]);
  };
}
