/** A file that is one JSON object, whose rows stand inside it. */
import { UserError } from '../errors/userError.js';
import type { JsonFormat } from './json.js';
import { isMessageList, rowsOfDocument, shapeOf } from './jsonShapes.js';
import { allBytes, type OpenBytes } from './openBytes.js';
import { endOfFirst } from './parseJson.js';
import { uniqueJson } from './repeatedKeys.js';

/** Shapes that are read, for messages. */
export const JSON_SHAPES =
  'a list of objects, an object a line, or what pandas writes as orient="records", "columns", "index", "split" or "table"';

/**
 * Rows inside the only object of a file of UTF-8; null where the file is a list, holds several objects, or its object is one row. Bytes
 * are read only where the file may be one object.
 * @throws UserError for one object of an unknown shape, or with a key twice
 */
export async function documentIn(opened: OpenBytes, format: JsonFormat): Promise<readonly object[] | null> {
  if (format === 'json-array') return null;
  const head = opened.head.toString('utf8');
  const end = endOfFirst(head);
  if (end >= 0 && head.slice(end).trim() !== '') return null;
  // A long first line of many is cut off by the head; it is one row.
  if (end < 0 && format === 'jsonl' && /\.(?:jsonl|ndjson)\b/i.test(opened.shown)) return null;
  let document: unknown;
  try {
    document = uniqueJson((await allBytes(opened)).toString('utf8'), (line) => `${opened.shown}:${line}`);
  } catch (error) {
    if (error instanceof SyntaxError) return null; // the reader of rows says where it is broken
    throw error;
  }
  return documentRows(opened.shown, document as Readonly<Record<string, unknown>>);
}

/** Rows inside an object; null where it is one row. @throws UserError where it is neither */
export function documentRows(shown: string, document: Readonly<Record<string, unknown>>): readonly object[] | null {
  const rows = rowsOfDocument(document);
  if (rows !== null) return rows;
  const values = Object.values(document);
  const isRow =
    values.length === 0 || values.some((value) => typeof value !== 'object' || value === null || isMessageList(value));
  if (isRow) return null;
  throw new UserError({
    code: 'unknown-shape',
    summary: 'the file is one JSON object, whose shape is not known',
    where: shown,
    found: shapeOf(document),
    allowed: JSON_SHAPES,
    hint: 'with pandas: frame.to_json(FILE, orient="records", lines=True)',
  });
}
