/** Response sets of arbitrary facts, as words. All responses of a set are equally long, hence prefix-free. */
import { distinctIntegers } from '../../random/distinctIntegers.js';
import type { Stream } from '../../random/stream.js';
import { power } from '../../theory/power.js';

const MONTHS: readonly (readonly [name: string, days: number])[] = [
  ['January', 31],
  ['February', 28],
  ['March', 31],
  ['April', 30],
  ['May', 31],
  ['June', 30],
  ['July', 31],
  ['August', 31],
  ['September', 30],
  ['October', 31],
  ['November', 30],
  ['December', 31],
];

/** Returns the 365 days of a year without a leap day: `["September", "10"]`. */
export function dates(): string[][] {
  return MONTHS.flatMap(([name, days]) => Array.from({ length: days }, (_, day) => [name, String(day + 1)]));
}

/** Returns the twelve months: `["September"]`. */
export function months(): string[][] {
  return MONTHS.map(([name]) => [name]);
}

/** Returns the 10⁴ numbers of four digits, `["04", "27"]`: two tokens each, so that there are only 101 contexts. */
export function codeNumbers(): string[][] {
  const pairs = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
  return pairs.flatMap((first) => pairs.map((second) => [first, second]));
}

/**
 * Returns `count` different strings of one word (count ≤ 32), two (≤ 1024) or three, made of as few words as suffice.
 * @param words to draw from; at least ⌈count^(1/length)⌉, which is at most 32 up to 1024 strings, and 22 for 10⁴
 */
export function wordStrings(words: readonly string[], count: number, stream: Stream): string[][] {
  const length = count <= 32 ? 1 : count <= 1024 ? 2 : 3;
  let size = 1;
  while (power(size, length) < count) size++;
  const pool = Array.from(distinctIntegers(stream, size, words.length), (place) => words[place]);
  return Array.from({ length: count }, (_, response) =>
    Array.from({ length }, (_, place) => pool[Math.floor(response / power(size, length - 1 - place)) % size]),
  );
}
