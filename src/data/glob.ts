/** Globs, by the database: the same for every command. */
import type { Database } from './database.js';
import { literal } from './sql.js';

/** Files that a glob matches, sorted. */
export async function globbed(database: Database, pattern: string): Promise<readonly string[]> {
  const rows = await database.rows(`SELECT file FROM glob(${literal(pattern)}) ORDER BY file`);
  return rows.map(({ file }) => String(file));
}
