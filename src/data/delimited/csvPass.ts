/**
 * One reading of the bytes of a CSV file before its rows are read, for what a reader of rows does not tell: a line that is too long, line
 * ends of two kinds, and a quoted cell that has swallowed rows.
 */
import { UserError } from '../../errors/userError.js';

/** The byte that ends a line: `\n`, also behind `\r`; or `\r` alone. */
export type CsvEnd = '\n' | '\r';

/** Bytes of the longest row of CSV. DuckDB 1.5 drops a line without a word, or stops with an error of its own, that is much longer. */
export const LONGEST_ROW = 32 * 2 ** 20;

/** A row of several lines, of which each has a cell for each column if quotes are taken for letters. */
export interface AlikeRow {
  /** Its first and last line. */
  readonly from: number;
  readonly to: number;
  /** Its first byte, and the one behind its last. */
  readonly start: number;
  readonly end: number;
}

export interface CsvPass {
  /** The first ones: each may be several rows that a quoted cell has swallowed, or one with line ends in a text. */
  readonly alike: readonly AlikeRow[];
  /** True where a quote stands where no quote may, or is not closed. */
  readonly broken: boolean;
  /** True where each line with a quote, and each line inside quotes, has a cell for each column if quotes are taken for letters. */
  readonly plain: boolean;
  /** True where some lines end in \r\n and others in \n. */
  readonly mixed: boolean;
}

/** Rows that are kept for a closer look. */
const MOST_ALIKE = 50;

const [QUOTE, LINE_FEED, CARRIAGE_RETURN] = [0x22, 0x0a, 0x0d];

/** Places in a row: at the beginning of a cell, in a cell without quotes, inside quotes, behind a quote that may close them. */
const [BEGINNING, BARE, QUOTED, CLOSING] = [0, 1, 2, 3];

/**
 * Reads to the end, so that errors of reading come, too.
 * @param chunks UTF-8
 * @param columns number of columns
 * @throws UserError at a line of more than `LONGEST_ROW` bytes, and at lines that end in \r and others that end in \n
 */
export async function csvPass(
  shown: string,
  chunks: AsyncIterable<Uint8Array>,
  delimiter: string,
  end: CsvEnd,
  columns: number,
): Promise<CsvPass> {
  const [mark, between] = [end.charCodeAt(0), delimiter.charCodeAt(0)];
  let [place, line, cells, length] = [BEGINNING, 1, 1, 0];
  let [quoted, empty] = [false, true]; // of this line
  let [from, start, rowAlike] = [1, 0, true]; // of this row
  let [offset, broken, plain] = [0, false, true]; // the offset of this chunk
  const alike: AlikeRow[] = [];
  let [feeds, returns, last] = [0, 0, 0]; // line ends \n and \r\n, and the byte before this one

  /** Counts a line that ends before this byte; `place` is QUOTED where its row goes on. */
  function endLine(end: number): void {
    const whole = cells === columns;
    if ((quoted || place === QUOTED || from < line) && !whole) plain = false;
    rowAlike &&= whole;
    if (place !== QUOTED) {
      if (from < line && rowAlike && alike.length < MOST_ALIKE) alike.push({ from, to: line, start, end });
      [from, start, rowAlike, place] = [line + 1, end, true, BEGINNING];
    }
    line++;
    [cells, length, quoted, empty] = [1, 0, false, true];
  }

  /** @param before bytes of the file before this part of a chunk */
  function slowly(chunk: Uint8Array, before: number): void {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      length++;
      if (byte === between) {
        cells++;
        empty = false;
        if (place !== QUOTED) place = BEGINNING;
      } else if (byte === QUOTE) {
        quoted = true;
        empty = false;
        if (place === BEGINNING) place = QUOTED;
        else if (place === QUOTED) place = CLOSING;
        else if (place === CLOSING) place = QUOTED;
        else broken = true;
      } else if (byte === mark) {
        if (place !== QUOTED && !empty) {
          if (last === CARRIAGE_RETURN && mark === LINE_FEED) returns++;
          else feeds++;
        }
        endLine(before + at + 1);
      } else if (byte === LINE_FEED) {
        if (place !== QUOTED) throw mixedEnds(shown, line);
      } else if (byte !== CARRIAGE_RETURN) {
        empty = false;
        if (place === CLOSING) broken = true;
        if (place !== QUOTED) place = BARE;
      }
      last = byte;
    }
  }

  /** A chunk without quotes outside quotes: its lines mean the same in every reading, and only their ends are looked for. */
  function quickly(chunk: Uint8Array): void {
    const [first, end] = [chunk.indexOf(mark) + 1, chunk.lastIndexOf(mark) + 1];
    slowly(chunk.subarray(0, first), offset);
    let ends = 0;
    for (let at = first; at < end; at++) if (chunk[at] === mark) ends++;
    line += ends;
    feeds += ends;
    if (ends > 0) [from, start] = [line, offset + end];
    slowly(chunk.subarray(end), offset + end);
  }

  for await (const chunk of chunks) {
    const quick = place !== QUOTED && place !== CLOSING && !chunk.includes(QUOTE) && !chunk.includes(CARRIAGE_RETURN);
    if (quick) quickly(chunk);
    else slowly(chunk, offset);
    offset += chunk.length;
    if (length > LONGEST_ROW) throw tooLong(shown, line, length);
  }
  if (place === QUOTED) broken = true;
  else if (length > 0) endLine(offset);
  return { alike, broken, plain, mixed: feeds > 0 && returns > 0 };
}

function tooLong(shown: string, line: number, length: number): UserError {
  return new UserError({
    code: 'long-line',
    summary: 'a row is too long',
    where: `${shown}:${line}`,
    found: `a line without an end in ${Math.round(length / 2 ** 20)} MiB`,
    allowed: 'up to 32 MiB a row',
  });
}

function mixedEnds(shown: string, line: number): UserError {
  return new UserError({
    code: 'mixed-line-ends',
    summary: 'lines end in two ways: the first one in \\r, as on old Macs, and another in \\n',
    where: `${shown}:${line}`,
    hint: "write them alike: tr '\\r' '\\n' < FILE",
  });
}
