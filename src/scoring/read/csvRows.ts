/** CSV and TSV by csv-parse: rows with the line on which each begins. */
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { UserError } from '../../errors/userError.js';
import { type AnswerRow, quotedText, type RowSource } from './rowSource.js';

/** Characters of a row; more is a quote that was never closed. */
const LONGEST_ROW = 4 * 2 ** 20;

interface Parsed {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

/**
 * @param text of the whole file, in pieces
 * @throws UserError for an empty file and for what is not CSV
 */
export async function csvRows(file: string, text: AsyncIterable<string>): Promise<RowSource> {
  const { first, all } = await withFirstLine(file, text);
  let parsedLine = 0; // ahead of what was handed over: an error comes at once, and rows before it are lost
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
    delimiter: delimiterOf(first),
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
  if (header === null) throw empty(file);
  const columns = header.record.map((name) => name.trim());
  const twice = columns.find((name, at) => name !== '' && columns.indexOf(name) !== at);
  if (twice !== undefined)
    throw new UserError({
      code: 'bad-header',
      summary: 'a column name stands twice',
      where: `${file}:${header.at}`,
      found: quotedText(twice),
    });
  const places = new Map(columns.map((name, at) => [name, at]));

  async function* rows(): AsyncGenerator<AnswerRow> {
    for (let each = await next(); each !== null; each = await next()) {
      const { record, at } = each;
      if (isBlank(record)) continue;
      yield record.length === columns.length
        ? { at, cell: (column) => record[places.get(column) ?? -1] }
        : {
            at,
            cell: () => undefined,
            flaw: { kind: 'wrong number of cells', found: `${record.length} in place of ${columns.length}` },
          };
    }
  }
  return { file, counts: 'line', kind: 'table', columns, rows: rows() };
}

function isBlank(record: readonly string[]): boolean {
  return record.length === 1 && record[0].trim() === '';
}

export function empty(file: string): UserError {
  return new UserError({ code: 'empty-file', summary: 'the file is empty', where: file });
}

/** Whichever of comma, semicolon and tab stands most often in the header. */
function delimiterOf(line: string): string {
  const count = (delimiter: string): number => line.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** Whether a line that is not blank stands there whole. */
function hasFirstLine(text: string): boolean {
  const begin = text.search(/\S/);
  return begin >= 0 && /[\r\n]/.test(text.slice(begin));
}

async function withFirstLine(
  file: string,
  text: AsyncIterable<string>,
): Promise<{ readonly first: string; readonly all: AsyncIterable<string> }> {
  const pieces = text[Symbol.asyncIterator]();
  let start = '';
  let ended = false;
  while (!hasFirstLine(start) && start.length < LONGEST_ROW && !ended) {
    const { value, done } = await pieces.next();
    if (done === true) ended = true;
    else start += value;
  }
  if (start.trim() === '') throw empty(file);
  async function* all(): AsyncGenerator<string> {
    yield start;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
  }
  return { first: start.trimStart().split(/[\r\n]/, 1)[0], all: all() };
}

/** @param where the line on which the row begins that could not be read */
function inFile(where: string, error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return new UserError({ code: 'not-csv', summary: 'a quote is opened in this row and never closed', where });
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return new UserError({
      code: 'not-csv',
      summary: 'a row of more than 4 million characters',
      where,
      hint: 'a quote that is never closed?',
    });
  return new UserError({
    code: 'not-csv',
    summary: 'not CSV',
    where,
    found: error.message.slice(0, 200),
    hint: 'a cell that holds a quote is written in quotes, each quote in it twice: "5"" pipe"',
  });
}
