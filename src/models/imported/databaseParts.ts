/** Rows of a table of probabilities that the database reads: Parquet, CSV, JSON. */
import type { DuckDBVector } from '@duckdb/node-api';
import type { Database } from '../../data/database.js';
import type { Tables } from '../../data/openTables.js';
import { readProblem } from '../../data/readProblem.js';
import { literal } from '../../data/sql.js';
import type { TableTexts } from './namedTexts.js';
import type { ProbabilityColumns } from './tableColumns.js';
import { listWritten, type PartCell, type RowCells, type TablePart } from './tablePart.js';

/** Texts that are handed over at once. */
const CHUNK_ROWS = 2048;

/** @throws UserError where the file cannot be read */
export async function* databaseParts(
  database: Database,
  tables: Tables,
  columns: ProbabilityColumns,
  texts: TableTexts,
): AsyncGenerator<TablePart> {
  const { family, prompt, response, value } = columns;
  const wanted = {
    ...(family !== null && { f: family }),
    c: prompt,
    ...(response !== null && { r: response }),
    v: value,
  };
  const ids = new Set(['c', 'r', 'v']);
  // A text is given as its number: the database looks it up, so that no row's texts are made here.
  const number = async (column: string, named: readonly string[] | null): Promise<string> =>
    named === null
      ? `coalesce(try_cast(${column} AS DOUBLE), 'nan'::DOUBLE)`
      : `coalesce(enum_code(try_cast(${column} AS ${await typeOf(database, column, named)})), -1)::INTEGER`;
  const unnamed = texts.family.length === 1 ? '0' : '-1';
  const picked = [
    family === null
      ? 'NULL::INTEGER'
      : `CASE WHEN f IS NULL THEN ${unnamed} ELSE ${await number('f', texts.family)} END`,
    await number('c', texts.prompt?.texts ?? null),
    response === null ? 'NULL::DOUBLE' : await number('r', texts.response?.texts ?? null),
    response === null ? 'v' : await number('v', null),
  ];
  const cells = await tables.select(wanted);
  const rowCells = async (row: number): Promise<RowCells> => {
    const [found] = await database.rows(`SELECT * FROM (${cells}) LIMIT 1 OFFSET ${row}`);
    const { f = null, c, r = null, v } = found as Readonly<Record<string, PartCell>>;
    return { family: f, prompt: c, response: r, value: v };
  };
  let before = 0;
  try {
    const result = await database.connection.stream(
      `SELECT ${picked.join(', ')} FROM (${await tables.select(wanted, ids)})`,
    );
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      const { rowCount: rows } = chunk;
      const first = before;
      const [f, c, r, v] = Array.from({ length: 4 }, (_, at) => chunk!.getColumnVector(at));
      yield {
        rows,
        family: family === null ? null : numbersOf(f, rows),
        prompt: numbersOf(c, rows),
        response: response === null ? null : numbersOf(r, rows),
        value: response === null ? (row) => listOf(v.getItem(row)) : numbersOf(v, rows),
        cells: (row) => rowCells(first + row),
      };
      before += rows;
    }
  } catch (error) {
    throw readProblem(error, database.shownAs);
  }
}

function numbersOf(vector: DuckDBVector, rows: number): Float64Array {
  const numbers = new Float64Array(rows);
  for (let row = 0; row < rows; row++) numbers[row] = vector.getItem(row) as number;
  return numbers;
}

/** A list of numbers, as the database gives it, or as a text. */
function listOf(value: unknown): ArrayLike<PartCell> {
  return typeof value === 'object' && value !== null
    ? (value as { readonly items: readonly (number | null)[] }).items
    : listWritten(value as string | null);
}

/** Makes a type of these texts, by which the database numbers them in their order. @returns its name */
async function typeOf(database: Database, column: string, texts: readonly string[]): Promise<string> {
  const { DuckDBDataChunk, VARCHAR } = await import('@duckdb/node-api');
  const [table, type] = [`texts_${column}`, `type_${column}`];
  await database.rows(`CREATE TEMP TABLE ${table} (text VARCHAR)`);
  const appender = await database.connection.createAppender(table, null, 'temp');
  for (let from = 0; from < texts.length; from += CHUNK_ROWS) {
    const chunk = DuckDBDataChunk.create([VARCHAR]);
    chunk.setColumns([texts.slice(from, from + CHUNK_ROWS)]);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  await database.rows(`CREATE TYPE ${type} AS ENUM (SELECT text FROM ${table} ORDER BY rowid)`);
  return type;
}

/** A name in a column that is not this one; undefined where there is none. */
export async function otherName(
  database: Database,
  tables: Tables,
  column: string,
  name: string,
): Promise<PartCell | undefined> {
  const select = await tables.select({ c: column });
  const [other] = await database.rows(`SELECT c FROM (${select}) WHERE c IS DISTINCT FROM ${literal(name)} LIMIT 1`);
  return other === undefined ? undefined : (other.c as PartCell);
}
