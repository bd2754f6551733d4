/**
 * Temporary folders: for incomplete files, beside their final place, so that one rename completes them; and for data, in the
 * system's temporary folder. The name tells the writer (`.tmp-<identity>-<random>`), so that the folder is removed when its
 * writer is dead.
 */

import { type Dirent, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { makeFolder } from './makeFolder.js';
import { identityIn, lifeOf, ownIdentity } from './processes.js';

const BESIDE = '.tmp-';
const DATA = 'hallucination-rate-data-';

/** Temporary folders that this process has and has not removed yet. */
const open = new Set<string>();

/** Makes a temporary folder inside `dir`, which is there. The caller removes it with `removeTemporaryFolder`. */
export function makeTemporaryFolder(dir: string): string {
  const folder = mkdtempSync(join(dir, `${BESIDE}${ownIdentity()}-`));
  open.add(folder);
  return folder;
}

/** Removes a folder of `makeTemporaryFolder`, if it is still there. */
export function removeTemporaryFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  open.delete(folder);
}

/** Makes a temporary folder inside `dir`, passes it to `use`, and removes it whatever happens. `dir` is made if missing. */
export async function withTemporaryFolder<T>(dir: string, use: (temporaryDir: string) => Promise<T>): Promise<T> {
  await makeFolder(dir);
  const temporaryDir = await mkdtemp(join(dir, `${BESIDE}${ownIdentity()}-`));
  open.add(temporaryDir);
  try {
    return await use(temporaryDir);
  } finally {
    await rm(temporaryDir, { recursive: true, force: true });
    open.delete(temporaryDir);
  }
}

/**
 * Makes a folder for data in the system's temporary folder. The caller removes it; if the process is stopped before,
 * `removeOpenFolders` does, or `removeDeadData` of a later process.
 */
export function makeDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `${DATA}${ownIdentity()}-`));
  open.add(folder);
  return folder;
}

/** Removes the temporary folders that this process has not removed yet; synchronous, so that it works while the process exits. */
export function removeOpenFolders(): void {
  for (const folder of open) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // A thread may still write there, or the disk is gone: a later start removes the folder.
    }
  }
}

/** Removes the data of dead processes of this machine and user from the system's temporary folder. */
export function removeDeadData(): void {
  try {
    for (const name of readdirSync(tmpdir())) {
      const path = join(tmpdir(), name);
      if (writerOf(name, DATA) === 'dead' && isOurs(path)) rmSync(path, { recursive: true, force: true });
    }
  } catch {
    // Another start may remove the same folder, and a temporary folder that cannot be listed is no reason to fail.
  }
}

/** Temporary folders in a folder whose writers have died, by what was done about them. Names are sorted. */
export interface Leftovers {
  readonly removed: readonly string[];
  /** Folders of writers that cannot be seen from here, because they belong to another machine or container: they stay. */
  readonly unseen: readonly string[];
}

/** Removes the temporary folders in `dir` whose writers, processes of this machine and user, have died. */
export async function removeLeftovers(dir: string): Promise<Leftovers> {
  const names = (await listDir(dir)).map(({ name }) => name).sort();
  const removed = names.filter((name) => writerOf(name, BESIDE) === 'dead' && isOurs(join(dir, name)));
  await Promise.all(removed.map((name) => rm(join(dir, name), { recursive: true, force: true })));
  return { removed, unseen: names.filter((name) => writerOf(name, BESIDE) === 'unseen') };
}

/** Removes all temporary folders in `dir`. The caller knows that no writer is left on any machine. @returns their number */
export async function removeAllTemporary(dir: string): Promise<number> {
  const left = (await listDir(dir)).filter(({ name }) => name.startsWith(BESIDE));
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

/** Life of the process that made a temporary folder; undefined for another name. */
function writerOf(name: string, prefix: string): ReturnType<typeof lifeOf> | undefined {
  const identity = name.startsWith(prefix) ? /^(.+)-[^-]+$/.exec(name.slice(prefix.length))?.[1] : undefined;
  const writer = identity === undefined ? undefined : identityIn(identity);
  return writer && lifeOf(writer);
}

/** True for a folder of this user. Another user's may hold his work, and links lead elsewhere. */
export function isOurs(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && (getuid === undefined || found.uid === getuid());
}
