/** CSV and TSV by the database: everything is text. */
import { identifier, literal, literalList } from '../sql.js';
import type { TableFile } from '../tableFile.js';
import type { CsvLayout } from './csvLayout.js';
import { LONGEST_ROW } from './csvPass.js';

/** @param compression as the database names it */
export function csvFile(
  shown: string,
  path: string,
  layout: CsvLayout,
  compression: 'gzip' | 'zstd' | 'none',
): TableFile {
  const { delimiter, columns, doubled, marked, header, quotes } = layout;
  const names = columns.map((_, position) => `c${position}`);
  return {
    shown,
    path,
    columns,
    doubled,
    parsed: false,
    group: JSON.stringify(['csv', compression, layout]),
    select: async (paths, wanted) => {
      // Left to itself the database reads pieces of 16 longest rows, 512 MiB, even of a small file.
      const options = [
        `columns = {${names.map((name) => `'${name}': 'VARCHAR'`).join(', ')}}`,
        `delim = ${literal(delimiter)}, skip = ${marked ? 1 : 0}, header = ${header}, auto_detect = false`,
        `quote = '${quotes ? '"' : ''}', escape = '${quotes ? '"' : ''}', max_line_size = ${LONGEST_ROW}, buffer_size = ${LONGEST_ROW}`,
        `compression = '${compression}', hive_partitioning = false`,
      ];
      const picked = wanted.map(
        ([column, name]) =>
          `${column === null ? 'NULL::VARCHAR' : names[columns.indexOf(column)]} AS ${identifier(name)}`,
      );
      return `SELECT ${picked.join(', ')} FROM read_csv(${literalList(paths)}, ${options.join(', ')})`;
    },
  };
}
