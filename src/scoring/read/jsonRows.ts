/** JSON: an object a line, or a list of objects. */
import { UserError } from '../../errors/userError.js';
import { empty } from './csvRows.js';
import { type AnswerRow, quotedText, type RowSource } from './rowSource.js';

type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Rows that are looked at to learn which columns there are. */
const LOOKED_AT = 100;

/** Characters of a line; more is no line of JSON Lines. */
const LONGEST_LINE = 64 * 2 ** 20;

/**
 * JSON Lines. A line that is no object is a row with a flaw.
 * @throws UserError for an empty file
 */
export async function jsonLines(file: string, text: AsyncIterable<string>): Promise<RowSource> {
  const rows = rowsOfLines(file, text);
  const first: AnswerRow[] = [];
  const columns = new Set<string>();
  while (first.length < LOOKED_AT) {
    const { value, done } = await rows.next();
    if (done === true) break;
    first.push(value);
    for (const key of value.keys) columns.add(key);
  }
  if (first.length === 0) throw empty(file);
  async function* all(): AsyncGenerator<AnswerRow> {
    yield* first;
    yield* rows;
  }
  return { file, counts: 'line', kind: 'table', columns: [...columns], rows: all() };
}

/** A list of objects that was read at once. */
export function jsonList(file: string, list: readonly unknown[]): RowSource {
  if (list.length === 0) throw empty(file);
  const rows = list.map((value, place) => rowOf(value, place + 1));
  return {
    file,
    counts: 'row',
    kind: 'table',
    columns: [...new Set(rows.slice(0, LOOKED_AT).flatMap(({ keys }) => keys))],
    rows,
  };
}

type KeyedRow = AnswerRow & { readonly keys: readonly string[] };

function rowOf(value: unknown, at: number): KeyedRow {
  if (!isObject(value)) return flawed(at, `no JSON object: ${quotedText(JSON.stringify(value))}`);
  return { at, keys: Object.keys(value), cell: (column) => (Object.hasOwn(value, column) ? value[column] : undefined) };
}

function flawed(at: number, found: string): KeyedRow {
  return { at, keys: [], cell: () => undefined, flaw: { kind: 'unreadable row', found } };
}

async function* rowsOfLines(file: string, text: AsyncIterable<string>): AsyncGenerator<KeyedRow> {
  let [at, rest] = [0, ''];
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      at++;
      if (line.trim() !== '') yield parsed(line, at);
    }
    if (rest.length > LONGEST_LINE)
      throw new UserError({
        code: 'not-json',
        summary: 'a line of more than 64 million characters',
        where: `${file}:${at + 1}`,
        hint: 'one JSON document? name the file .json',
      });
  }
  if (rest.trim() !== '') yield parsed(rest, at + 1);
}

/**
 * JSON, and what Python writes in its place for numbers that are none: NaN and Infinity come as texts, which no column of numbers takes.
 * @throws SyntaxError for other text
 */
export function parseJson(text: string): unknown {
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

function parsed(line: string, at: number): KeyedRow {
  try {
    return rowOf(parseJson(line), at);
  } catch {
    return flawed(at, `no JSON: ${quotedText(line)}`);
  }
}
