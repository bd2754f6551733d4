/** Flags for facts that people's tables do not tell by themselves. The same for every command. */

export const HEADER_OPTION = {
  type: 'boolean',
  default: true,
  describe: 'the first line of CSV and TSV names the columns; --no-header: it is a row, and they are 1, 2, 3 …',
} as const;

export const SHEET_DESCRIPTION = 'sheet of a workbook with several';
