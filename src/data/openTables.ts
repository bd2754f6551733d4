/** People's tables, whatever the format: files → columns by name → SQL that gives them as text. */
import { createReadStream, createWriteStream } from 'node:fs';
import { stat, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { didYouMean } from '../errors/didYouMean.js';
import { UserError } from '../errors/userError.js';
import { arrowFile } from './arrow.js';
import { csvFile } from './csv.js';
import type { Database } from './database.js';
import { decodedText } from './decodeText.js';
import { findFiles, GLOB_CHARACTERS, type NamedFile } from './findFiles.js';
import { globbed } from './glob.js';
import { jsonFile } from './json.js';
import { linesFile } from './lines.js';
import { checkLines, LONGEST_ROW } from './longLines.js';
import { checkBytes, copyBytes, openBytes } from './openBytes.js';
import { parquetFile } from './parquet.js';
import { headText, recognise, unreadKind } from './recognise.js';
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

/** Returns whether a file is read as lines of text, by its name, its beginning, and whether that looks like a table of text. */
export type ReadAsLines = (shown: string, beginning: string, delimited: boolean) => boolean;

/**
 * @param names files, globs, `-` for `stdin`
 * @param asLines by default no file is read as lines
 * @throws UserError for a file that is missing, empty, of an unknown format or broken at its beginning
 */
export async function openTables(
  database: Database,
  names: readonly string[],
  stdin: Readable,
  asLines: ReadAsLines = () => false,
): Promise<Tables> {
  const files: TableFile[] = [];
  for (const file of await findFiles(names, (pattern) => globbed(database, pattern)))
    files.push(await openFile(database, file, stdin, files.length, asLines));
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

/** Groups of neighbouring files that one expression reads, so that rows stay in order. */
function neighbours(files: readonly TableFile[]): readonly (readonly TableFile[])[] {
  const groups: TableFile[][] = [];
  for (const file of files) {
    const last = groups.at(-1);
    if (last?.[0].group === file.group) last.push(file);
    else groups.push([file]);
  }
  return groups;
}

async function openFile(
  database: Database,
  named: NamedFile,
  stdin: Readable,
  position: number,
  asLines: ReadAsLines,
): Promise<TableFile> {
  const opened = await openBytes(named, stdin);
  try {
    const { shown, head, gzip } = opened;
    const { format, encoding } = recognise(opened);
    if (format === 'zip') throw unreadKind(shown, head);
    const copy = join(database.folder, `input-${position}`);
    if (opened.path === null) {
      // A pipe can be read only once, and the database reads twice.
      await copyBytes(opened, copy);
      return await openFile(database, { shown, path: copy }, stdin, position, asLines);
    }
    if (format === 'parquet' || format === 'arrow') {
      const path = await plainPath(database, named, position);
      return await (format === 'parquet'
        ? parquetFile(database, shown, path)
        : arrowFile(database, shown, path, position));
    }
    const decoded = encoding !== 'utf-8';
    const path = decoded ? join(database.folder, `decoded-${position}`) : await plainPath(database, named, position);
    if (decoded) await pipeline(decodedText(opened, encoding), createWriteStream(path));
    database.shownAs.set(path, shown);
    const packed = gzip && !decoded;
    const lines = format === 'csv' || format === 'tsv';
    if (asLines(shown, headText(head, encoding), lines)) {
      if (packed) await checkLines(shown, opened.chunks);
      else if ((await stat(path)).size > 2 * LONGEST_ROW) await checkLines(shown, createReadStream(path));
      return linesFile(shown, path, packed);
    }
    // The database reads half a packed file as if it were whole.
    if (packed) await (lines ? checkLines(shown, opened.chunks) : checkBytes(opened));
    else if (lines && (await stat(path)).size > 2 * LONGEST_ROW) await checkLines(shown, createReadStream(path));
    return lines
      ? csvFile(shown, path, format, headText(head, encoding), packed)
      : await jsonFile(database, shown, path, format, packed);
  } finally {
    opened.close();
  }
}

/** A path that the database takes for one file: a name that it would take for a glob is reached through a link. */
async function plainPath(database: Database, { shown, path }: NamedFile, position: number): Promise<string> {
  const whole = resolve(path!);
  const plain = GLOB_CHARACTERS.test(whole) ? join(database.folder, `link-${position}`) : whole;
  if (plain !== whole) await symlink(whole, plain);
  database.shownAs.set(plain, shown);
  return plain;
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
