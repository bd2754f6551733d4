/** Temporary folders for incomplete files. They lie beside their final place, so that one rename completes them. */

import type { Dirent } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pid } from 'node:process';
import { isAlive } from './processes.js';

/** The name `.tmp-<host>-<process id>-<random>` identifies the writer, so that the folder is removed only if its writer is dead. */
const ANY_PREFIX = '.tmp-';
const PREFIX = `${ANY_PREFIX}${hostname()}-`;

/** Makes a temporary folder inside `dir`, passes it to `use`, and removes it whatever happens. `dir` is made if missing. */
export async function withTemporaryFolder<T>(dir: string, use: (temporaryDir: string) => Promise<T>): Promise<T> {
  await mkdir(dir, { recursive: true });
  const temporaryDir = await mkdtemp(join(dir, `${PREFIX}${pid}-`));
  try {
    return await use(temporaryDir);
  } finally {
    await rm(temporaryDir, { recursive: true, force: true });
  }
}

/**
 * Removes the temporary folders in `dir` whose writers have died on this machine. Folders of other machines stay, because
 * this machine cannot see their processes.
 * @returns names of the folders removed, sorted
 */
export async function removeLeftovers(dir: string): Promise<readonly string[]> {
  const left = (await listDir(dir))
    .map((entry) => entry.name)
    .filter(writerIsDead)
    .sort();
  await Promise.all(left.map((name) => rm(join(dir, name), { recursive: true, force: true })));
  return left;
}

/** Removes all temporary folders in `dir`. The caller knows that no writer is left on any machine. @returns their number */
export async function removeAllTemporary(dir: string): Promise<number> {
  const left = (await listDir(dir)).filter(({ name }) => name.startsWith(ANY_PREFIX));
  // A writer that is being killed may write once more meanwhile.
  await Promise.all(left.map(({ name }) => rm(join(dir, name), { recursive: true, force: true, maxRetries: 5 })));
  return left.length;
}

/** Entries of a folder; empty if it does not exist. */
export async function listDir(dir: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(dir, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function writerIsDead(name: string): boolean {
  if (!name.startsWith(PREFIX)) return false;
  const writer = /^(\d+)-[^-]+$/.exec(name.slice(PREFIX.length))?.[1];
  return writer !== undefined && !isAlive(Number(writer));
}
