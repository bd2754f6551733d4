/** Letters with which words are spelt, each a token. */
export const LETTERS: readonly string[] = Array.from('abcdefghijklmnopqrstuvwxyz');
