/**
 * Rows that a quoted cell has swallowed, told from a text with line ends. A quote that opens a cell by mistake is closed by the next one at
 * the end of a cell, and all rows between are one cell; each line of it has a cell for each column, but so may lines of a text.
 */
import type { AlikeRow } from './csvPass.js';
import { firstCsvRows } from './csvRows.js';

/** Lines times the cells of each beyond the first that show by themselves that a row of several lines is several rows. */
const STRONG = 12;

/** Rows of the beginning whose cells are compared. */
const LOOKED_AT = 10_000;

/**
 * The first row that is several rows: it has many lines and columns, or its first line ends, or its last line begins, with a cell that
 * other rows have in this place.
 * @param chunks gives the file's bytes anew, as UTF-8
 * @param beginning of the file
 */
export async function swallowedRow(
  alike: readonly AlikeRow[],
  chunks: () => AsyncIterable<Uint8Array>,
  beginning: string,
  delimiter: string,
  columns: number,
): Promise<AlikeRow | null> {
  const strong = alike.find(({ lines }) => lines * (columns - 1) >= STRONG);
  if (alike.length === 0 || strong !== undefined) return strong ?? null;
  const [, ...others] = firstCsvRows(beginning, delimiter, LOOKED_AT).filter(
    (row) => row.length === columns && row.every((cell) => !cell.includes('\n')),
  );
  const first = new Set(others.map((row) => row[0]).filter(isTelling));
  const last = new Set(others.map((row) => row.at(-1)!).filter(isTelling));
  for (const [at, text] of (await textsOf(alike, chunks())).entries()) {
    const rows = text
      .trimEnd()
      .split(/\r?\n/)
      .map((line) => line.split(delimiter));
    if (last.has(rows[0].at(-1)!) || first.has(rows.at(-1)![0])) return alike[at];
  }
  return null;
}

function isTelling(cell: string): boolean {
  return /[\p{L}\p{N}]/u.test(cell);
}

/** Texts of rows, which come in order. */
async function textsOf(rows: readonly AlikeRow[], chunks: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  const parts: Buffer[][] = rows.map(() => []);
  let [offset, next] = [0, 0];
  for await (const chunk of chunks) {
    for (; next < rows.length && rows[next].start < offset + chunk.length; next++) {
      const { start, end } = rows[next];
      parts[next].push(Buffer.from(chunk.subarray(Math.max(0, start - offset), end - offset)));
      if (end > offset + chunk.length) break;
    }
    offset += chunk.length;
    if (next === rows.length) break;
  }
  return parts.map((each) => Buffer.concat(each).toString('utf8'));
}
