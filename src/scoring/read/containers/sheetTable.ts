/** A sheet of a workbook as a table, whose rows have the numbers that the spreadsheet shows. */
import { namedColumns } from '../../../data/delimited/csvLayout.js';
import type { TableOptions } from '../../../data/tableOptions.js';
import type { Sheet } from '../../../data/workbook/workbook.js';
import type { Table, TableRow } from '../contents.js';

export function sheetTable(file: string, { rows }: Sheet, { header = true }: TableOptions): Table {
  const width = rows.reduce((widest, { cells }) => Math.max(widest, cells.length), 0);
  const [first] = rows;
  const { columns, doubled } = namedColumns(
    Array.from({ length: width }, (_, at) => (header ? (first.cells[at] ?? '').trim() : String(at + 1))),
  );
  const places = new Map(columns.map((name, at) => [name, at]));
  function* all(): Generator<TableRow> {
    for (const { at, cells } of header ? rows.slice(1) : rows) {
      yield { at, cell: (column) => (places.has(column) ? (cells[places.get(column)!] ?? '') : undefined) };
    }
  }
  return { kind: 'table', file, counts: 'row', columns, doubled, rows: all() };
}
