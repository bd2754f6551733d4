/** The first rows of CSV, to learn its layout. */
import { parse } from 'csv-parse/sync';

/**
 * Cells of the first rows, as far as their quotes match; empty lines are left out.
 * @param text the file's beginning, which may end inside a row
 */
export function firstCsvRows(text: string, delimiter: string, most: number): readonly string[][] {
  const rows: string[][] = [];
  try {
    parse(text, {
      delimiter,
      to: most,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (row: string[]) => {
        rows.push(row);
        return row;
      },
    });
  } catch {
    // A quote that is not closed, at the end of the text at the latest: the rows before it are sound.
  }
  return rows;
}
