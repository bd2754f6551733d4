/** A file's rows, whatever its format, each with the place to which a complaint points. */

export interface AnswerRow {
  /** Line of the file (the first is 1), or number of the row where a format has no lines. */
  readonly at: number;
  /** Value of a column; undefined where the row has none. */
  readonly cell: (column: string) => unknown;
  /** Set where the row cannot be read at all: why, and what stands there. */
  readonly flaw?: { readonly kind: FlawKind; readonly found: string };
}

export type FlawKind = 'unreadable row' | 'wrong number of cells';

export interface RowSource {
  /** As the user named it. */
  readonly file: string;
  /** What `at` counts. */
  readonly counts: 'line' | 'row' | 'sample';
  /** What kind of file it turned out to be. */
  readonly kind: 'table' | 'inspect';
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<AnswerRow> | Iterable<AnswerRow>;
}

/** `file:7`, or `file, row 7`. */
export function rowPlace({ file, counts }: Pick<RowSource, 'file' | 'counts'>, at: number): string {
  return counts === 'line' ? `${file}:${at}` : `${file}, ${counts} ${at}`;
}

/** A value as text, without the spaces around it; '' for none. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) return JSON.stringify(value);
  return String(value);
}

/** A value as a number: decimal, without units; NaN for anything else, null for none. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  const text = cellText(value);
  if (text === '') return null;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
}

/** A user's text in a message: quoted, its control characters escaped, cut where it is long. */
export function quotedText(value: unknown): string {
  const text = typeof value === 'string' ? value : cellText(value);
  const escaped = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return escaped.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
