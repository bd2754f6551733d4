/** CSV and TSV by csv-parse: rows with the line on which each begins. */
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { CsvLayout } from '../../../data/delimited/csvLayout.js';
import { UserError } from '../../../errors/userError.js';
import type { Table, TableRow } from '../contents.js';

/** Characters of a row: in a longer one a quote was not closed. */
const LONGEST_ROW = 4 * 2 ** 20;

interface Parsed {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

/**
 * @param text of the whole file, in pieces
 * @throws UserError for a file that is not CSV
 */
export function csvTable(file: string, text: AsyncIterable<string>, layout: CsvLayout): Table {
  const { columns, doubled, delimiter, quotes, lineEnd, before, header } = layout;
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
    quote: quotes ? '"' : null,
    record_delimiter: lineEnd === '\r' ? ['\r'] : ['\r\n', '\n'],
    max_record_size: LONGEST_ROW,
  });
  pipeline(Readable.from(text), parser, () => undefined); // the parser ends with the error, and hands it on
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
  const places = new Map(columns.map((name, at) => [name, at]));

  async function* rows(): AsyncGenerator<TableRow> {
    let skipped = !header;
    for (let each = await next(); each !== null; each = await next()) {
      const { record, at } = each;
      if (at <= before || isBlank(record)) continue;
      if (!skipped) {
        skipped = true;
        continue;
      }
      yield record.length === columns.length
        ? { at, cell: (column) => record[places.get(column) ?? -1] }
        : {
            at,
            cell: () => undefined,
            flaw: { kind: 'wrong number of cells', found: `${record.length} instead of ${columns.length}` },
          };
    }
  }
  return { kind: 'table', file, counts: 'line', columns, doubled, rows: rows() };
}

/** Returns whether a row is an empty line, or has empty cells alone, as spreadsheets write them below the last row. */
function isBlank(record: readonly string[]): boolean {
  return record.every((cell) => cell.trim() === '');
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
