/** Comma-separated values (RFC 4180) that a spreadsheet reads as data only. */
import type { Cell } from '../store/tables.js';

/**
 * First characters of a text that a spreadsheet would run as a formula. Apostrophes may stand before them, so that a reader gets every
 * text back who takes one apostrophe away wherever a text matches. The same pattern in JavaScript and in SQL (RE2).
 */
export const FORMULA = "^'*[=+\\-@\\t\\r\\n]";

const BEGINS_FORMULA = new RegExp(FORMULA);

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
  const safe = BEGINS_FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
