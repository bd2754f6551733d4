/** Pieces and words of documents, counted one document after the other. */
import { forEachPiece, keptPiece } from '../../text/textPieces.js';

export interface PieceCounts {
  /** Occurrences of each piece. */
  readonly counts: ReadonlyMap<string, number>;
  /** Words of the documents, without the space before them. */
  readonly words: ReadonlySet<string>;
  add(document: string): void;
  /** Counts the pieces of a text so many times. Its words are not among `words`. */
  addTimes(text: string, times: number): void;
}

/** Pieces that are counted at once. Texts that fit into memory have fewer; what else a larger one has is mostly misprints. */
const MOST_PIECES = 2 ** 22;

const ENDING = /^'\p{L}/u;
const LETTERS = /^ ?\p{L}/u;

/** @param most where there are more different pieces, half of them are forgotten: those that have occurred least */
export function pieceCounts(most = MOST_PIECES): PieceCounts {
  const counts = new Map<string, number>();
  const words = new Set<string>();
  /** Pieces that have only occurred behind an ending, as `even` in `'seven`: they are no words. */
  const halves = new Set<string>();
  const add = (document: string): void => {
    let ending = '';
    forEachPiece(document, (piece) => {
      const before = counts.get(piece);
      if (before === undefined) counts.set(keptPiece(piece), 1);
      else counts.set(piece, before + 1);
      const isBehind = ending !== '' && LETTERS.test(piece) && piece[0] !== ' ';
      if (isBehind) {
        words.add(keptPiece(ending + piece));
        if (before === undefined) halves.add(keptPiece(piece));
      } else {
        if (ending !== '') words.add(ending);
        if ((before === undefined || halves.delete(piece)) && LETTERS.test(piece))
          words.add(keptPiece(piece[0] === ' ' ? piece.slice(1) : piece));
      }
      ending = ENDING.test(piece) ? piece.slice(1) : '';
    });
    if (ending !== '') words.add(ending);
    if (counts.size <= most) return;
    for (let least = 1; counts.size > most / 2; least++)
      for (const [piece, times] of counts) if (times <= least) counts.delete(piece);
    for (const word of words) if (!counts.has(word) && !counts.has(` ${word}`)) words.delete(word);
  };
  return {
    counts,
    words,
    add,
    addTimes: (text, times) => forEachPiece(text, (piece) => counts.set(piece, (counts.get(piece) ?? 0) + times)),
  };
}
