/** Texts of this program's own files, which are small: what is no file, or has no end, is not read. */
import { readFileSync, statSync } from 'node:fs';
import { UserError } from '../errors/userError.js';

/** More does not fit into one text of JavaScript. */
const MOST_BYTES = 2 ** 29;

/**
 * @returns the text of a file
 * @throws UserError for a pipe, a device, or a file of more than 512 MiB; the system's error if it cannot be read
 */
export function boundedText(path: string): string {
  const found = statSync(path);
  if (!found.isDirectory() && (!found.isFile() || found.size > MOST_BYTES))
    throw new UserError({
      code: 'not-ours',
      summary: 'not a file that this program wrote',
      where: path,
      found: found.isFile() ? `${Math.round(found.size / 2 ** 20)} MiB` : 'a pipe or a device',
      hint: 'move it away, or name another folder',
    });
  return readFileSync(path, 'utf8');
}
