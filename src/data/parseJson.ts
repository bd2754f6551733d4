/** JSON as people's programs write it. */
import { UserError } from '../errors/userError.js';

/**
 * Values that one JSON text may hold. Each takes up to 64 bytes of memory, and a text of `{},` says three bytes about it: without a
 * limit a small compressed file fills all memory.
 */
const MOST_VALUES = 8_000_000;

/** Returns whether a text may hold more values than are read at once. Commas and brackets in strings count too. */
export function hasTooMany(text: string): boolean {
  if (text.length <= MOST_VALUES) return false;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2c || code === 0x5b || code === 0x7b) count++;
  }
  return count > MOST_VALUES;
}

/**
 * JSON, and the texts NaN and Infinity for the numbers that Python writes so.
 * @throws SyntaxError for other text, UserError for more values than are read at once
 */
export function parseJson(text: string): unknown {
  if (hasTooMany(text))
    throw new UserError({
      code: 'too-large',
      summary: 'one JSON text holds too many values',
      allowed: 'up to 8 million values a row or a file',
      hint: 'write an object a line (.jsonl), CSV or Parquet, which are read row by row',
    });
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(
      text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) =>
        token.startsWith('"') ? token : `"${token}"`,
      ),
    );
  }
}

/** Place behind the first object or list of a text; -1 where it does not end. */
export function endOfFirst(text: string): number {
  const tokens = /["{}[\]]/g;
  let depth = 0;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === '"') tokens.lastIndex = endOfString(text, token.index);
    else if (token[0] === '{' || token[0] === '[') depth++;
    else if (--depth <= 0) return token.index + 1;
  }
  return -1;
}

/** Place after the quote that closes a JSON string; the end of the text where none does. */
export function endOfString(text: string, open: number): number {
  for (let end = text.indexOf('"', open + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}
