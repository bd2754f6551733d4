/** A plain table for a terminal: as many columns from the left as have room. */

export interface TextTable {
  /** Lines without line ends, the headings first. */
  readonly lines: readonly string[];
  /** Headings of columns that did not fit. */
  readonly leftOut: readonly string[];
}

/** @param rows cells, [rows][columns] @param numeric columns that are aligned right */
export function textTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly boolean[],
  width: number,
): TextTable {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at]!.length)));
  let used = 0;
  const fitting = widths.findIndex((each) => (used += each + 2) - 2 > width);
  const count = fitting === -1 ? headings.length : Math.max(1, fitting);
  const line = (cells: readonly string[]): string =>
    cells
      .slice(0, count)
      .map((cell, at) => (numeric[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  return { lines: [headings, ...rows].map(line), leftOut: headings.slice(count) };
}
