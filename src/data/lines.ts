/** Plain text: each line that is not empty is a row, in the column `text`. */
import { LONGEST_ROW } from './longLines.js';
import { identifier, literalList } from './sql.js';
import type { TableFile } from './tableFile.js';

/** The one column of a file of lines. */
const LINE = 'text';

export function linesFile(shown: string, path: string, gzip: boolean): TableFile {
  return {
    shown,
    path,
    columns: [LINE],
    parsed: false,
    group: JSON.stringify(['lines', gzip]),
    select: async (paths, wanted) => {
      const options = [
        "columns = {'line': 'VARCHAR'}, header = false, auto_detect = false",
        // Neither delimiters nor quotes: a line is a line.
        "delim = '', quote = '', escape = '', strict_mode = false",
        `max_line_size = ${LONGEST_ROW}, buffer_size = ${LONGEST_ROW}`,
        `compression = '${gzip ? 'gzip' : 'none'}', hive_partitioning = false`,
      ];
      const picked = wanted.map(
        ([column, name]) => `${column === null ? 'NULL::VARCHAR' : 'rtrim(line, chr(13))'} AS ${identifier(name)}`,
      );
      return `SELECT ${picked.join(', ')} FROM read_csv(${literalList(paths)}, ${options.join(', ')}) WHERE line IS NOT NULL`;
    },
  };
}
