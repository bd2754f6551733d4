/** Facts about a file of people's tables that it does not tell by itself. */
import type { FileFormat } from './recognise.js';

export interface TableOptions {
  /** False where the first line of CSV and TSV is a row; columns are then named 1, 2, 3 … */
  readonly header?: boolean | undefined;
  /** The sheet of a workbook with several. */
  readonly sheet?: string | undefined;
  /** Returns whether a text file is read as lines, by its name, its beginning and the format that it looks like; left out: none is. */
  readonly asLines?: ((shown: string, beginning: string, format: FileFormat) => boolean) | undefined;
}
