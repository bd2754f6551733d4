/** A row of a sheet, whatever the program that wrote the workbook. */
import { UserError } from '../../errors/userError.js';

export interface SheetRow {
  /** Number in the sheet, from 1. */
  readonly at: number;
  readonly cells: readonly string[];
}

/** Columns of a sheet: Excel and LibreOffice have as many. */
export const MOST_COLUMNS = 16_384;

/** Cells of a sheet, empty ones before the last of a row included: all are held in memory. */
const MOST_CELLS = 2 ** 25;

/** @throws RangeError for more cells than fit into memory */
export function requireFew(cells: number): void {
  if (cells > MOST_CELLS) throw new RangeError(`more than ${MOST_CELLS} cells, empty ones included`);
}

/** The error for a formula that nothing has computed: its cell would look empty. */
export function withoutValue(file: string, row: number): UserError {
  return new UserError({
    code: 'no-values',
    summary: 'the workbook holds a formula without its value',
    where: `${file}, row ${row}`,
    hint: 'open it in Excel or LibreOffice, which compute formulas, and save it',
  });
}
