/** Records as SQL, so that the database writes them in every format of lists. */
import { identifier, literal } from '../../data/sql.js';

/** @param records at least one, all with the same keys */
export function recordsSql(records: readonly object[]): string {
  const keys = Object.keys(records[0]);
  // A column of whole numbers stays one; the database makes doubles of a column that mixes both.
  const cell = (value: unknown): string =>
    typeof value === 'number'
      ? `${value}::${Number.isSafeInteger(value) ? 'BIGINT' : 'DOUBLE'}`
      : literal(String(value));
  const rows = records.map((record) => `(${Object.values(record).map(cell).join(', ')})`);
  return `SELECT * FROM (VALUES ${rows.join(', ')}) AS t(${keys.map(identifier).join(', ')})`;
}
