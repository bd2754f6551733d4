/**
 * Named streams: every use of randomness draws from its own stream, so that asking one part for more numbers
 * changes nothing in another (a larger corpus leaves the world as it was).
 */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** A source of random bits; `next()` gives 32 of them as a signed integer and advances the stream. */
export type Stream = Pick<RandomGenerator, 'next'>;

/** Uses that streams are named after. A suffix after `/` makes another stream, e.g. `world/birthdays/answers`. */
export type StreamUse =
  | 'world'
  | 'sample'
  | 'initialisation'
  | 'batches'
  | 'dropout'
  | 'bootstrap'
  | 'measurement'
  | 'posttraining'
  | 'text'
  | 'power'
  | 'draw';
/** A use, or a use with a suffix. */
export type StreamName = StreamUse | `${StreamUse}/${string}`;

/**
 * Returns the stream of a root seed and a name: xoroshiro128+ whose 128 bits of state are a hash of both.
 * @param seed a safe integer
 * @throws RangeError for any other seed
 */
export function stream(seed: number, name: StreamName): Stream {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a safe integer, got ${seed}`);
  const words = [seed | 0, Math.floor(seed / 2 ** 32) | 0, ...Array.from(name, (letter) => letter.codePointAt(0)!)];
  const lanes = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667];
  const state = lanes.map((lane) => murmur3(words, lane));
  // The state of four zeros is xoroshiro's one fixed point.
  return xoroshiro128plusFromState(state.every((word) => word === 0) ? [1, 0, 0, 0] : state);
}

/** MurmurHash3 (x86, 32 bits; Appleby) of whole words: each bit of the input moves each bit of the output. */
function murmur3(words: readonly number[], lane: number): number {
  let hash = lane;
  for (const word of words) {
    const mixed = Math.imul(word, 0xcc9e2d51);
    hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= 4 * words.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
