/** Names of files on the command line → files: globs are expanded, `-` is standard input, kept in a file for as long as it is needed. */
import { createWriteStream } from 'node:fs';
import { stat, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../errors/userError.js';
import type { Database } from './database.js';
import { literal } from './sql.js';

export interface NamedFile {
  /** As the user knows it. */
  readonly shown: string;
  /** What to open: no character in it is special to the database. */
  readonly path: string;
}

const SPECIAL = /[*?[\]{}]/;

/** What the database, or a reader, would take for a place elsewhere. */
const ADDRESS = /^[a-z][\w+.-]*:\/\//i;

/** Characters of a name that a message shows. */
const SHOWN = 200;

/**
 * @param names files, globs (`*`, `?`, `[ab]`, `**`), `-`
 * @param stdin what `-` stands for
 * @throws UserError where a file is missing, a folder or given twice, or a glob matches nothing
 */
export async function expandPaths(
  database: Database,
  names: readonly string[],
  stdin: Readable,
): Promise<readonly NamedFile[]> {
  const files: NamedFile[] = [];
  if (names.filter((name) => name === '-').length > 1)
    throw new UserError({ code: 'file-twice', summary: 'standard input can be read once', where: '-' });
  for (const name of names) {
    if (name === '-') files.push(await keep(database, stdin));
    else
      for (const shown of await matching(database, name))
        files.push({ shown, path: await plainPath(database, shown, files.length) });
  }
  const twice = files.find(
    ({ shown }, position) => files.findIndex((other) => resolve(other.shown) === resolve(shown)) < position,
  );
  if (twice !== undefined)
    throw new UserError({
      code: 'file-twice',
      summary: 'a file is named twice, and its rows would count twice',
      where: twice.shown,
    });
  for (const { shown, path } of files) database.shownAs.set(path, shown);
  return files;
}

async function matching(database: Database, name: string): Promise<readonly string[]> {
  try {
    if (!(await stat(name)).isDirectory()) return [name];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (ADDRESS.test(name))
      throw new UserError({
        code: 'address',
        summary: 'nothing is fetched: files of this machine alone are read',
        where: name.slice(0, SHOWN),
        hint: 'download it first',
      });
    if (code === 'ENOENT' && SPECIAL.test(name)) return globbed(database, name);
    const missing =
      code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE';
    throw new UserError({
      code: missing ? 'no-file' : 'unreadable',
      summary: missing ? 'there is no such file' : 'the file cannot be opened',
      where: name.slice(0, SHOWN),
      ...(!missing && { found: code }),
    });
  }
  throw new UserError({
    code: 'folder',
    summary: 'a folder stands where a file should',
    where: name,
    hint: `name its files: '${join(name, '*.jsonl')}'`,
  });
}

async function globbed(database: Database, pattern: string): Promise<readonly string[]> {
  const rows = await database.rows(`SELECT file FROM glob(${literal(pattern)}) ORDER BY file`);
  if (rows.length === 0) throw new UserError({ code: 'no-file', summary: 'no file matches', where: pattern });
  return rows.map(({ file }) => String(file));
}

/** A path that the database takes for one file: what it would take for a glob is reached through a link. */
async function plainPath(database: Database, shown: string, position: number): Promise<string> {
  const path = resolve(shown);
  if (!SPECIAL.test(path)) return path;
  const link = join(database.folder, `input-${position}`);
  await symlink(path, link);
  return link;
}

async function keep(database: Database, stdin: Readable): Promise<NamedFile> {
  const path = join(database.folder, 'standard-input');
  await pipeline(stdin, createWriteStream(path));
  return { shown: 'standard input', path };
}
