/** A plain table for a terminal: the first column, and from the left each other one that still has room. */

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
  let used = -2;
  const shown = new Set<number>();
  widths.forEach((each, at) => {
    if (at > 0 && used + each + 2 > width) return;
    used += each + 2;
    shown.add(at);
  });
  const line = (cells: readonly string[]): string =>
    [...shown]
      .map((at) => (numeric[at] ? cells[at]!.padStart(widths[at]!) : cells[at]!.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  return { lines: [headings, ...rows].map(line), leftOut: headings.filter((_, at) => !shown.has(at)) };
}
