/** JSON: an object a line, a list of objects, objects one after the other, or one object. */
import { documentRows, JSON_SHAPES } from '../../../data/jsonDocument.js';
import { endOfString, hasTooMany, parseJson } from '../../../data/parseJson.js';
import { emptyFile } from '../../../data/recognise.js';
import { KEY_TWICE, ONE_OF_TWO, repeatedKey, uniqueJson } from '../../../data/repeatedKeys.js';
import { UserError } from '../../../errors/userError.js';
import { quotedText } from '../cells.js';
import { isObject, type JsonDocument, type Table, type TableRow } from '../contents.js';

/** Rows that are looked at to learn which columns there are. */
const LOOKED_AT = 100;

/** Characters of a line; a longer one is not a line of JSON Lines. */
const LONGEST_LINE = 64 * 2 ** 20;

/**
 * JSON Lines. A line that is not an object is a row with a flaw.
 * @throws UserError for an empty file
 */
export async function jsonLines(file: string, text: AsyncIterable<string>): Promise<Table> {
  const rows = rowsOfLines(file, text);
  const first: TableRow[] = [];
  const columns = new Set<string>();
  while (first.length < LOOKED_AT) {
    const { value, done } = await rows.next();
    if (done === true) break;
    first.push(value);
    for (const key of value.keys) columns.add(key);
  }
  if (first.length === 0) throw emptyFile(file);
  async function* all(): AsyncGenerator<TableRow> {
    yield* first;
    yield* rows;
  }
  return { kind: 'table', file, counts: 'line', columns: [...columns], rows: all() };
}

/**
 * A list of objects, objects one after the other, or one object, read at once.
 * @throws UserError for text that is not JSON, or JSON without rows
 */
export function jsonDocument(file: string, text: string): Table | JsonDocument {
  if (hasTooMany(text) && text.trimStart().startsWith('[')) return objectRows(file, elementsOf(file, text));
  let value: unknown;
  try {
    value = uniqueJson(text, (line) => `${file}:${line}`);
  } catch (error) {
    if (error instanceof UserError) throw error.amended((problem) => ({ where: file, ...problem }));
    const objects = objectsIn(file, text);
    if (isObject(objects.next().value) && isObject(objects.next().value))
      return objectRows(file, objectsIn(file, text));
    throw new UserError({
      code: 'malformed',
      summary: 'the file is not JSON',
      where: file,
      found: (error as Error).message.slice(0, 200),
      hint: /\.(?:jsonl|ndjson)\b/i.test(file)
        ? 'in JSON Lines each line is one object, with nothing between them'
        : 'if each line is an object, name the file .jsonl',
    });
  }
  if (Array.isArray(value)) return jsonList(file, value);
  if (isObject(value)) return { kind: 'document', file, value };
  throw new UserError({
    code: 'malformed',
    summary: 'the JSON does not hold rows',
    where: file,
    allowed: 'a list of objects, an object a line, or one object',
  });
}

/** A list of objects that was read at once. @throws UserError for an empty list, and for a list of anything else */
function jsonList(file: string, list: readonly unknown[]): Table {
  if (list.length === 0) throw emptyFile(file);
  if (!list.some(isObject))
    throw new UserError({
      code: 'unknown-shape',
      summary: 'the JSON list does not hold objects',
      where: file,
      found: quotedText(JSON.stringify(list[0])),
      allowed: JSON_SHAPES,
    });
  return objectRows(file, list);
}

/** A document that is no log: its rows, or itself as the only row. @throws UserError for a shape that is not known */
export function documentTable({ file, value }: JsonDocument): Table {
  return jsonList(file, documentRows(file, value) ?? [value]);
}

function objectRows(file: string, values: Iterable<unknown>): Table {
  const rows = numbered(values);
  const first: KeyedRow[] = [];
  for (let next = rows.next(); next.done !== true; next = rows.next()) {
    first.push(next.value);
    if (first.length === LOOKED_AT) break;
  }
  function* all(): Generator<TableRow> {
    yield* first;
    yield* rows;
  }
  return {
    kind: 'table',
    file,
    counts: 'row',
    columns: [...new Set(first.flatMap(({ keys }) => keys))],
    rows: all(),
  };
}

type KeyedRow = TableRow & { readonly keys: readonly string[] };

function* numbered(values: Iterable<unknown>): Generator<KeyedRow> {
  let at = 0;
  for (const value of values) yield rowOf(value, ++at);
}

function rowOf(value: unknown, at: number): KeyedRow {
  if (!isObject(value)) return flawed(at, `not a JSON object: ${quotedText(JSON.stringify(value))}`);
  return { at, keys: Object.keys(value), cell: (column) => (Object.hasOwn(value, column) ? value[column] : undefined) };
}

function flawed(at: number, found: string): KeyedRow {
  return { at, keys: [], cell: () => undefined, flaw: { kind: 'unreadable row', found } };
}

async function* rowsOfLines(file: string, text: AsyncIterable<string>): AsyncGenerator<KeyedRow> {
  let [at, length] = [0, 0];
  let begun: string[] = []; // pieces of a line that has not ended
  for await (const piece of text) {
    const lines = piece.split('\n');
    const rest = lines.pop()!;
    if (lines.length > 0) {
      lines[0] = begun.join('') + lines[0];
      [begun, length] = [[], 0];
    }
    for (const line of lines) {
      at++;
      if (line.trim() !== '') yield parsed(line, at);
    }
    begun.push(rest);
    length += rest.length;
    if (length > LONGEST_LINE)
      throw new UserError({
        code: 'long-line',
        summary: 'a row is too long',
        where: `${file}:${at + 1}`,
        allowed: 'up to 64 million characters a line',
        hint: 'if the file is one JSON document, name it .json',
      });
  }
  const last = begun.join('');
  if (last.trim() !== '') yield parsed(last, at + 1);
}

function parsed(line: string, at: number): KeyedRow {
  try {
    const value = parseJson(line);
    const twice = repeatedKey(line, value);
    if (twice === null) return rowOf(value, at);
    const flaw = { kind: KEY_TWICE, found: quotedText(twice.key), hint: ONE_OF_TWO };
    return { at, keys: [], cell: () => undefined, flaw };
  } catch (error) {
    if (error instanceof UserError) throw error.amended((problem) => ({ ...problem, where: `line ${at}` }));
    return flawed(at, `not JSON: ${quotedText(line)}`);
  }
}

/** A part of a text as JSON, with the lines of the whole. */
function partOf(file: string, text: string, start: number, end: number): unknown {
  return uniqueJson(
    text.slice(start, end),
    (line) => `${file}:${line + (text.slice(0, start).match(/\n/g) ?? []).length}`,
  );
}

/** Elements of a list, each parsed when its turn comes. @throws UserError where the text is not a list */
function* elementsOf(file: string, text: string): Generator<unknown> {
  const tokens = /["{}[\],]/g;
  let [depth, start] = [0, text.indexOf('[') + 1];
  tokens.lastIndex = start;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const [mark] = token;
    if (mark === '"') tokens.lastIndex = endOfString(text, token.index);
    else if (mark === '{' || mark === '[') depth++;
    else if (depth > 0) depth -= mark === ',' ? 0 : 1;
    else {
      try {
        yield partOf(file, text, start, token.index);
      } catch (error) {
        if (error instanceof UserError) throw error;
        break;
      }
      start = token.index + 1;
      if (mark === ',') continue;
      if (text.slice(start).trim() === '') return;
      break;
    }
  }
  throw new UserError({
    code: 'malformed',
    summary: 'the file is not JSON',
    where: file,
    found: quotedText(text.slice(start, start + 80)),
  });
}

/** Objects that follow one another, and as a text what is left where the next one is broken. */
function* objectsIn(file: string, text: string): Generator<unknown> {
  const tokens = /["{}]/g;
  let [depth, start] = [0, 0];
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === '"') {
      tokens.lastIndex = endOfString(text, token.index);
      continue;
    }
    depth += token[0] === '{' ? 1 : -1;
    if (depth !== 0) continue;
    let value: unknown;
    try {
      value = partOf(file, text, start, token.index + 1);
    } catch (error) {
      if (error instanceof UserError) throw error;
      break;
    }
    yield value;
    start = token.index + 1;
  }
  const left = text.slice(start).trim();
  if (left !== '') yield left;
}
