/** Folders for what isn't complete yet. They lie beside what they will become, so that one rename finishes it. */

import type { Dirent } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pid } from 'node:process';
import { isAlive } from './processes.js';

/** `.tmp-<host>-<process id>-<random>` says whose it is, so that it is removed only when its writer is dead. */
const ANYBODYS = '.tmp-';
const PREFIX = `${ANYBODYS}${hostname()}-`;

/** Makes a temporary folder inside `dir`, which is made where missing, hands it to `use`, and removes it whatever happens. */
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
 * Removes the temporary folders that writers which died on this machine left in `dir`. Those of other machines stay: whether
 * their writers live can't be seen from here.
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

/** The same for whoever knows that no writer is left, on any machine. @returns how many folders are removed */
export async function removeAllTemporary(dir: string): Promise<number> {
  const left = (await listDir(dir)).filter(({ name }) => name.startsWith(ANYBODYS));
  // One that is being killed may write once more meanwhile.
  await Promise.all(left.map(({ name }) => rm(join(dir, name), { recursive: true, force: true, maxRetries: 5 })));
  return left.length;
}

/** Entries of a folder; none where there is no folder. */
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
