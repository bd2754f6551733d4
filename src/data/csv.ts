/** CSV and TSV: the first line names the columns, and everything is text. */
import { parse } from 'csv-parse/sync';
import { UserError } from '../errors/userError.js';
import { delimiterOf } from './delimiter.js';
import { LONGEST_ROW } from './longLines.js';
import { identifier, literal, literalList } from './sql.js';
import type { TableFile } from './tableFile.js';

/** @param text the file's beginning, decoded */
export function csvFile(shown: string, path: string, format: 'csv' | 'tsv', text: string, gzip: boolean): TableFile {
  const delimiter = delimiterOf(text, format);
  const columns = distinct(headerOf(shown, text, delimiter));
  const names = columns.map((_, position) => `c${position}`);
  return {
    shown,
    path,
    columns,
    parsed: false,
    group: JSON.stringify(['csv', delimiter, gzip, columns]),
    select: async (paths, wanted) => {
      // Left to itself the database reads pieces of 16 longest rows, 512 MiB, even of a small file.
      const options = [
        `columns = {${names.map((name) => `'${name}': 'VARCHAR'`).join(', ')}}`,
        `delim = ${literal(delimiter)}`,
        `header = true, auto_detect = false, quote = '"', escape = '"', max_line_size = ${LONGEST_ROW}, buffer_size = ${LONGEST_ROW}`,
        `compression = '${gzip ? 'gzip' : 'none'}', hive_partitioning = false`,
      ];
      const picked = wanted.map(
        ([column, name]) =>
          `${column === null ? 'NULL::VARCHAR' : names[columns.indexOf(column)]} AS ${identifier(name)}`,
      );
      return `SELECT ${picked.join(', ')} FROM read_csv(${literalList(paths)}, ${options.join(', ')})`;
    },
  };
}

function headerOf(shown: string, text: string, delimiter: string): readonly string[] {
  try {
    const [header] = parse(text, {
      delimiter,
      to: 1,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as string[][];
    if (header !== undefined) return header;
  } catch {
    // An open quote: the message below.
  }
  throw new UserError({
    code: 'no-header',
    summary: 'the first line does not name columns',
    where: shown,
    allowed: 'names with a delimiter between them, such as prompt,response',
  });
}

/** Gives a nameless column its place as a name, and adds the place to a name that occurs again. */
function distinct(header: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return header.map((cell, position) => {
    const name = cell.trim();
    const unique = name === '' || seen.has(name) ? `${name || 'column'} ${position + 1}` : name;
    seen.add(unique);
    return unique;
  });
}
