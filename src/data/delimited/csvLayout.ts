/** The layout of a CSV or TSV file, by its first rows: the delimiter, the names of its columns, and where its rows begin. */
import { UserError } from '../../errors/userError.js';
import { emptyFile } from '../recognise.js';
import { type CsvEnd, csvPass, linesBefore } from './csvPass.js';
import { firstCsvRows } from './csvRows.js';
import { delimiterOf } from './delimiter.js';
import { swallowedRow } from './swallowedRows.js';

export interface CsvLayout {
  readonly delimiter: string;
  /** Names of the columns, each once. */
  readonly columns: readonly string[];
  /** Names that the first line has more than once; their columns are `name 2` and `name 5`, by their places. */
  readonly doubled: readonly string[];
  /** Lines before the first one that holds cells: empty ones, and `sep=;`, as Excel writes it. */
  readonly before: number;
  /** True where the first line names the columns; otherwise they are named by their places. */
  readonly header: boolean;
  /** False where there are no double quotes, or they are letters like others. */
  readonly quotes: boolean;
  readonly lineEnd: CsvEnd;
  /** True where lines end in several ways, which only some readers take. */
  readonly mixedEnds: boolean;
}

/** Lines without cells, and those whose cells are all empty. */
const EMPTY_LINES = /^(?:(?:[,;|]|[^\S\r\n])*(?:\r\n|\n|\r))*/;
const DELIMITER_LINE = /^"?sep=(.)"?[^\S\r\n]*(?:\r\n|\n|\r)/i;

/** Rows behind the header that are looked at. */
const LOOKED_AT = 20;

/**
 * @param text the file's beginning, decoded
 * @param header false where the first line is a row
 * @throws UserError where the first line does not name columns
 */
export function csvLayoutOf(shown: string, text: string, format: 'csv' | 'tsv', header: boolean): CsvLayout {
  const blank = EMPTY_LINES.exec(text)![0];
  const [line, mark] = DELIMITER_LINE.exec(text.slice(blank.length)) ?? ['', undefined];
  const lead = blank + line + EMPTY_LINES.exec(text.slice(blank.length + line.length))![0];
  const rest = text.slice(lead.length);
  const delimiter = mark ?? delimiterOf(rest, format);
  const [first, ...rows] = firstCsvRows(rest, delimiter, 1 + LOOKED_AT).map((row) => row.map((cell) => cell.trim()));
  if (first === undefined) throw rest.trim() === '' ? emptyFile(shown) : noHeader(shown);
  const names = header ? withRowNames(first, rows) : first.map((_, position) => String(position + 1));
  // Below the names in a table of Markdown stands a line of dashes.
  const ruled = header && delimiter === '|' && rows.length > 0 && isRule(rows[0]);
  return {
    delimiter,
    ...namedColumns(names),
    before: lead.split(/\r\n|\n|\r/).length - 1 + (ruled ? 2 : 0),
    header: header && !ruled,
    quotes: true,
    lineEnd: lineEndOf(rest),
    mixedEnds: false,
  };
}

function isRule(row: readonly string[]): boolean {
  return row.some((cell) => cell !== '') && row.every((cell) => cell === '' || /^:?-+:?$/.test(cell));
}

/** Names by which each column is known: a nameless one and each of several of one name gets its place. */
export function namedColumns(names: readonly string[]): Pick<CsvLayout, 'columns' | 'doubled'> {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const name of names) {
    if (name !== '' && seen.has(name)) doubled.add(name);
    seen.add(name);
  }
  const columns = names.map((name, at) => (name !== '' && !doubled.has(name) ? name : `${name || 'column'} ${at + 1}`));
  return { columns, doubled: [...doubled] };
}

/**
 * Reads the whole text, and takes quotes of a TSV file for letters where they would join its lines.
 * @param chunks gives the file's bytes anew each time, unpacked, as UTF-8
 * @param text the file's beginning, decoded
 * @throws UserError where a quoted cell has swallowed rows, a line is too long, or lines end in two ways
 */
export async function checkedLayout(
  shown: string,
  chunks: () => AsyncIterable<Uint8Array>,
  text: string,
  layout: CsvLayout,
): Promise<CsvLayout> {
  const { delimiter, columns, lineEnd } = layout;
  const { alike, quotes, broken, plain, mixedEnds } = await csvPass(shown, chunks, delimiter, lineEnd, columns.length);
  const seen = { ...layout, quotes, mixedEnds };
  if (columns.length === 1) return seen;
  const letters = { ...seen, quotes: false };
  if (delimiter === '\t' && plain && broken) return letters;
  const swallowed = await swallowedRow(alike, chunks, text, delimiter, columns.length);
  if (swallowed === null) return seen;
  if (delimiter === '\t' && plain) return letters;
  const from = 1 + (await linesBefore(chunks(), swallowed.start));
  throw new UserError({
    code: 'swallowed-rows',
    summary: `a cell that begins with a double quote has swallowed rows: lines ${from} to ${from + swallowed.lines - 1}`,
    where: `${shown}:${from}`,
    hint: 'a quote that belongs to a text is written twice in a quoted cell: """Star"" Voyage"; or write the file as JSON Lines',
  });
}

/**
 * Names for all cells, where each row has one more than the first line: R numbers the rows in front, without a name above the numbers, and
 * others end each row with a delimiter. A cell more of another kind stays without a place: it would shift the names.
 */
function withRowNames(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0 || rows.some((row) => row.length !== header.length + 1)) return header;
  if (rows.every((row) => row.at(-1) === '')) return [...header, ''];
  const start = Number(rows[0][0]);
  return rows.every((row, at) => row[0] === String(start + at)) ? ['', ...header] : header;
}

/** Line ends of a file that begins so. Rows added on another system may end in another way than the first ones. */
function lineEndOf(text: string): CsvEnd {
  const unquoted = text
    .slice(0, 2 ** 16)
    .trimStart()
    .replace(/"(?:[^"]|"")*"/g, '');
  return /^[^\r\n]*\r(?!\n)/.test(unquoted) ? '\r' : '\n';
}

function noHeader(shown: string): UserError {
  return new UserError({
    code: 'no-header',
    summary: 'the first line does not name columns',
    where: shown,
    allowed: 'names with a delimiter between them, such as prompt,response',
  });
}
