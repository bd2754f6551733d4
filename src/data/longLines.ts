/** Lines that are too long, found before the database reads them. */
import { UserError } from '../errors/userError.js';

/** Bytes of the longest row of CSV. */
export const LONGEST_ROW = 32 * 2 ** 20;

const [LINE_FEED, CARRIAGE_RETURN] = [0x0a, 0x0d];

/**
 * Reads to the end, so that errors of reading come, too. DuckDB 1.5 drops a line without a word, or stops with an error of its own, that
 * is longer than two of its pieces.
 * @throws UserError at a line of more than `LONGEST_ROW` bytes
 */
export async function checkLines(shown: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  let [length, place] = [0, 0];
  for await (const chunk of chunks) {
    const mark = chunk.includes(LINE_FEED) ? LINE_FEED : CARRIAGE_RETURN;
    const first = chunk.indexOf(mark);
    place += chunk.length;
    length += first < 0 ? chunk.length : first;
    if (length > LONGEST_ROW)
      throw new UserError({
        code: 'long-line',
        summary: 'a row is too long',
        where: shown,
        found: `a line without an end in the ${Math.round(length / 2 ** 20)} MiB before byte ${place}`,
        allowed: 'up to 32 MiB a row',
      });
    if (first >= 0) length = chunk.length - chunk.lastIndexOf(mark) - 1;
  }
}
