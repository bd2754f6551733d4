/** Comma-separated values (RFC 4180) that a spreadsheet reads as data only. */
import type { Cell } from '../store/tables.js';

/**
 * Writes rows as CSV. A text that a spreadsheet would run as a formula (one that starts with = + - @, a tab or a line end) gets an
 * apostrophe in front, as OWASP advises. Numbers stay as they are, negative ones too. A missing cell is empty.
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
