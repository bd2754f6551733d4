/** A row of a sheet, whatever the program that wrote the workbook. */

export interface SheetRow {
  /** Number in the sheet, from 1. */
  readonly at: number;
  readonly cells: readonly string[];
}

/** Columns of a sheet: Excel and LibreOffice have as many. */
export const MOST_COLUMNS = 16_384;
