/** Texts as token ids of a byte-level tokenizer, and back. */
import { fromByteLetters, toByteLetters } from './byteLetters.js';
import { textPieces } from './textPieces.js';
import type { Bpe } from './trainBpe.js';

export interface BpeEncoder {
  /** Token ids of a text. */
  encode(text: string): Int32Array;
  /** The text of token ids; special tokens are left out. */
  decode(ids: ArrayLike<number>): string;
}

/** Pieces whose tokens are kept: more than a language has frequent words. */
const KEPT = 2 ** 17;

export function bpeEncoder({ tokens, specials, merges }: Bpe): BpeEncoder {
  const idOf = new Map(tokens.slice(specials).map((token, at) => [token, at + specials]));
  const ranks = new Map(merges.map(([left, right], rank) => [`${left} ${right}`, rank]));
  const known = new Map<string, readonly number[]>();
  const idsOf = (piece: string): readonly number[] => {
    const before = known.get(piece);
    if (before !== undefined) return before;
    const ids = merged(
      Array.from(toByteLetters(piece), (letter) => idOf.get(letter)!),
      ranks,
      (left, right) => idOf.get(tokens[left] + tokens[right])!,
    );
    if (known.size < KEPT) known.set(piece, ids);
    return ids;
  };
  return {
    encode: (text) => Int32Array.from(textPieces(text).flatMap(idsOf)),
    decode: (ids) =>
      fromByteLetters(
        Array.from(ids)
          .filter((id) => id >= specials)
          .map((id) => tokens[id])
          .join(''),
      ),
  };
}

/** Merges the pair that was learnt first, wherever it stands, until no pair is left that was learnt. */
function merged(
  ids: number[],
  ranks: ReadonlyMap<string, number>,
  join: (left: number, right: number) => number,
): readonly number[] {
  for (;;) {
    let [best, place] = [Number.POSITIVE_INFINITY, -1];
    for (let at = 0; at + 1 < ids.length; at++) {
      const rank = ranks.get(`${ids[at]} ${ids[at + 1]}`);
      if (rank !== undefined && rank < best) [best, place] = [rank, at];
    }
    if (place < 0) return ids;
    const [left, right] = [ids[place], ids[place + 1]];
    for (let at = place; at + 1 < ids.length; at++)
      if (ids[at] === left && ids[at + 1] === right) ids.splice(at, 2, join(left, right));
  }
}
