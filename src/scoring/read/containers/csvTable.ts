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

/** A row, and the line on which it begins. */
interface CsvRow {
  readonly at: number;
  readonly record: readonly string[];
}

export interface CsvText {
  readonly layout: CsvLayout;
  /** The whole file, in pieces. */
  readonly text: AsyncIterable<string>;
}

/**
 * @param guessed the layout by the file's beginning, which the columns are taken from
 * @param open the text and its layout, asked for with the first row; rows end with a UserError where it is not CSV
 */
export function csvTable(file: string, guessed: CsvLayout, open: () => Promise<CsvText>): Table {
  const { columns, doubled, before, header } = guessed;
  const places = new Map(columns.map((name, at) => [name, at]));
  async function* rows(): AsyncGenerator<TableRow> {
    const { layout, text } = await open();
    let skipped = !header;
    for await (const { record, at } of layout.quotes ? quotedRows(file, text, layout) : plainRows(text, layout)) {
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

/** Rows of a file without quotes, or in which they are letters: a line each. */
async function* plainRows(text: AsyncIterable<string>, { delimiter, lineEnd }: CsvLayout): AsyncGenerator<CsvRow> {
  let [at, rest] = [0, ''];
  for await (const piece of text) {
    const lines = (rest + piece).split(lineEnd);
    rest = lines.pop()!;
    for (const line of lines)
      yield { at: ++at, record: (line.endsWith('\r') ? line.slice(0, -1) : line).split(delimiter) };
  }
  if (rest !== '') yield { at: at + 1, record: rest.split(delimiter) };
}

async function* quotedRows(
  file: string,
  text: AsyncIterable<string>,
  { delimiter, lineEnd }: CsvLayout,
): AsyncGenerator<CsvRow> {
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
    record_delimiter: lineEnd === '\r' ? ['\r'] : ['\r\n', '\n'],
    max_record_size: LONGEST_ROW,
  });
  pipeline(Readable.from(text), parser, () => undefined); // the parser ends with the error, and hands it on
  let lastLine = 0;
  try {
    for await (const { info, record } of parser as AsyncIterable<Parsed>) {
      yield { at: lastLine + 1, record };
      lastLine = info.lines;
    }
  } catch (error) {
    throw inFile(`${file}:${parsedLine + 1}`, error);
  }
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
