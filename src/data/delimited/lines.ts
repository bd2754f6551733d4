/** Plain text: each line that is not empty is a row, in the column `text`. */
import { UserError } from '../../errors/userError.js';
import { identifier, literalList } from '../sql.js';
import type { TableFile } from '../tableFile.js';
import { LONGEST_ROW } from './csvPass.js';

/** The one column of a file of lines. */
const LINE = 'text';

export function linesFile(shown: string, path: string, compression: 'gzip' | 'zstd' | 'none'): TableFile {
  return {
    shown,
    path,
    columns: [LINE],
    parsed: false,
    group: JSON.stringify(['lines', compression]),
    select: async (paths, wanted) => {
      const options = [
        "columns = {'line': 'VARCHAR'}, header = false, auto_detect = false",
        // Neither delimiters nor quotes: a line is a line.
        "delim = '', quote = '', escape = '', strict_mode = false",
        `max_line_size = ${LONGEST_ROW}, buffer_size = ${LONGEST_ROW}`,
        `compression = '${compression}', hive_partitioning = false`,
      ];
      const picked = wanted.map(
        ([column, name]) => `${column === null ? 'NULL::VARCHAR' : 'rtrim(line, chr(13))'} AS ${identifier(name)}`,
      );
      return `SELECT ${picked.join(', ')} FROM read_csv(${literalList(paths)}, ${options.join(', ')}) WHERE line IS NOT NULL`;
    },
  };
}

/**
 * Reads to the end, so that errors of reading come, too.
 * @throws UserError at a line of more than `LONGEST_ROW` bytes, which the database may drop without a word
 */
export async function checkLineLengths(shown: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  let [length, place] = [0, 0];
  for await (const chunk of chunks) {
    const first = chunk.indexOf(LINE_FEED);
    place += chunk.length;
    length += first < 0 ? chunk.length : first;
    if (length > LONGEST_ROW)
      throw new UserError({
        code: 'long-line',
        summary: 'a line is too long',
        where: shown,
        found: `a line without an end in the ${Math.round(length / 2 ** 20)} MiB before byte ${place}`,
        allowed: 'up to 32 MiB a line',
      });
    if (first >= 0) length = chunk.length - chunk.lastIndexOf(LINE_FEED) - 1;
  }
}

const LINE_FEED = 0x0a;
