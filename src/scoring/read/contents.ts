/** A file that was opened, as far as its kind shows: a table, one JSON object, or an archive. A format makes graded rows of it. */
import { columnNamed, type NamedColumnsOf, pathOf } from '../../data/tableFile.js';
import { cellText } from './cells.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A flaw of a row, for which it is left out: its kind, by which flaws are counted, and what was found. */
export interface Flaw {
  readonly kind: string;
  readonly found: string;
  /** A remedy for all rows with this flaw. */
  readonly hint?: string | undefined;
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
  /** Rows that were looked at, where values show what there is; they are among `rows`. */
  readonly first?: readonly TableRow[];
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
 * The name under which rows give a column: of this name, or the only one that differs from it in case alone; a path into a column, such
 * as `judge.correct`; or several columns with commas between. Null where there is none.
 * @throws UserError where the file has the name more than once
 */
export function columnIn(table: Table, name: string): string | null {
  const own = columnNamed(table, name);
  if (own !== null) return own;
  const path = pathOf(name);
  if (path !== null && columnNamed(table, path[0]) === path[0]) {
    const seen = table.first?.some((row) => derivedCell(row.cell, name) !== undefined) ?? true;
    if (seen) return name;
  }
  const parts = listed(name);
  return parts.length > 1 && parts.every((part) => columnIn(table, part) === part) ? name : null;
}

function listed(name: string): readonly string[] {
  return name.split(',').map((part) => part.trim());
}

/** The character between the texts of several columns; texts do not hold it. */
const JOINT = '\u001f';

/** A cell that no column holds by itself: along a path, or of several columns together. Texts of JSON are read. */
export function derivedCell(cell: TableRow['cell'], name: string): unknown {
  if (name.includes(',')) {
    const texts = listed(name).map((part) => cellText(cell(part)));
    return texts.every((text) => text === '') ? '' : texts.join(JOINT);
  }
  const path = pathOf(name);
  if (path === null) return undefined;
  return path.slice(1).reduce(valueAt, cell(path[0]));
}

/** Value of a key of an object, or an element of a list; undefined where there is none. */
function valueAt(value: unknown, key: string): unknown {
  const whole = typeof value === 'string' && /^\s*[[{]/.test(value) ? parsedOr(value) : value;
  return typeof whole === 'object' && whole !== null && Object.hasOwn(whole, key)
    ? (whole as JsonObject)[key]
    : undefined;
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
