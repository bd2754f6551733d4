/** Lists of prompts that deserve a look: those answered once, and those with different answers. */
import type { Database } from '../data/database.js';
import { literal } from '../data/sql.js';
import { replaceFile } from '../store/atomicFile.js';
import { grouped, keyedRows, type RowKind } from './countPrompts.js';
import { listFormat } from './listFormats.js';
import { isEmpty } from './texts.js';
import { readable } from './trainingRows.js';

/** Number of a prompt's answers that a list shows. */
const SHOWN_ANSWERS = 5;

/** Prompts answered exactly once, sorted: find more sources for them, or answer them with an abstention. */
export function singletonList(rows: string, kind: RowKind): string {
  const singletons = `SELECT key AS p FROM (${grouped(keyedRows(rows, 'p', kind), kind)}) WHERE n = 1 AND NOT ${isEmpty('key')}`;
  if (!kind.answers) return `SELECT ${readable('p')} AS prompt FROM (${singletons}) ORDER BY p`;
  return `SELECT ${readable('p')} AS prompt, r AS answer FROM (${rows}) WHERE answered AND p IN (${singletons}) ORDER BY p`;
}

/** Prompts with several answers: the number of answers and of rows, and examples. */
export function conflictList(rows: string): string {
  const conflicts = `SELECT p, count(DISTINCT r) AS answers, count(*) AS "rows", array_to_string(list_sort(list(DISTINCT r))[1:${SHOWN_ANSWERS}], ' | ') AS examples FROM (${rows}) WHERE NOT ${isEmpty('p')} AND answered GROUP BY p HAVING min(r) <> max(r)`;
  return `SELECT ${readable('p')} AS prompt, answers, "rows", examples FROM (${conflicts}) ORDER BY "rows" DESC, p`;
}

/** Writes a query's rows in the format of the name's ending; the file appears whole or not at all. */
export async function writeList(database: Database, sql: string, path: string): Promise<void> {
  const options = listFormat(path)!;
  await replaceFile(
    path,
    async (temporaryPath) => void (await database.rows(`COPY (${sql}) TO ${literal(temporaryPath)} (${options})`)),
  );
}
