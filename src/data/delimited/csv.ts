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
  const { delimiter, columns, doubled, before, header, quotes } = layout;
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
        `delim = ${literal(delimiter)}, skip = ${before}, header = ${header}, auto_detect = false`,
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

/** Bytes of CSV with lines that end in \n alone, as the database wants them; a \r inside a line becomes a blank. */
export async function* withOneLineEnd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = ''; // a \r at the end of a chunk
  for await (const chunk of chunks) {
    const text = held + Buffer.from(chunk).toString('latin1'); // a letter for each byte
    held = text.endsWith('\r') ? '\r' : '';
    yield Buffer.from(
      text
        .slice(0, text.length - held.length)
        .replace(/\r\n/g, '\n')
        .replaceAll('\r', ' '),
      'latin1',
    );
  }
}
