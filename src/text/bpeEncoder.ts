/** Texts as token ids of a byte-level tokenizer, and back. */
import { bytesOfText, fromByteLetters, letterOfByte } from './byteLetters.js';
import { forEachPiece, keptPiece } from './textPieces.js';
import { type Bpe, pairOf } from './trainBpe.js';

export interface BpeEncoder {
  /** Token ids of a text. */
  encode(text: string): Int32Array;
  /** Calls `use` with each token id of a text, in order. */
  forEachToken(text: string, use: (id: number) => void): void;
  /** The text of token ids; special tokens are left out. */
  decode(ids: ArrayLike<number>): string;
}

/** Pieces whose tokens are kept: more than a language has frequent words. */
const KEPT = 2 ** 17;

/** A learnt pair: its place among the merges, and the id of the token that it becomes. */
interface Merge {
  readonly rank: number;
  readonly joined: number;
}

export function bpeEncoder({ tokens, specials, merges }: Bpe): BpeEncoder {
  const idOf = new Map(tokens.slice(specials).map((token, at) => [token, at + specials]));
  const idOfByte = Int32Array.from({ length: 256 }, (_, byte) => idOf.get(letterOfByte(byte))!);
  const learnt = new Map(
    merges.map(([left, right], rank): readonly [number, Merge] => [
      pairOf(left, right),
      { rank, joined: idOf.get(tokens[left] + tokens[right])! },
    ]),
  );
  const known = new Map<string, readonly number[]>();
  const idsOf = (piece: string): readonly number[] => {
    const before = known.get(piece);
    if (before !== undefined) return before;
    const ids = merged(
      Array.from(bytesOfText(piece), (byte) => idOfByte[byte]),
      learnt,
    );
    if (known.size < KEPT) known.set(keptPiece(piece), ids);
    return ids;
  };
  const forEachToken = (text: string, use: (id: number) => void): void =>
    forEachPiece(text, (piece) => {
      for (const id of idsOf(piece)) use(id);
    });
  return {
    forEachToken,
    encode: (text) => {
      const ids: number[] = [];
      forEachToken(text, (id) => ids.push(id));
      return Int32Array.from(ids);
    },
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
function merged(ids: number[], learnt: ReadonlyMap<number, Merge>): readonly number[] {
  for (;;) {
    let [best, place] = [undefined as Merge | undefined, -1];
    for (let at = 0; at + 1 < ids.length; at++) {
      const merge = learnt.get(pairOf(ids[at], ids[at + 1]));
      if (merge !== undefined && (best === undefined || merge.rank < best.rank)) [best, place] = [merge, at];
    }
    if (best === undefined) return ids;
    const [left, right] = [ids[place], ids[place + 1]];
    for (let at = place; at + 1 < ids.length; at++)
      if (ids[at] === left && ids[at + 1] === right) ids.splice(at, 2, best.joined);
  }
}
