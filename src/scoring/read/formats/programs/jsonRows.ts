/** Rows made of objects inside one JSON document. */
import { type Contents, isObject, type JsonObject, type TableRow } from '../../contents.js';

/** An object as a row; any other value is a row with a flaw. */
export function rowOfValue(value: unknown, at: number): TableRow {
  return isObject(value)
    ? { at, cell: (column) => (Object.hasOwn(value, column) ? value[column] : undefined) }
    : { at, cell: () => undefined, flaw: { kind: 'unreadable row', found: 'not an object' } };
}

/** The object of a document; null for other contents. */
export function documentOf(contents: Contents): JsonObject | null {
  return contents.kind === 'document' ? contents.value : null;
}
