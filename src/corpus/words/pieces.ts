/** Words cut into pieces of two letters, as a tokeniser cuts rare words into pieces of common ones. */
import { shuffle } from '../../random/shuffle.js';
import type { Stream } from '../../random/stream.js';

/** Cuts a word: `spelling` → `sp- el- li- ng-`. The hyphen distinguishes a piece from letters. */
export function piecesOf(word: string): string[] {
  return Array.from({ length: Math.ceil(word.length / 2) }, (_, i) => `${word.slice(2 * i, 2 * i + 2)}-`);
}

/**
 * Draws `count` words, each piece of which occurs in at least `least` of them, so that a word that training never shows
 * is made of pieces that it does show. They are drawn from the 1.5 · count words (if there are so many) that consist
 * only of the commonest pieces: the fewer pieces, the more words show each of them.
 * @param words to choose from, all different
 * @returns fewer words if there are not enough
 */
export function wordsOfSharedPieces(words: readonly string[], count: number, least: number, stream: Stream): string[] {
  const pool = shuffle(stream, ofCommonestPieces(words, Math.ceil(1.5 * count)));
  const kept = sharing(pool.slice(0, count), least);
  const pieces = new Set(kept.flatMap(piecesOf));
  const taken = new Set(kept);
  for (const word of pool) {
    if (kept.length === count) break;
    if (!taken.has(word) && piecesOf(word).every((piece) => pieces.has(piece))) kept.push(word);
  }
  return shuffle(stream, kept);
}

/** Returns the words made of the m commonest pieces, for the least m that gives `count` words (or all). */
function ofCommonestPieces(words: readonly string[], count: number): string[] {
  const commonest = [...wordsPerPiece(words)].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const rank = new Map(commonest.map(([piece], place) => [piece, place]));
  const rarestOf = (word: string): number => Math.max(...piecesOf(word).map((piece) => rank.get(piece)!));
  const ranks = words.map(rarestOf).sort((a, b) => a - b);
  const most = ranks[Math.min(count, ranks.length) - 1];
  return words.filter((word) => rarestOf(word) <= most);
}

/** Returns the largest part of `words` in which each piece occurs in at least `least` words. */
function sharing(words: readonly string[], least: number): string[] {
  const perPiece = wordsPerPiece(words);
  const kept = words.filter((word) => piecesOf(word).every((piece) => perPiece.get(piece)! >= least));
  return kept.length === words.length ? kept : sharing(kept, least);
}

function wordsPerPiece(words: readonly string[]): Map<string, number> {
  const perPiece = new Map<string, number>();
  for (const word of words)
    for (const piece of new Set(piecesOf(word))) perPiece.set(piece, (perPiece.get(piece) ?? 0) + 1);
  return perPiece;
}
