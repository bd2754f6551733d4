/** Names of people made of few tokens, so that a prompt never seen in training consists of tokens that were seen. */
import { distinctIntegers } from '../../random/distinctIntegers.js';
import type { Stream } from '../../random/stream.js';
import type { Lexicon } from '../lexicon.js';

const POOL = 128;

/**
 * Draws the names of `count` different people, as words, in random order: a random subset of all pairs of a pool of
 * first and a pool of last names, about √count each. Above 128² people a middle initial comes between.
 * @param count an integer in [1, 128² × middle initials]
 */
export function people(lexicon: Lexicon, count: number, stream: Stream): string[][] {
  const firstCount = Math.min(POOL, Math.ceil(Math.sqrt(count)));
  const lastCount = Math.min(POOL, Math.ceil(count / firstCount));
  const initialCount = Math.ceil(count / (firstCount * lastCount));
  const firstNames = pool(lexicon.firstNames, firstCount, stream);
  const lastNames = pool(lexicon.lastNames, lastCount, stream);
  const initials = pool(lexicon.middleInitials, initialCount, stream);
  const places = distinctIntegers(stream, count, firstCount * lastCount * initialCount);
  return Array.from(places, (place) => {
    const first = firstNames[place % firstCount];
    const last = lastNames[Math.floor(place / firstCount) % lastCount];
    const initial = initials[Math.floor(place / (firstCount * lastCount))];
    return initialCount === 1 ? [first, last] : [first, initial, last];
  });
}

function pool(names: readonly string[], size: number, stream: Stream): string[] {
  return Array.from(distinctIntegers(stream, size, names.length), (place) => names[place]);
}
