/** Comma-separated values (RFC 4180) that a spreadsheet takes for data. */
import type { Cell } from '../store/tables.js';

/**
 * Texts that a spreadsheet would run as a formula (they start with = + - @, a tab or a line end) get an apostrophe before them,
 * as OWASP advises; numbers stay as they are, negative ones too. A missing cell is empty.
 */
export function csv(header: readonly string[], rows: Iterable<readonly (Cell | undefined)[]>): string {
  return [header, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
