/** Animals described by eight words, one for each slot: three are independent of the kind, five depend on it. */
import { integer } from '../../random/integer.js';
import type { Stream } from '../../random/stream.js';

/** Names of the kinds. */
export const KINDS: readonly string[] = ['cat', 'dog', 'rabbit', 'horse', 'parrot', 'frog'];

/** Words of each slot that any animal may have. */
const NEUTRAL: readonly (readonly string[])[] = [
  ['tiny', 'small', 'slender', 'stout', 'big', 'tall', 'heavy', 'light', 'short', 'long'],
  ['grey', 'brown', 'black', 'white', 'spotted', 'striped', 'golden', 'russet', 'cream', 'pale'],
  ['shy', 'bold', 'calm', 'clever', 'lazy', 'gentle', 'curious', 'noisy', 'patient', 'merry'],
];

/** Words of each slot that are typical of one kind, in the order of KINDS. */
const TELLING: readonly (readonly string[])[] = [
  ['meows', 'barks', 'squeaks', 'neighs', 'screeches', 'croaks'],
  ['purrs', 'wags', 'thumps', 'snorts', 'preens', 'blinks'],
  ['climbs', 'fetches', 'burrows', 'gallops', 'flies', 'dives'],
  ['mice', 'bones', 'carrots', 'hay', 'seeds', 'insects'],
  ['sofa', 'kennel', 'hutch', 'stable', 'cage', 'pond'],
];

/** An animal: its description and its kind. */
export interface Animal {
  /** Description, such as "small grey shy animal meows purrs fetches mice sofa". */
  readonly words: readonly string[];
  /** Index into KINDS of the kind that most of the telling words are typical of. */
  readonly kind: number;
}

/**
 * Draws `count` different animals of the first `kinds` kinds, in random order. Each telling word is equally likely to
 * be typical of any of these kinds. An animal whose words point equally to two kinds is drawn again.
 * @param count at most 20 000: with two kinds there are 32 000 animals, with more kinds more, so that drawing ends
 *   soon
 */
export function animals(kinds: number, count: number, stream: Stream): Animal[] {
  const drawn = new Map<string, Animal>();
  while (drawn.size < count) {
    const neutral = NEUTRAL.map((slot) => slot[integer(stream, slot.length)]);
    const typical = TELLING.map(() => integer(stream, kinds));
    const kind = plurality(typical);
    if (kind === null) continue;
    const words = [...neutral, 'animal', ...typical.map((of, slot) => TELLING[slot][of])];
    drawn.set(words.join(' '), { words, kind });
  }
  return [...drawn.values()];
}

/** Returns the value that occurs most often; null in case of a tie. */
function plurality(values: readonly number[]): number | null {
  const votes = new Map<number, number>();
  for (const value of values) votes.set(value, (votes.get(value) ?? 0) + 1);
  const most = Math.max(...votes.values());
  const first = [...votes].filter(([, count]) => count === most);
  return first.length === 1 ? first[0][0] : null;
}
