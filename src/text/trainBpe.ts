/**
 * Training of a byte-pair tokenizer (Sennrich et al. 2016): again and again the most frequent pair of neighbouring tokens becomes
 * one token. Of equally frequent pairs the one with the smaller ids goes first, as in Hugging Face's `tokenizers`, so that the
 * same text gives the same tokenizer there.
 */
import { BYTE_ALPHABET, bytesOfText, letterOfByte } from './byteLetters.js';

/** A byte-level tokenizer: its tokens as byte letters, and the pairs that are merged, the first of them first. */
export interface Bpe {
  /** Token of each id: special tokens, the alphabet, then a token for each merge. */
  readonly tokens: readonly string[];
  /** Number of special tokens, which stand first and never come of text. */
  readonly specials: number;
  /** Ids of each merged pair; the id of the result is that of the joined text. */
  readonly merges: readonly (readonly [left: number, right: number])[];
}

export interface BpeOptions {
  /** Number of tokens, special ones included; fewer where the text has no more pairs. */
  readonly vocabulary: number;
  /** Tokens that stand first, such as `<|endoftext|>`. */
  readonly specials: readonly string[];
  /** Least number of times that a pair must occur; 2 by default. */
  readonly least?: number;
}

/** Ids are below this number, so that a pair of them is one number. */
const MOST_TOKENS = 2 ** 20;

/**
 * @param pieces pieces of text and how often each occurs
 * @throws RangeError for a vocabulary that has no room for bytes and special tokens, or is too large
 */
export function trainBpe(pieces: ReadonlyMap<string, number>, { vocabulary, specials, least = 2 }: BpeOptions): Bpe {
  const first = [...specials, ...BYTE_ALPHABET];
  if (vocabulary < first.length || vocabulary >= MOST_TOKENS)
    throw new RangeError(`a vocabulary must hold from ${first.length} to ${MOST_TOKENS - 1} tokens, got ${vocabulary}`);
  const tokens = [...first];
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  const words = wordsOf(
    pieces,
    Int32Array.from({ length: 256 }, (_, byte) => idOf.get(letterOfByte(byte))!),
  );
  const counts = new Map<number, number>();
  /** Words that may hold a pair, some of them more than once; some of them no longer do. */
  const places = new Map<number, number[]>();
  const add = (pair: number, word: number, times: number): void => {
    counts.set(pair, (counts.get(pair) ?? 0) + times);
    const at = places.get(pair);
    if (at === undefined) places.set(pair, [word]);
    else if (at[at.length - 1] !== word) at.push(word);
  };
  for (let word = 0; word < words.times.length; word++) {
    const ids = words.idsOf(word);
    for (let at = 0; at + 1 < ids.length; at++) add(pairOf(ids[at], ids[at + 1]), word, words.times[word]);
  }
  const queue = pairQueue();
  for (const [pair, count] of counts) queue.push({ pair, count });
  const merges: (readonly [number, number])[] = [];
  while (tokens.length < vocabulary) {
    const top = queue.pop();
    if (top === undefined) break;
    const count = counts.get(top.pair) ?? 0;
    if (count !== top.count) {
      // An entry from before other merges: it waits for its turn with the count that it has now.
      if (count > 0) queue.push({ pair: top.pair, count });
      continue;
    }
    if (count < least) break;
    const [left, right] = [Math.floor(top.pair / MOST_TOKENS), top.pair % MOST_TOKENS];
    const token = tokens[left] + tokens[right];
    let merged = idOf.get(token);
    if (merged === undefined) {
      merged = tokens.push(token) - 1;
      idOf.set(token, merged);
    }
    merges.push([left, right]);
    const changed = new Set<number>();
    for (const word of places.get(top.pair)!) {
      const times = words.times[word];
      const ids = words.idsOf(word);
      const { length, changes } = mergeIn(ids, left, right, merged);
      words.lengths[word] = length;
      for (const [pair, change] of changes) {
        if (change > 0) add(pair, word, change * times);
        else counts.set(pair, (counts.get(pair) ?? 0) + change * times);
        if (change > 0) changed.add(pair);
      }
    }
    places.delete(top.pair);
    counts.delete(top.pair);
    for (const pair of changed) if (pair !== top.pair) queue.push({ pair, count: counts.get(pair)! });
  }
  return { tokens, specials: specials.length, merges };
}

/** A pair of ids as one number. */
export function pairOf(left: number, right: number): number {
  return left * MOST_TOKENS + right;
}

/** Pieces as tokens, one behind the other in one row of ids: there may be millions of them. */
interface Words {
  /** Occurrences of each word, [words]. */
  readonly times: Float64Array;
  /** Tokens of each word at present, [words]. */
  readonly lengths: Int32Array;
  /** Ids of the present tokens of a word, to be changed in place. */
  idsOf(word: number): Int32Array;
}

/** @param idOfByte id of each byte, [256] */
function wordsOf(pieces: ReadonlyMap<string, number>, idOfByte: Int32Array): Words {
  const begins = new Float64Array(pieces.size);
  const lengths = new Int32Array(pieces.size);
  const times = new Float64Array(pieces.size);
  // Three bytes of UTF-8 for each unit of a text, at most.
  let room = 0;
  for (const piece of pieces.keys()) room += isAscii(piece) ? piece.length : 3 * piece.length;
  const all = new Int32Array(room);
  let [word, at] = [0, 0];
  for (const [piece, count] of pieces) {
    const bytes = bytesOfText(piece);
    for (let i = 0; i < bytes.length; i++) all[at + i] = idOfByte[bytes[i]];
    begins[word] = at;
    lengths[word] = bytes.length;
    times[word++] = count;
    at += bytes.length;
  }
  return { times, lengths, idsOf: (each) => all.subarray(begins[each], begins[each] + lengths[each]) };
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** Merges a pair in a word, in place, and returns its new length and the changes of the numbers of its neighbours' pairs. */
function mergeIn(
  ids: Int32Array,
  left: number,
  right: number,
  merged: number,
): { readonly length: number; readonly changes: readonly (readonly [pair: number, change: number])[] } {
  const changes: (readonly [number, number])[] = [];
  let { length } = ids;
  for (let at = 0; at + 1 < length; at++) {
    if (ids[at] !== left || ids[at + 1] !== right) continue;
    if (at > 0) changes.push([pairOf(ids[at - 1], left), -1], [pairOf(ids[at - 1], merged), 1]);
    ids[at] = merged;
    ids.copyWithin(at + 1, at + 2, length);
    length--;
    if (at + 1 < length) changes.push([pairOf(right, ids[at + 1]), -1], [pairOf(merged, ids[at + 1]), 1]);
  }
  return { length, changes };
}

interface Counted {
  readonly pair: number;
  readonly count: number;
}

/** A queue that gives the most frequent pair first, and of equally frequent ones the one with the smaller ids. */
function pairQueue(): { push(entry: Counted): void; pop(): Counted | undefined } {
  const heap: Counted[] = [];
  const before = (a: Counted, b: Counted): boolean => a.count > b.count || (a.count === b.count && a.pair < b.pair);
  return {
    push: (entry) => {
      let at = heap.push(entry) - 1;
      while (at > 0) {
        const above = (at - 1) >> 1;
        if (!before(heap[at], heap[above])) break;
        [heap[at], heap[above]] = [heap[above], heap[at]];
        at = above;
      }
    },
    pop: () => {
      const [top] = heap;
      const last = heap.pop();
      if (heap.length === 0 || last === undefined) return top;
      heap[0] = last;
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        let best = at;
        if (left < heap.length && before(heap[left], heap[best])) best = left;
        if (right < heap.length && before(heap[right], heap[best])) best = right;
        if (best === at) return top;
        [heap[at], heap[best]] = [heap[best], heap[at]];
        at = best;
      }
    },
  };
}
