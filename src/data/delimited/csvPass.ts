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
  readonly lines: number;
  /** Its first byte, and the one behind its last. */
  readonly start: number;
  readonly end: number;
}

export interface CsvPass {
  /** The first ones: each may be several rows that a quoted cell has swallowed, or one with line ends in a text. */
  readonly alike: readonly AlikeRow[];
  /** True where the file holds a double quote. */
  readonly quotes: boolean;
  /** True where a quote stands where no quote may, or is not closed. */
  readonly broken: boolean;
  /** True where each line with a quote, and each line inside quotes, has a cell for each column if quotes are taken for letters. */
  readonly plain: boolean;
  /** True where some lines end in \r\n and others in \n, or a \r stands inside a line. */
  readonly mixedEnds: boolean;
}

/** Rows that are kept for a closer look. */
const MOST_ALIKE = 50;

const [QUOTE, LINE_FEED, CARRIAGE_RETURN] = [0x22, 0x0a, 0x0d];

/** Kinds of bytes. */
const [LETTER, DELIMITER, QUOTE_MARK, LINE_END, OTHER_END, RETURN] = [0, 1, 2, 3, 4, 5];

/** Places in a row: at the beginning of a cell, in a cell without quotes, inside quotes, behind a quote that may close them. */
const [BEGINNING, BARE, QUOTED, CLOSING] = [0, 1, 2, 3];

/**
 * Reads to the end, so that errors of reading come, too.
 * @param bytes gives the file's bytes anew each time, unpacked, as UTF-8
 * @param columns number of columns
 * @throws UserError at a line of more than `LONGEST_ROW` bytes, and at lines that end in \r and others that end in \n
 */
export async function csvPass(
  shown: string,
  bytes: () => AsyncIterable<Uint8Array>,
  delimiter: string,
  lineEnd: CsvEnd,
  columns: number,
): Promise<CsvPass> {
  const mark = lineEnd.charCodeAt(0);
  const kinds = new Uint8Array(256); // LETTER for all others
  kinds[QUOTE] = QUOTE_MARK;
  kinds[CARRIAGE_RETURN] = RETURN;
  kinds[LINE_FEED] = OTHER_END;
  kinds[delimiter.charCodeAt(0)] = DELIMITER;
  kinds[mark] = LINE_END;
  const alike: AlikeRow[] = [];
  let [place, last, offset] = [BEGINNING, 0, 0]; // in the row, the last byte, and bytes before this chunk
  let [cells, quoted, lineStart] = [1, false, 0]; // of this line
  let [lines, rowAlike, rowStart] = [1, true, 0]; // of this row
  let [feeds, returns, stray] = [false, false, false]; // line ends \n and \r\n, and a \r inside a line
  let [quotes, broken, plain] = [false, false, true];

  /** Counts a line that ends before this byte; `place` is QUOTED where its row goes on. */
  function endLine(end: number): void {
    const whole = cells === columns;
    if (!whole && (quoted || lines > 1 || place === QUOTED)) plain = false;
    rowAlike &&= whole;
    if (place === QUOTED) lines++;
    else {
      if (lines > 1 && rowAlike && alike.length < MOST_ALIKE) alike.push({ lines, start: rowStart, end });
      [lines, rowAlike, rowStart, place] = [1, true, end, BEGINNING];
    }
    [cells, quoted, lineStart] = [1, false, end];
  }

  /**
   * @param before bytes of the file before this part of a chunk
   * @returns the place of a line end that is not like the first one; -1 for none
   */
  function slowly(part: Uint8Array, before: number): number {
    let [now, previous, marks] = [place, last, cells];
    const { length } = part;
    for (let at = 0; at < length; at++) {
      const byte = part[at];
      const kind = kinds[byte];
      if (previous === CARRIAGE_RETURN && byte !== LINE_FEED && now !== QUOTED) stray = true;
      previous = byte;
      if (kind === LETTER) {
        if (now === QUOTED) {
          while (at + 1 < length && kinds[part[at + 1]] === LETTER) at++;
        } else {
          if (now === CLOSING) broken = true;
          now = BARE;
        }
      } else if (kind === DELIMITER) {
        marks++;
        if (now !== QUOTED) now = BEGINNING;
      } else if (kind === QUOTE_MARK) {
        quoted = true;
        if (now === BEGINNING || now === CLOSING) now = QUOTED;
        else if (now === QUOTED) now = CLOSING;
        else broken = true;
      } else if (kind === LINE_END) {
        if (now !== QUOTED && before + at > lineStart) {
          if (at > 0 ? part[at - 1] === CARRIAGE_RETURN : last === CARRIAGE_RETURN) returns = true;
          else feeds = true;
        }
        [place, cells] = [now, marks];
        endLine(before + at + 1);
        [now, marks] = [place, cells];
      } else if (kind === OTHER_END && now !== QUOTED) return before + at;
    }
    [place, last, cells] = [now, previous, marks];
    return -1;
  }

  /** A chunk without quotes outside quotes: its lines mean the same in every reading. */
  function quickly(chunk: Uint8Array): number {
    const [first, end] = [chunk.indexOf(mark) + 1, chunk.lastIndexOf(mark) + 1];
    slowly(chunk.subarray(0, first), offset);
    if (end > first) [rowStart, lineStart, feeds] = [offset + end, offset + end, true];
    return slowly(chunk.subarray(end), offset + end);
  }

  for await (const chunk of bytes()) {
    const hasQuotes = chunk.includes(QUOTE);
    quotes ||= hasQuotes;
    const quick = place !== QUOTED && place !== CLOSING && !hasQuotes && !chunk.includes(CARRIAGE_RETURN);
    const other = quick ? quickly(chunk) : slowly(chunk, offset);
    if (other >= 0) throw mixedEnds(shown, 1 + (await linesBefore(bytes(), other, mark)));
    offset += chunk.length;
    const length = offset - lineStart;
    if (length > LONGEST_ROW) throw tooLong(shown, 1 + (await linesBefore(bytes(), lineStart, mark)), length);
  }
  if (place === QUOTED) broken = true;
  else if (offset > lineStart) endLine(offset);
  return { alike, quotes, broken, plain, mixedEnds: mark === LINE_FEED && (stray || (feeds && returns)) };
}

/** Lines that end before a byte of the file. */
export async function linesBefore(bytes: AsyncIterable<Uint8Array>, place: number, mark = LINE_FEED): Promise<number> {
  let [lines, offset] = [0, 0];
  for await (const chunk of bytes) {
    const part = chunk.subarray(0, Math.max(0, place - offset));
    for (let at = part.indexOf(mark); at >= 0; at = part.indexOf(mark, at + 1)) lines++;
    offset += chunk.length;
    if (offset >= place) break;
  }
  return lines;
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
