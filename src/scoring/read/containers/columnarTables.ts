/** Parquet by DuckDB and Arrow by apache-arrow: formats without lines, whose rows are numbered from 1. */
import { resolve } from 'node:path';
import { arrowProblem } from '../../../data/arrow/arrowProblem.js';
import { readProblem } from '../../../data/readProblem.js';
import { identifier } from '../../../data/sql.js';
import type { Table, TableRow } from '../contents.js';

/**
 * @param path of the file to read: the file itself, or a copy of a pipe
 * @throws UserError for a file that is not a whole Parquet file
 */
export async function parquetTable(file: string, path: string): Promise<Table> {
  const [{ DuckDBInstance }, { contradicted, contradictionIn, isNested }] = await Promise.all([
    import('@duckdb/node-api'),
    import('../../../data/parquet.js'),
  ]);
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  // A path is not a pattern: its stars and brackets are put into brackets of their own.
  const plain = resolve(path).replace(/[*?[\]]/g, (c) => `[${c}]`);
  const shownAs = new Map([resolve(path), plain].map((each) => [each, file]));
  try {
    const [contradiction] = (await connection.runAndReadAll(contradictionIn(plain))).getRowObjects();
    if (contradiction !== undefined) throw contradicted(file, contradiction);
    const from = 'FROM read_parquet($1, binary_as_string = true, hive_partitioning = false)';
    const described = (await connection.runAndReadAll(`DESCRIBE SELECT * ${from}`, [plain])).getRowObjects();
    const columns = described.map((row) => String(row.column_name));
    const nested = described.map((row) => isNested(String(row.column_type)));
    const picked = columns.map((name, at) => (nested[at] ? `to_json(${identifier(name)})::VARCHAR` : identifier(name)));
    const result = await connection.stream(`SELECT ${picked.join(', ')} ${from}`, [plain]);
    const places = new Map(columns.map((name, at) => [name, at]));
    const valueAt = (values: readonly unknown[], place: number): unknown => {
      const value = values[place];
      return nested[place] && typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
    };
    async function* rows(): AsyncGenerator<TableRow> {
      let at = 0;
      try {
        for (
          let chunk = await result.fetchChunk();
          chunk !== null && chunk.rowCount > 0;
          chunk = await result.fetchChunk()
        ) {
          for (const values of chunk.getRows()) {
            at++;
            yield { at, cell: (column) => valueAt(values, places.get(column) ?? -1) };
          }
        }
      } catch (error) {
        throw readProblem(error, shownAs);
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    }
    return { kind: 'table', file, counts: 'row', columns, rows: rows() };
  } catch (error) {
    connection.closeSync();
    instance.closeSync();
    throw readProblem(error, shownAs);
  }
}

/** @throws UserError for bytes that are not a whole Arrow table */
export async function arrowTable(file: string, bytes: Buffer): Promise<Table> {
  const [{ tableFromIPC }, { checkBatch, namesOf }, { arrowRowsIn }] = await Promise.all([
    import('apache-arrow'),
    import('../../../data/arrow/arrowCheck.js'),
    import('../../../data/arrow/arrowFrames.js'),
    import('../../../data/arrow/arrowCodecs.js'),
  ]);
  try {
    const stated = await arrowRowsIn(bytes);
    const table = tableFromIPC(bytes);
    if (table.numRows !== stated) throw new RangeError(`${table.numRows} of ${stated} rows are there`);
    for (const batch of table.batches) checkBatch(batch);
    const columns = namesOf(table.schema.fields);
    const vectors = new Map(columns.map((name, at) => [name, table.getChildAt(at)]));
    const valueAt = (column: string, row: number): unknown => {
      try {
        const value = vectors.get(column)?.get(row) as unknown;
        return typeof value === 'object' && value !== null
          ? (JSON.parse(JSON.stringify(value, withNumbers)) as unknown)
          : value;
      } catch (error) {
        throw arrowProblem(file, error);
      }
    };
    function* rows(): Generator<TableRow> {
      for (let i = 0; i < table.numRows; i++) yield { at: i + 1, cell: (column) => valueAt(column, i) };
    }
    return { kind: 'table', file, counts: 'row', columns, rows: rows() };
  } catch (error) {
    throw arrowProblem(file, error);
  }
}

/** Integers of 64 bits in structures, which JSON does not take. */
function withNumbers(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
