/** The letters that words are spelt with, each a token. */
export const LETTERS: readonly string[] = Array.from('abcdefghijklmnopqrstuvwxyz');
