/** CSV and TSV by csv-parse: rows with the line on which each begins. */
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { emptyFile } from '../../../data/recognise.js';
import { UserError } from '../../../errors/userError.js';
import { quotedText } from '../cells.js';
import type { Table, TableRow } from '../contents.js';

/** Characters of a row: in a longer one a quote was not closed. */
const LONGEST_ROW = 4 * 2 ** 20;

interface Parsed {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

/**
 * @param text of the whole file, in pieces
 * @throws UserError for a file that is empty or not CSV
 */
export async function csvTable(file: string, text: AsyncIterable<string>, delimiter: string): Promise<Table> {
  const { start, all } = await withStart(file, text);
  let parsedLine = 0; // ahead of the rows handed over: an error comes at once, and rows before it are lost
  const noteLine = (record: string[], { lines }: { readonly lines: number }): string[] => {
    parsedLine = lines;
    return record;
  };
  const parser = parse({
    on_record: noteLine,
    info: true,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: false,
    delimiter,
    record_delimiter: lineEndsOf(start),
    max_record_size: LONGEST_ROW,
  });
  pipeline(Readable.from(all), parser, () => undefined); // the parser ends with the error, and hands it on
  const parsed = parser[Symbol.asyncIterator]() as AsyncIterator<Parsed>;
  let lastLine = 0;
  const next = async (): Promise<(Parsed & { readonly at: number }) | null> => {
    try {
      const { value, done } = await parsed.next();
      if (done === true) return null;
      const at = lastLine + 1;
      lastLine = value.info.lines;
      return { ...value, at };
    } catch (error) {
      throw inFile(`${file}:${parsedLine + 1}`, error);
    }
  };
  let header = await next();
  while (header !== null && isBlank(header.record)) header = await next();
  if (header === null) throw emptyFile(file);
  const columns = header.record.map((name) => name.trim());
  const twice = columns.find((name, at) => name !== '' && columns.indexOf(name) !== at);
  if (twice !== undefined)
    throw new UserError({
      code: 'bad-header',
      summary: 'a column name occurs twice',
      where: `${file}:${header.at}`,
      found: quotedText(twice),
    });
  const places = new Map(columns.map((name, at) => [name, at]));

  async function* rows(): AsyncGenerator<TableRow> {
    for (let each = await next(); each !== null; each = await next()) {
      const { record, at } = each;
      if (isBlank(record)) continue;
      yield record.length === columns.length
        ? { at, cell: (column) => record[places.get(column) ?? -1] }
        : {
            at,
            cell: () => undefined,
            flaw: { kind: 'wrong number of cells', found: `${record.length} instead of ${columns.length}` },
          };
    }
  }
  return { kind: 'table', file, counts: 'line', columns, rows: rows() };
}

function isBlank(record: readonly string[]): boolean {
  return record.length === 1 && record[0].trim() === '';
}

/** Line ends of a file that begins so. Rows added on another system may end in another way than the first ones. */
function lineEndsOf(start: string): string[] {
  const unquoted = start
    .slice(0, 2 ** 16)
    .trimStart()
    .replace(/"(?:[^"]|"")*"/g, '');
  return /^[^\r\n]*\r(?!\n)/.test(unquoted) ? ['\r'] : ['\r\n', '\n'];
}

/** Returns whether the text holds a whole line that is not blank. */
function hasFirstLine(text: string): boolean {
  const begin = text.search(/\S/);
  return begin >= 0 && /\n|\r[^]/.test(text.slice(begin));
}

async function withStart(
  file: string,
  text: AsyncIterable<string>,
): Promise<{ readonly start: string; readonly all: AsyncIterable<string> }> {
  const pieces = text[Symbol.asyncIterator]();
  let start = '';
  let ended = false;
  while (!hasFirstLine(start) && start.length < LONGEST_ROW && !ended) {
    const { value, done } = await pieces.next();
    if (done === true) ended = true;
    else start += value;
  }
  if (start.trim() === '') throw emptyFile(file);
  async function* all(): AsyncGenerator<string> {
    yield start;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
  }
  return { start, all: all() };
}

/** @param where the line on which the unreadable row begins */
function inFile(where: string, error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return new UserError({ code: 'unterminated-quote', summary: 'a double quote is opened and not closed', where });
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return new UserError({
      code: 'not-csv',
      summary: 'a row of more than 4 million characters',
      where,
      hint: 'is a double quote not closed?',
    });
  return new UserError({
    code: 'not-csv',
    summary: 'the file is not CSV',
    where,
    found: error.message.slice(0, 200),
    hint: 'write a cell that holds a double quote in double quotes, and each quote in it twice: "5"" pipe"',
  });
}
