/** SQL on texts: finds empty ones, and those that abstain. */
import { literal } from '../data/sql.js';

/** Responses that claim nothing; compared by `sameWords`. */
export const DEFAULT_ABSTENTIONS: readonly string[] = ["I don't know", 'I do not know', 'IDK'];

const WHITE = '[\\s\\p{Z}]+';

/** SQL: whether a text begins so that it may be white space: cheap, and false for most texts. */
function mayBeWhite(text: string): string {
  return `(${text} < '!' OR ${text} > '~')`;
}

/** SQL: whether a text is missing or only white space. CASE is used since AND evaluates both of its sides for every row. */
export function isEmpty(text: string): string {
  return `CASE WHEN ${text} IS NULL THEN true WHEN ${mayBeWhite(text)} THEN strlen(${text}) < 64 AND regexp_full_match(${text}, '[\\s\\p{Z}]*') ELSE false END`;
}

/** The form in which abstentions are compared: lower case, simple apostrophes, single spaces, no dot or exclamation mark at the end. */
export function sameWords(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('’', "'")
    .replace(/[\s\p{Z}]+/gu, ' ')
    .trim();
  return plain.replace(/[ .!]+$/, '') || plain;
}

/** SQL: whether a response is one of these, compared by `sameWords`; false for a text that is NULL. */
export function abstains(response: string, abstentions: readonly string[]): string {
  if (abstentions.length === 0) return 'false';
  const words = [...new Set(abstentions.map(sameWords))];
  const initials = [
    ...new Set(words.flatMap((each) => [each.charAt(0).toLowerCase(), each.charAt(0).toUpperCase()])),
  ].filter((each) => each < '\u0080');
  // Cheap comparisons leave few responses to the normalisation. All texts beyond ASCII go there.
  const begins = [mayBeWhite(response), ...initials.map((each) => `starts_with(${response}, ${literal(each)})`)].join(
    ' OR ',
  );
  const longest = Math.max(...words.map((each) => Buffer.byteLength(each)));
  const plain = `replace(trim(regexp_replace(lower(nfc_normalize(${response})), '${WHITE}', ' ', 'g')), '’', '''')`;
  const list = words.map(literal).join(', ');
  return `CASE WHEN strlen(${response}) <= ${2 * longest + 64} AND (${begins}) THEN rtrim(${plain}, ' .!') IN (${list}) OR ${plain} IN (${list}) ELSE false END`;
}
