/** Lists of prompts that deserve a look: those answered once, and those with different answers. */
import type { Database } from '../data/database.js';
import { literal } from '../data/sql.js';
import { FORMULA } from '../report/csvText.js';
import { replaceFile } from '../store/atomicFile.js';
import { grouped, keyedRows, type RowKind } from './countPrompts.js';
import { isCsv, listFormat } from './listFormats.js';
import { isEmpty } from './texts.js';
import { readable } from './trainingRows.js';

/** Number of a prompt's answers that a list shows. */
const SHOWN_ANSWERS = 5;

/** SQL of a text as a list's format has it. */
type Cell = (text: string) => string;

/**
 * Texts as they are, but in CSV, which people open in spreadsheets: there a text that would run as a formula gets an apostrophe in
 * front, as in every CSV of this program.
 * @param path of the list
 */
export function cellsOf(path: string): Cell {
  return isCsv(path)
    ? (text) => `CASE WHEN regexp_matches(${text}, ${literal(FORMULA)}) THEN '''' || ${text} ELSE ${text} END`
    : (text) => text;
}

/** Prompts answered exactly once, sorted: find more sources for them, or answer them with an abstention. */
export function singletonList(rows: string, kind: RowKind, cell: Cell): string {
  const singletons = `SELECT key AS p FROM (${grouped(keyedRows(rows, 'p', kind), kind)}) WHERE n = 1 AND NOT ${isEmpty('key')}`;
  if (!kind.answers) return `SELECT ${cell(readable('p'))} AS prompt FROM (${singletons}) ORDER BY p`;
  return `SELECT ${cell(readable('p'))} AS prompt, ${cell('r')} AS answer FROM (${rows}) WHERE answered AND p IN (${singletons}) ORDER BY p`;
}

/** Prompts with several answers: the number of answers and of rows, and examples. */
export function conflictList(rows: string, cell: Cell): string {
  const conflicts = `SELECT p, count(DISTINCT r) AS answers, count(*) AS "rows", array_to_string(list_sort(list(DISTINCT r))[1:${SHOWN_ANSWERS}], ' | ') AS examples FROM (${rows}) WHERE NOT ${isEmpty('p')} AND answered GROUP BY p HAVING min(r) <> max(r)`;
  return `SELECT ${cell(readable('p'))} AS prompt, answers, "rows", ${cell('examples')} AS examples FROM (${conflicts}) ORDER BY "rows" DESC, p`;
}

/** Writes a query's rows in the format of the name's ending; the file appears whole or not at all. */
export async function writeList(database: Database, sql: string, path: string): Promise<void> {
  const options = listFormat(path)!;
  await replaceFile(
    path,
    async (temporaryPath) => void (await database.rows(`COPY (${sql}) TO ${literal(temporaryPath)} (${options})`)),
  );
}
