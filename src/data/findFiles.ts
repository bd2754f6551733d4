/** Names of files on the command line → files: globs are expanded, `-` is standard input. The same for every command. */
import { fstat } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemProblem } from '../errors/systemProblem.js';
import { UserError } from '../errors/userError.js';
import { fileIdentity } from './fileIdentity.js';

export interface NamedFile {
  /** The name by which the user knows it; `stdin` for `-`. */
  readonly shown: string;
  /** The file as it was named; null for standard input. */
  readonly path: string | null;
}

/** Characters of a name that make it a glob where no file has this name. */
export const GLOB_CHARACTERS = /[*?[\]{}]/;

/** Names that the database, or a reader, would take for an address. */
const ADDRESS = /^[a-z][\w+.-]*:\/\//i;

/** Characters of a name that a message shows. */
const SHOWN = 200;

/**
 * @param names files, globs (`*`, `?`, `[ab]`, `**`), `-`
 * @param glob the files that a glob matches, sorted; called only where no file has the name
 * @throws UserError where a file is missing, a folder, or named twice, be it through links; or where a glob matches nothing
 */
export async function findFiles(
  names: readonly string[],
  glob: (pattern: string) => Promise<readonly string[]>,
): Promise<readonly NamedFile[]> {
  if (names.filter((name) => name === '-').length > 1)
    throw new UserError({ code: 'file-twice', summary: 'standard input can be read only once', where: '-' });
  const files: NamedFile[] = [];
  for (const name of names) {
    if (name === '-') files.push({ shown: 'stdin', path: null });
    else for (const path of await matching(name, glob)) files.push({ shown: path, path });
  }
  const known = new Map<string, string>();
  for (const { shown, path } of files) {
    const file = await identityOf(path);
    const other = known.get(file);
    if (other !== undefined)
      throw new UserError({
        code: 'file-twice',
        summary: 'a file is named twice, and its rows would count twice',
        where: shown,
        ...(other !== shown && { found: `${other} is the same file` }),
        hint: 'name it once; a glob may match a file that is also named, or a link to it',
      });
    known.set(file, shown);
  }
  return files;
}

/** @param path null for standard input */
async function identityOf(path: string | null): Promise<string> {
  const found = await (path === null
    ? promisify(fstat)(0, { bigint: true }).catch(() => null) // closed: then nothing else can be it
    : stat(path, { bigint: true }));
  return found === null ? '-' : fileIdentity(found, path);
}

async function matching(
  name: string,
  glob: (pattern: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    if (!(await stat(name)).isDirectory()) return [name];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (ADDRESS.test(name))
      throw new UserError({
        code: 'address',
        summary: 'only files on this machine are read; nothing is fetched',
        where: name.slice(0, SHOWN),
        hint: 'download it first',
      });
    if (code === 'ENOENT' && GLOB_CHARACTERS.test(name)) {
      const found = await glob(name);
      if (found.length > 0) return found;
      throw new UserError({ code: 'no-file', summary: 'no file matches', where: name });
    }
    const missing =
      code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE';
    throw new UserError({
      code: missing ? 'no-file' : 'unreadable',
      summary: missing ? 'there is no such file' : 'the file cannot be opened',
      where: name.slice(0, SHOWN),
      ...(!missing && { found: code, hint: systemProblem(error)?.hint }),
    });
  }
  throw new UserError({
    code: 'folder',
    summary: 'expected a file, found a folder',
    where: name,
    hint: `name its files: '${join(name, '*.jsonl')}'`,
  });
}
