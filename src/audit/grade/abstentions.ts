/** Answers that claim nothing: the lexicon that `estimate` uses, on single texts. */
import { DEFAULT_ABSTENTIONS, sameWords } from '../../estimate/texts.js';

/** The abstentions that are known: the lexicon's, and the user's beside them. */
export function abstentionsWith(own: readonly string[]): ReadonlySet<string> {
  return new Set([...DEFAULT_ABSTENTIONS, ...own].map(sameWords));
}

/** Signs around a whole answer, such as quotes and the marks of bold text. */
const AROUND = /^["'“”‘’*`\s]+|["'“”‘’*`.\s]+$/g;

/** Returns whether a text is one of these abstentions, whatever its case, blanks, apostrophes, quotes and closing stop. */
export function isAbstention(text: string, abstentions: ReadonlySet<string>): boolean {
  return abstentions.has(sameWords(text)) || abstentions.has(sameWords(text.replace(AROUND, '')));
}
