/** Parquet by DuckDB and Arrow by apache-arrow: formats without lines, whose rows are numbered from 1. */
import { resolve } from 'node:path';
import { UserError } from '../../errors/userError.js';
import type { AnswerRow, RowSource } from './rowSource.js';

/** @throws UserError for a file that is no whole Parquet file */
export async function parquetRows(file: string): Promise<RowSource> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    // A path is no pattern: its stars and brackets are put into brackets of their own.
    const path = resolve(file).replace(/[*?[\]]/g, (c) => `[${c}]`);
    const result = await connection.stream('SELECT * FROM read_parquet($1)', [path]);
    const columns = result.columnNames();
    const places = new Map(columns.map((name, at) => [name, at]));
    async function* rows(): AsyncGenerator<AnswerRow> {
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
        throw notReadable('Parquet', file, error);
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    }
    return { file, counts: 'row', kind: 'table', columns, rows: rows() };
  } catch (error) {
    connection.closeSync();
    instance.closeSync();
    throw notReadable('Parquet', file, error);
  }
}

/** @throws UserError for bytes that are no whole Arrow table */
export async function arrowRows(file: string, bytes: Buffer): Promise<RowSource> {
  const { tableFromIPC } = await import('apache-arrow');
  try {
    const table = tableFromIPC(bytes);
    const columns = table.schema.fields.map(({ name }) => name);
    const vectors = new Map(columns.map((name, at) => [name, table.getChildAt(at)]));
    function* rows(): Generator<AnswerRow> {
      for (let i = 0; i < table.numRows; i++)
        yield { at: i + 1, cell: (column) => vectors.get(column)?.get(i) as unknown };
    }
    return { file, counts: 'row', kind: 'table', columns, rows: rows() };
  } catch (error) {
    throw notReadable('Arrow', file, error);
  }
}

function notReadable(format: string, file: string, error: unknown): UserError {
  return new UserError({
    code: 'not-readable',
    summary: `not a whole ${format} file`,
    where: file,
    ...(!(error instanceof TypeError) && {
      found: (error as Error).message
        .split('\n')[0]
        .replace(/^[\w ]+Error: /, '')
        .slice(0, 200),
    }),
  });
}
