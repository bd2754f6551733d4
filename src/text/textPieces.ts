/** Pieces of text that no token reaches across, as GPT-2 cuts them: words with the space before them, numbers, signs. */

const PIECE = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** Pieces of a text, in order; together they are the text. */
export function textPieces(text: string): readonly string[] {
  return text.match(PIECE) ?? [];
}
