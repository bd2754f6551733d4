/** People's tables, whatever the format: files → columns by name → SQL that gives them as text. */
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { didYouMean } from '../errors/didYouMean.js';
import { UserError } from '../errors/userError.js';
import { arrowFile } from './arrow.js';
import { csvFile } from './csv.js';
import type { Database } from './database.js';
import { expandPaths, type NamedFile } from './expandPaths.js';
import { readHead } from './head.js';
import { jsonFile } from './json.js';
import { parquetFile } from './parquet.js';
import { type Encoding, headText, recognise } from './recognise.js';
import type { TableFile } from './tableFile.js';

export interface Tables {
  /** In the order in which they were named. */
  readonly files: readonly TableFile[];
  /** Columns that every file has, in the order of the first one's. */
  readonly columns: readonly string[];
  /**
   * Checks that every file has these columns.
   * @param option the flag that named them, for the message
   * @throws UserError that names the first file without one of them, its columns, and the nearest name
   */
  require(columns: readonly string[], option: string): Promise<void>;
  /**
   * A SELECT over all rows of all files, in order, with these columns as VARCHAR under the names given; NULL where a row has
   * no value or a file no such column.
   */
  select(columns: Readonly<Record<string, string>>): Promise<string>;
}

/**
 * @param names files, globs, `-` for `stdin`
 * @throws UserError for what is missing, empty, of no known format or broken at its beginning
 */
export async function openTables(database: Database, names: readonly string[], stdin: Readable): Promise<Tables> {
  const files: TableFile[] = [];
  for (const file of await expandPaths(database, names, stdin))
    files.push(await openFile(database, file, files.length));
  const [first, ...others] = files;
  return {
    files,
    columns: first.columns.filter((column) => others.every((file) => file.columns.includes(column))),
    require: async (columns, option) => {
      for (const file of files) {
        for (const column of columns) {
          if (file.columns.includes(column) || (await file.findColumn?.(column))) continue;
          throw missingColumn(file, column, option);
        }
      }
    },
    select: async (columns) => {
      const parts: string[] = [];
      for (const group of neighbours(files)) {
        const known = (column: string): boolean =>
          group[0].findColumn !== undefined || group[0].columns.includes(column);
        const wanted = Object.entries(columns).map(([name, column]) => [known(column) ? column : null, name] as const);
        parts.push(
          await group[0].select(
            group.map(({ path }) => path),
            wanted,
          ),
        );
      }
      return parts.join('\nUNION ALL ');
    },
  };
}

/** Runs of files that one expression reads, so that rows stay in order. */
function neighbours(files: readonly TableFile[]): readonly (readonly TableFile[])[] {
  const groups: TableFile[][] = [];
  for (const file of files) {
    const last = groups.at(-1);
    if (last?.[0].group === file.group) last.push(file);
    else groups.push([file]);
  }
  return groups;
}

async function openFile(database: Database, { shown, path }: NamedFile, position: number): Promise<TableFile> {
  const head = await readHead(path).catch((error: NodeJS.ErrnoException) => {
    const damaged = error.code?.startsWith('Z_') === true;
    throw new UserError({
      code: damaged ? 'malformed' : 'unreadable',
      summary: damaged ? 'the file is damaged, or is no gzip' : 'the file cannot be read',
      where: shown,
      found: error.code ?? error.message,
    });
  });
  const { format, encoding } = recognise(shown, head);
  if (format === 'parquet') return parquetFile(database, shown, path);
  if (format === 'arrow') return arrowFile(database, shown, path, position);
  const plain =
    encoding === 'utf-8'
      ? { path, gzip: head.gzip }
      : { path: await asUtf8(database, path, shown, encoding, head.gzip, position), gzip: false };
  database.shownAs.set(plain.path, shown);
  if (format === 'csv' || format === 'tsv')
    return csvFile(shown, plain.path, format, headText(head.bytes, encoding), plain.gzip);
  return jsonFile(database, shown, plain.path, format, plain.gzip);
}

/** A copy in UTF-8 without a mark at its beginning. */
async function asUtf8(
  database: Database,
  path: string,
  shown: string,
  encoding: Encoding,
  gzip: boolean,
  position: number,
): Promise<string> {
  const copy = join(database.folder, `decoded-${position}`);
  const decoder = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { fatal: true });
  async function* decoded(parts: AsyncIterable<Buffer>): AsyncGenerator<string> {
    for await (const part of parts) yield decoder.decode(part, { stream: true });
    yield decoder.decode();
  }
  try {
    const file = createReadStream(path);
    await (gzip
      ? pipeline(file, createGunzip(), decoded, createWriteStream(copy))
      : pipeline(file, decoded, createWriteStream(copy)));
  } catch (error) {
    throw new UserError({
      code: 'encoding',
      summary: 'the text is not in the encoding that its first bytes announce',
      where: shown,
      found: (error as Error).message.slice(0, 160),
    });
  }
  return copy;
}

function missingColumn({ shown, columns }: TableFile, column: string, option: string): UserError {
  return new UserError({
    code: 'no-column',
    summary: `no column ${JSON.stringify(column)}`,
    where: `${shown} (${option})`,
    allowed:
      columns.length === 0
        ? 'none: the file has no columns'
        : columns
            .slice(0, 20)
            .map((name) => JSON.stringify(name))
            .join(', '),
    hint: didYouMean(column, columns),
  });
}
