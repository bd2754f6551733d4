/** An embedded database (DuckDB) for one command: it counts out of core and leaves nothing behind. */
import { rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { makeDataFolder } from '../store/temporaryFolder.js';
import { readProblem } from './readProblem.js';

/** A row by column name. Integers of 64 bits and more are bigints, texts are strings, missing values are null. */
export type DatabaseRow = Readonly<Record<string, DuckDBValue>>;

export interface Database {
  readonly connection: DuckDBConnection;
  /** A folder for files that live as long as the database. */
  readonly folder: string;
  /** Names to show instead of paths that only the program knows. */
  readonly shownAs: Map<string, string>;
  /**
   * All rows of a query's result.
   * @throws UserError where a file cannot be read in its format, or memory or disk run out
   */
  rows(sql: string): Promise<readonly DatabaseRow[]>;
  /**
   * The same rows, a few thousand at a time, so that they need not fit into memory.
   * @throws UserError as `rows` does
   */
  batches(sql: string): AsyncGenerator<readonly DatabaseRow[]>;
  /**
   * Runs a query once and keeps its rows in order, compressed, and on the disk where they are many.
   * @returns the table's name
   */
  keep(sql: string): Promise<string>;
  /** Share of the present query that is done, in [0, 1]; null where it is not known. */
  progress(): number | null;
}

export interface DatabaseOptions {
  /**
   * Memory that the database may use before it moves to the disk: "4GB". Left out: four fifths of the machine's, and less in a
   * container whose memory is limited (`memoryIn`).
   */
  readonly memory?: string | undefined;
  /** Left out: all cores. */
  readonly threads?: number | undefined;
  /** Called with the temporary folder, so that it can be removed if the process is stopped. */
  readonly onFolder?: (folder: string) => void;
  /** Interrupts the present query, and lets no other begin. The process must not end while a query calls a function of this program. */
  readonly signal?: AbortSignal | undefined;
}

/** Opens a database with a temporary folder of its own, and removes both at the end, also after an error. */
export async function withDatabase<T>(
  use: (database: Database) => Promise<T>,
  { memory = memoryIn(process.constrainedMemory()), threads, onFolder, signal }: DatabaseOptions = {},
): Promise<T> {
  // It takes a fifth of a second to load, which commands without tables need not wait for.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const folder = makeDataFolder();
  onFolder?.(folder);
  try {
    // Nothing is fetched: only extensions that are built in are there.
    const instance = await DuckDBInstance.create(join(folder, 'database'), {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      temp_directory: join(folder, 'spilled'),
      ...(memory !== undefined && { memory_limit: memory }),
      ...(threads !== undefined && { threads: String(threads) }),
    });
    const connection = await instance.connect();
    const interrupt = (): void => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      await connection.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false');
      return await use(databaseOf(connection, folder, signal));
    } finally {
      signal?.removeEventListener('abort', interrupt);
      connection.closeSync();
      instance.closeSync();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes that Node and the database's own needs take beside its memory. */
const BESIDE = 256 * 2 ** 20;
/** Bytes with which the database still counts millions of rows, on the disk. */
const LEAST = 96 * 2 ** 20;

/**
 * The database's memory in a container, whose limit holds for the whole process: the rest beside `BESIDE`, at least `LEAST`.
 * @param limit bytes, as Node tells them: 0, undefined or more than the machine has where there is no limit
 * @returns undefined without a limit: the database's own choice
 */
export function memoryIn(limit: number | undefined): string | undefined {
  if (limit === undefined || limit === 0 || limit >= totalmem()) return undefined;
  const bytes = Math.max(LEAST, Math.min(0.8 * limit, limit - BESIDE));
  return `${Math.floor(bytes / 2 ** 20)}MiB`;
}

function databaseOf(connection: DuckDBConnection, folder: string, signal: AbortSignal | undefined): Database {
  const shownAs = new Map<string, string>();
  let tables = 0;
  const rows = async (sql: string): Promise<readonly DatabaseRow[]> => {
    signal?.throwIfAborted();
    try {
      return (await connection.runAndReadAll(sql)).getRowObjects();
    } catch (error) {
      throw readProblem(error, shownAs);
    }
  };
  return {
    connection,
    folder,
    shownAs,
    rows,
    async *batches(sql) {
      signal?.throwIfAborted();
      try {
        yield* (await connection.stream(sql)).yieldRowObjects();
      } catch (error) {
        throw readProblem(error, shownAs);
      }
    },
    keep: async (sql) => {
      const table = `kept_${tables++}`;
      await rows(`CREATE TABLE ${table} AS ${sql}`);
      return table;
    },
    progress: () => {
      const { percentage } = connection.progress;
      return percentage >= 0 ? Math.min(1, percentage / 100) : null;
    },
  };
}
