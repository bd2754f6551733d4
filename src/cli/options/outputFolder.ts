/** The folder of `--out`. */

import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { UserError } from '../../errors/userError.js';
import { makeFolder } from '../../store/makeFolder.js';

/** @throws UserError for an empty path, or a flag given twice */
export function oneFolder(out: unknown): string {
  if (typeof out === 'string' && out !== '') return out;
  throw new UserError({
    code: 'usage',
    summary: 'not a folder for results',
    where: '--out',
    found: JSON.stringify(out),
    allowed: 'the path of one folder',
  });
}

/** Makes the folder for results, before any work is done for them. */
export async function makeOutputFolder(directory: string): Promise<void> {
  try {
    await makeFolder(directory);
    await access(directory, constants.W_OK);
  } catch (error) {
    throw new UserError({
      code: 'not-writable',
      summary: 'the folder for results cannot be written',
      where: '--out',
      found: directory,
      hint: (error as Error).message,
    });
  }
}
