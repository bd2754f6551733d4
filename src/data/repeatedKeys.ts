/** Keys that occur twice in one JSON object. RFC 8259 leaves their meaning open: readers take the last value, or the first. */
import { UserError } from '../errors/userError.js';
import { endOfString, parseJson } from './parseJson.js';

/** A key that its object has already, and the place of its second occurrence in the text. */
export interface RepeatedKey {
  readonly key: string;
  readonly at: number;
}

/**
 * The first key that an object of a text has twice; null where none has.
 * @param value what the text was parsed to: where it has as many keys as the text seems to, the text need not be followed
 */
export function repeatedKey(text: string, value: unknown): RepeatedKey | null {
  return keysWritten(text) > keysIn(value) ? firstRepeated(text) : null;
}

/** At least as many keys as a text has: quotes that are not escaped, with a colon behind them. */
function keysWritten(text: string): number {
  let count = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1;
    while (isBlank(text.charCodeAt(before))) before--;
    if (text.charCodeAt(before) === 0x22 && !isEscaped(text, before)) count++;
  }
  return count;
}

/** Keys of all objects inside a value. */
function keysIn(value: unknown): number {
  let count = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    const values = Object.values(next);
    if (!Array.isArray(next)) count += values.length;
    for (const each of values) if (typeof each === 'object' && each !== null) left.push(each);
  }
  return count;
}

function firstRepeated(text: string): RepeatedKey | null {
  const tokens = /["{}[\]]/g;
  const open: (Set<string> | null)[] = [];
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const { 0: mark, index } = token;
    if (mark === '{') open.push(new Set());
    else if (mark === '[') open.push(null);
    else if (mark !== '"') open.pop();
    else {
      const end = endOfString(text, index);
      tokens.lastIndex = end;
      const keys = open.at(-1);
      if (keys === null || keys === undefined || !isKey(text, end)) continue;
      const key = JSON.parse(text.slice(index, end)) as string;
      if (keys.has(key)) return { key, at: index };
      keys.add(key);
    }
  }
  return null;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (isBlank(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === 0x3a;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
  return slashes % 2 === 1;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The beginning of the database's message on a row with a key twice. */
export const TWICE = 'key twice:';
export const KEY_TWICE = 'a JSON object has a key twice';
/** Remedy, since there is no telling which one is meant. */
export const ONE_OF_TWO = 'some programs take the first value, others the last one: keep the one that counts';

/**
 * JSON whose objects have each key once.
 * @param where place of a line of the text, for the message
 * @throws SyntaxError for other text, UserError for a key that occurs twice, and for more values than are read at once
 */
export function uniqueJson(text: string, where: (line: number) => string): unknown {
  const value = parseJson(text);
  const twice = repeatedKey(text, value);
  if (twice === null) return value;
  throw new UserError({
    code: 'key-twice',
    summary: KEY_TWICE,
    where: where(lineAt(text, twice.at)),
    found: JSON.stringify(twice.key),
    hint: ONE_OF_TWO,
  });
}

/** Number of the line in which a place of a text stands, from 1. */
function lineAt(text: string, at: number): number {
  let line = 1;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', end + 1)) line++;
  return line;
}
