/** SQL on texts: what is empty, what abstains, what `--normalize` takes for the same. */
import { literal, literalList } from '../data/sql.js';

/** Said where the data claim nothing; compared by `sameWords`. */
export const DEFAULT_ABSTENTIONS: readonly string[] = ["I don't know", 'I do not know', 'IDK'];

const WHITE = '[\\s\\p{Z}]+';

/** A text that says nothing: none, or white space alone. */
export const isEmpty = (text: string): string => `(${text} IS NULL OR (strlen(${text}) < 64 AND regexp_full_match(${text}, '[\\s\\p{Z}]*')))`;

/** Canonical Unicode (NFC), lower case, one space in place of white space, none at the ends. */
export const normalized = (text: string): string => `trim(regexp_replace(lower(nfc_normalize(${text})), '${WHITE}', ' ', 'g'))`;

/** What an abstention is compared by: lower case, simple apostrophes, single spaces, no dot or exclamation mark at the end. */
export function sameWords(text: string): string {
  const plain = text.toLowerCase().normalize('NFC').replaceAll('’', "'").replace(/[\s\p{Z}]+/gu, ' ').trim();
  return plain.replace(/[ .!]+$/, '') || plain;
}

/** Whether a response is one of these, compared by `sameWords`; false for a text that is NULL. */
export function abstains(response: string, abstentions: readonly string[]): string {
  if (abstentions.length === 0) return 'false';
  const words = [...new Set(abstentions.map(sameWords))];
  const beginnings = new Set(words.flatMap((each) => [[...each][0].toLowerCase(), [...each][0].toUpperCase()]));
  const longest = Math.max(...words.map((each) => Buffer.byteLength(each)));
  const plain = `replace(${normalized(response)}, '’', '''')`;
  const list = words.map(literal).join(', ');
  // The first two tests are cheap, and leave few responses to the third.
  return `(${response} IS NOT NULL AND strlen(${response}) <= ${2 * longest + 64} AND list_contains(${literalList([...beginnings, ' ', '\t', '\n', '\r', '\u00a0'])}, left(${response}, 1)) AND (rtrim(${plain}, ' .!') IN (${list}) OR ${plain} IN (${list})))`;
}
