/** Parquet by DuckDB and Arrow by apache-arrow: formats without lines, whose rows are numbered from 1. */
import { resolve } from 'node:path';
import { arrowProblem } from '../../../data/arrowProblem.js';
import { readProblem } from '../../../data/readProblem.js';
import type { Table, TableRow } from '../contents.js';

/**
 * @param path of the file to read: the file itself, or a copy of a pipe
 * @throws UserError for a file that is not a whole Parquet file
 */
export async function parquetTable(file: string, path: string): Promise<Table> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  // A path is not a pattern: its stars and brackets are put into brackets of their own.
  const plain = resolve(path).replace(/[*?[\]]/g, (c) => `[${c}]`);
  const shownAs = new Map([resolve(path), plain].map((each) => [each, file]));
  try {
    const result = await connection.stream('SELECT * FROM read_parquet($1, hive_partitioning = false)', [plain]);
    const columns = result.columnNames();
    const places = new Map(columns.map((name, at) => [name, at]));
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
            yield { at, cell: (column) => values[places.get(column) ?? -1] };
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
  const [{ tableFromIPC }, { checkBatch }] = await Promise.all([
    import('apache-arrow'),
    import('../../../data/arrowCheck.js'),
  ]);
  try {
    const table = tableFromIPC(bytes);
    for (const batch of table.batches) checkBatch(batch);
    const columns = table.schema.fields.map(({ name }) => name);
    const vectors = new Map(columns.map((name, at) => [name, table.getChildAt(at)]));
    const valueAt = (column: string, row: number): unknown => {
      try {
        return vectors.get(column)?.get(row) as unknown;
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
