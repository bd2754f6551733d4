/** A file that was opened, as far as its kind shows: a table, one JSON object, or an archive. A format makes graded rows of it. */
import { type NamedColumnsOf, tableColumn } from '../../data/tableFile.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A flaw of a row, for which it is left out: its kind, by which flaws are counted, and what was found. */
export interface Flaw {
  readonly kind: string;
  readonly found: string;
  /** A remedy for all rows with this flaw. */
  readonly hint?: string | undefined;
  /** The whole value of an outcome whose meaning is not known. */
  readonly value?: string;
  /** True where the row is sound and its meaning must be asked: to leave it out would make another number. */
  readonly asks?: boolean;
}

export interface TableRow {
  /** Line of the file (the first is 1), or number of the row where the file has no lines. */
  readonly at: number;
  /** Value of a column; undefined where the row has none. */
  readonly cell: (column: string) => unknown;
  /** Set where the row cannot be read at all. */
  readonly flaw?: Flaw;
}

export interface Table extends NamedColumnsOf {
  readonly kind: 'table';
  /** The name that the user gave. */
  readonly file: string;
  /** The unit of `at`. */
  readonly counts: 'line' | 'row';
  readonly rows: AsyncIterable<TableRow> | Iterable<TableRow>;
}

/** A file of one JSON object. */
export interface JsonDocument {
  readonly kind: 'document';
  readonly file: string;
  readonly value: JsonObject;
}

/** A zip archive. */
export interface Archive {
  readonly kind: 'archive';
  readonly file: string;
  /** Unpacks each file, by name. */
  readonly entries: ReadonlyMap<string, () => Buffer>;
}

export type Contents = Table | JsonDocument | Archive;

/**
 * A column of this name, or the only one that differs from it in case alone; null where there is none.
 * @throws UserError where the file has the name more than once
 */
export function columnIn(table: Table, name: string): string | null {
  return tableColumn(table, name);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
