/** The form in which answers are compared: SQuAD's (Rajpurkar et al. 2016), without three of its traps. */

/** Signs that are removed: punctuation of all scripts, and the symbols of ASCII. A decimal point and the sign of a number are kept. */
const SIGNS = /((?<=\d)\.(?=\d)|(?<![\p{L}\p{N}.])\.(?=\d)|(?<![\p{L}\p{N}])-(?=\.?\d))|[\p{P}$+<=>^`|~]/gu;

/** An English article before another word. */
const ARTICLES = /(?<![\p{L}\p{N}])(?:an|a|the)\s+(?=[\p{L}\p{N}])/gu;

/**
 * A text in lower case, without punctuation and English articles, its words apart by single blanks (SQuAD 1.1, `normalize_answer`).
 * Unlike there, punctuation is that of all scripts (Unicode NFKC first), 1.5 and −5 stay other numbers than 15 and 5, and an article
 * goes only before another word, so that the choice "A" and "hepatitis A" keep their letter. A text of signs alone stays as it is.
 */
export function normalised(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase().replaceAll('−', '-');
  const words = lower
    .replace(SIGNS, (_, kept: string | undefined) => kept ?? '')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .trim()
    .replace(ARTICLES, '');
  return words === '' ? lower.trim() : words;
}

/** Returns whether one text holds another as whole words, both in normalised form. */
export function holdsWords(text: string, part: string): boolean {
  return part !== '' && ` ${text} `.includes(` ${part} `);
}
