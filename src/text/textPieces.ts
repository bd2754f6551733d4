/** Pieces of text that no token reaches across, as GPT-2 cuts them: words with the space before them, numbers, signs. */

const PIECE = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** Pieces of a text, in order; together they are the text. */
export function textPieces(text: string): readonly string[] {
  return text.match(PIECE) ?? [];
}

/** Characters of a text that are cut into pieces at once: the list of pieces takes ten times their memory. */
const AT_ONCE = 2 ** 20;
/** A piece begins at each space that follows something else, so that a text can be cut there. */
const PIECE_BEGINS = /(?<=\S) /g;

/** Calls `use` with each piece of a text, in order, however long the text is. */
export function forEachPiece(text: string, use: (piece: string) => void): void {
  let from = 0;
  while (text.length - from > AT_ONCE) {
    PIECE_BEGINS.lastIndex = from + AT_ONCE;
    const until = PIECE_BEGINS.exec(text)?.index;
    if (until === undefined) break;
    for (const piece of textPieces(text.slice(from, until))) use(piece);
    from = until;
  }
  for (const piece of textPieces(from === 0 ? text : text.slice(from))) use(piece);
}

/** Length from which the engine keeps a part of a text as a view, which holds the whole text in memory. */
const VIEW = 13;

/** A piece that can be kept when its text is gone. */
export function keptPiece(piece: string): string {
  return piece.length < VIEW ? piece : ` ${piece}`.slice(1);
}
