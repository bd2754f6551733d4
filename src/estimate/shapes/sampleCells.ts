/** The first cells of columns, from which their shapes show. */
import type { Database } from '../../data/database.js';
import type { Tables } from '../../data/openTables.js';
import { identifier } from '../../data/sql.js';
import { tableColumn } from '../../data/tableFile.js';

/** Files and rows of each that are looked at. */
const FILES = 20;
const ROWS = 200;

/** Texts of each column's first cells that are not empty, in each of the first files. */
export async function sampleCells(
  database: Database,
  { files }: Tables,
  columns: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const cells = new Map(columns.map((column) => [column, [] as string[]]));
  for (const file of files.slice(0, FILES)) {
    const own = (column: string): string | null =>
      tableColumn(file, column) ?? (file.findColumn === undefined ? null : column);
    const wanted = columns.filter((column) => own(column) !== null);
    if (wanted.length === 0) continue;
    const source = await file.select(
      [file.path],
      wanted.map((column, at) => [own(column), `s${at}`] as const),
    );
    const names = wanted.map((_, at) => identifier(`s${at}`)).join(', ');
    for (const row of await database.rows(`SELECT ${names} FROM (${source}) LIMIT ${ROWS}`))
      wanted.forEach((column, at) => {
        const cell = row[`s${at}`];
        if (typeof cell === 'string' && cell.trim() !== '') cells.get(column)!.push(cell);
      });
  }
  return cells;
}
