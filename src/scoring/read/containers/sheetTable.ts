/** A sheet of a workbook as a table, whose rows have the numbers that the spreadsheet shows. */
import { namedColumns } from '../../../data/delimited/csvLayout.js';
import type { OpenOptions } from '../../../data/openOptions.js';
import type { Sheet } from '../../../data/workbook/workbook.js';
import { derivedCell, type Table, type TableRow } from '../contents.js';

export function sheetTable(file: string, { rows }: Sheet, { header = true }: OpenOptions): Table {
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  const [first] = rows;
  const { columns, doubled } = namedColumns(
    Array.from({ length: width }, (_, at) => (header ? (first.cells[at] ?? '').trim() : String(at + 1))),
  );
  const places = new Map(columns.map((name, at) => [name, at]));
  function* all(): Generator<TableRow> {
    for (const { at, cells } of header ? rows.slice(1) : rows) {
      const cell = (column: string): unknown => {
        const place = places.get(column);
        return place === undefined ? derivedCell(cell, column) : (cells[place] ?? '');
      };
      yield { at, cell };
    }
  }
  return { kind: 'table', file, counts: 'row', columns, doubled, rows: all() };
}
