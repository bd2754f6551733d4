/** Arrow IPC, as a file or as a stream. The database does not read it, so its batches are handed over one by one. */
import type { RecordBatch } from 'apache-arrow';
import type { Database } from '../database.js';
import { identifier } from '../sql.js';
import type { TableFile } from '../tableFile.js';
import { arrowBatches, arrowColumns } from './readArrow.js';

/** The most rows that the database takes at once. */
const CHUNK_ROWS = 2048;

/**
 * @param position of the file among those opened
 * @throws UserError where the file is damaged, or holds types that are not read
 */
export async function arrowFile(database: Database, shown: string, path: string, position: number): Promise<TableFile> {
  const loaded = new Map<string, string>(); // columns → table
  const { fields, columns } = await arrowColumns(shown, path);
  return {
    shown,
    path,
    columns,
    nested: fields.filter(({ type }) => type.children?.length > 0).map(({ name }) => name),
    parsed: true,
    group: JSON.stringify(['arrow', path]),
    select: async (_, wanted) => {
      const names = wanted.map(([column]) => column);
      const table = loaded.get(JSON.stringify(names)) ?? `arrow_${position}_${loaded.size}`;
      if (!loaded.has(JSON.stringify(names))) await load(database, table, shown, path, names);
      loaded.set(JSON.stringify(names), table);
      return `SELECT ${wanted.map(([, name], position) => `c${position} AS ${identifier(name)}`).join(', ')} FROM ${table}`;
    },
  };
}

async function load(
  database: Database,
  table: string,
  shown: string,
  path: string,
  wanted: readonly (string | null)[],
): Promise<void> {
  const { DuckDBDataChunk, VARCHAR } = await import('@duckdb/node-api');
  await database.rows(`CREATE TEMP TABLE ${table} (${wanted.map((_, position) => `c${position} VARCHAR`).join(', ')})`);
  const appender = await database.connection.createAppender(table, null, 'temp');
  const types = wanted.map(() => VARCHAR);
  for await (const batch of arrowBatches(shown, path)) {
    const texts = wanted.map((column) => textsOf(batch, column));
    for (let from = 0; from < batch.numRows; from += CHUNK_ROWS) {
      const chunk = DuckDBDataChunk.create(types);
      chunk.setColumns(texts.map((column) => column.slice(from, from + CHUNK_ROWS)));
      appender.appendDataChunk(chunk);
    }
  }
  appender.closeSync();
}

function textsOf(batch: RecordBatch, column: string | null): (string | null)[] {
  const vector = column === null ? null : batch.getChild(column);
  if (vector === null) return new Array<null>(batch.numRows).fill(null);
  return Array.from(vector, (value: unknown) =>
    value === null || value === undefined
      ? null
      : typeof value === 'object'
        ? JSON.stringify(value, withBigInts)
        : String(value),
  );
}

function withBigInts(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
