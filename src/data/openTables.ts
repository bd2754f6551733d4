/** People's tables, whatever the format: files → columns by name → SQL that gives them as text. */
import { createWriteStream } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { didYouMean } from '../errors/didYouMean.js';
import { UserError } from '../errors/userError.js';
import { arrowFile } from './arrow/arrow.js';
import type { Database } from './database.js';
import { decodedText } from './decodeText.js';
import { csvFile, withOneLineEnd } from './delimited/csv.js';
import { checkedLayout, csvLayoutOf } from './delimited/csvLayout.js';
import { checkLineLengths, linesFile } from './delimited/lines.js';
import { findFiles, GLOB_CHARACTERS, type NamedFile } from './findFiles.js';
import { globbed } from './glob.js';
import { type JsonFormat, jsonFile } from './json.js';
import { documentIn } from './jsonDocument.js';
import { allBytes, bytesOf, checkBytes, copyBytes, type OpenBytes, openBytes } from './openBytes.js';
import { zipEntries } from './packed/zipEntries.js';
import { parquetFile } from './parquet.js';
import { headText, recognise } from './recognise.js';
import { type TableFile, tableColumn } from './tableFile.js';
import type { TableOptions } from './tableOptions.js';
import { sheetOf } from './workbook/workbook.js';

export interface Tables {
  /** In the order in which they were named. */
  readonly files: readonly TableFile[];
  /** Columns that every file has, in the order of the first one's and under its names. */
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
   * @param numbers names of columns that stay numbers, as DOUBLE or DOUBLE[], where the file holds them so; for one file
   */
  select(columns: Readonly<Record<string, string>>, numbers?: ReadonlySet<string>): Promise<string>;
}

/**
 * @param names files, globs, `-` for `stdin`
 * @throws UserError for a file that is missing, empty, of an unknown format or broken at its beginning
 */
export async function openTables(
  database: Database,
  names: readonly string[],
  stdin: Readable,
  options: TableOptions = {},
): Promise<Tables> {
  const files: TableFile[] = [];
  for (const file of await findFiles(names, (pattern) => globbed(database, pattern)))
    files.push(await openFile(database, file, stdin, files.length, options));
  const [first, ...others] = files;
  return {
    files,
    columns: first.columns.filter((column) => others.every((file) => tableColumn(file, column) !== null)),
    require: async (columns, option) => {
      for (const file of files) {
        for (const column of columns) {
          if (tableColumn(file, column) !== null || (await file.findColumn?.(column))) continue;
          throw missingColumn(file, column, option);
        }
      }
    },
    select: async (columns, numbers) => {
      const parts: string[] = [];
      for (const group of neighbours(files)) {
        const own = (column: string): string | null =>
          tableColumn(group[0], column) ?? (group[0].findColumn === undefined ? null : column);
        const wanted = Object.entries(columns).map(([name, column]) => [own(column), name] as const);
        parts.push(
          await group[0].select(
            group.map(({ path }) => path),
            wanted,
            numbers,
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
  options: TableOptions,
): Promise<TableFile> {
  const opened = await openBytes(named, stdin);
  try {
    const { shown, head, packing } = opened;
    const { format, encoding } = recognise(opened);
    const own = (kind: string): string => join(database.folder, `${kind}-${position}`);
    if (opened.path === null) {
      // A pipe can be read only once, and the database reads twice.
      await copyBytes(opened, own('input'));
      return await openFile(database, { shown, path: own('input') }, stdin, position, options);
    }
    const { header = true, sheet } = options;
    if (format === 'zip') {
      const { text } = sheetOf(shown, zipEntries(shown, await allBytes(opened)), sheet);
      await writeFile(own('sheet'), text);
      database.shownAs.set(own('sheet'), shown);
      return csvFile(shown, own('sheet'), csvLayoutOf(shown, text, 'csv', header), 'none');
    }
    if (format === 'parquet' || format === 'arrow') {
      const path = await plainPath(database, named, own('link'));
      return await (format === 'parquet'
        ? parquetFile(database, shown, path)
        : arrowFile(database, shown, path, position));
    }
    const decoded = encoding !== 'utf-8';
    const path = decoded ? own('decoded') : await plainPath(database, named, own('link'));
    if (decoded) await pipeline(decodedText(opened, encoding), createWriteStream(path));
    database.shownAs.set(path, shown);
    const compression = decoded || packing === null ? 'none' : packing;
    const beginning = headText(head, encoding);
    if (options.asLines?.(shown, beginning, format) === true) {
      await checkLineLengths(shown, bytesOf({ shown, path }));
      return linesFile(shown, path, compression);
    }
    if (format === 'csv' || format === 'tsv') {
      const guessed = csvLayoutOf(shown, beginning, format, header);
      const layout = await checkedLayout(shown, () => bytesOf({ shown, path }), beginning, guessed);
      if (!layout.mixedEnds) return csvFile(shown, path, layout, compression);
      await pipeline(withOneLineEnd(bytesOf({ shown, path })), createWriteStream(own('lines')));
      database.shownAs.set(own('lines'), shown);
      return csvFile(shown, own('lines'), layout, 'none');
    }
    const text = decoded ? await openBytes({ shown, path }, stdin) : opened;
    return await jsonRows(database, text, path, format, compression, own('rows'));
  } finally {
    opened.close();
  }
}

/** JSON as rows: as it is, or rewritten an object a line where the whole file is one object that holds rows. */
async function jsonRows(
  database: Database,
  opened: OpenBytes,
  path: string,
  format: JsonFormat,
  compression: 'gzip' | 'zstd' | 'none',
  rewritten: string,
): Promise<TableFile> {
  const { shown } = opened;
  const rows = await documentIn(opened, format);
  if (rows !== null) {
    await writeFile(rewritten, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    database.shownAs.set(rewritten, shown);
    return jsonFile(database, shown, rewritten, 'jsonl', 'none');
  }
  // The database reads half a packed file as if it were whole.
  if (compression !== 'none') await checkBytes(opened);
  return jsonFile(database, shown, path, format, compression);
}

/** A path that the database takes for one file: a name that it would take for a glob is reached through a link. */
async function plainPath(database: Database, { shown, path }: NamedFile, link: string): Promise<string> {
  const whole = resolve(path!);
  const plain = GLOB_CHARACTERS.test(whole) ? link : whole;
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
