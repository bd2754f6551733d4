/** Facts about a file of people's tables that it does not tell by itself. */

export interface OpenOptions {
  /** False where the first line of CSV and TSV is a row; columns are then named 1, 2, 3 … */
  readonly header?: boolean | undefined;
  /** The sheet of a workbook with several. */
  readonly sheet?: string | undefined;
}
