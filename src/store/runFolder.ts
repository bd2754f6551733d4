/**
 * Run folders. A run is written into a temporary folder inside the store, flushed to the disk, and renamed to its id in one
 * step: a folder named by a run's id is complete, whatever happened to the program.
 *
 * Files in a run folder: `config.json` (the resolved config), `result.json` (written by `toJson`, read by `fromJson`),
 * `timing.json` (seconds, and the machine; the only file that differs when a run is made again), on request
 * `responses.arrow`, `timelines.arrow` and `model.safetensors`, and `manifest.json`, the checksums of all of them.
 */

import { mkdir, readlink, rename, rm, rmdir, stat, symlink, unlink } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { flush } from './atomicFile.js';
import { makeFolder } from './makeFolder.js';
import { writeManifest } from './manifest.js';
import { listDir, withTemporaryFolder } from './temporaryFolder.js';

/** Folder of an experiment that holds its damaged runs, which other runs have replaced. */
export const DAMAGED_FOLDER = 'damaged';

/** Folder of an experiment that holds the answers of servers, a file for each run that asked. */
export const ANSWERS_FOLDER = 'answers';

/** Form of a run's id. */
export const RUN_NAME = /^[0-9a-f]{12}$/;

/**
 * Writes one run. If the store already holds a complete run of that id (another worker was quicker), that run stays and
 * this one's files are dropped: equal ids mean equal content.
 * @param storeDir made if missing
 * @param id 12 hex digits
 * @param write fills the given temporary folder
 * @returns the run's folder
 * @throws RangeError for an id of another form; errors of `write`, after which nothing is left behind
 */
export async function writeRunFolder(
  storeDir: string,
  id: string,
  write: (temporaryDir: string) => Promise<void>,
): Promise<string> {
  if (!RUN_NAME.test(id)) throw new RangeError(`a run's id is 12 hex digits, found "${id}"`);
  const finalDir = join(storeDir, id);
  await withTemporaryFolder(storeDir, async (temporaryDir) => {
    const filling = join(temporaryDir, id);
    await mkdir(filling);
    await write(filling);
    await writeManifest(filling);
    await flushFolder(filling);
    await rename(filling, finalDir).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    await flush(storeDir);
  });
  return finalDir;
}

/** Removes a run in one step, as it came: the rest of an interrupted removal is not named by a run's id. */
export async function removeRunFolder(storeDir: string, id: string): Promise<void> {
  await withTemporaryFolder(storeDir, (temporaryDir) => rename(join(storeDir, id), join(temporaryDir, id)));
}

/**
 * Moves a damaged run out of the way, into the folder `damaged`, because a part of it, such as its model, may still be of use.
 * Only the link moves of a run that is linked from elsewhere.
 * @returns where it is now, as a path inside the store
 */
export async function setRunAside(storeDir: string, id: string): Promise<string> {
  const [from, folder] = [join(storeDir, id), join(storeDir, DAMAGED_FOLDER)];
  await makeFolder(folder);
  const link = await readlink(from).catch(() => undefined);
  for (let copy = 1; ; copy++) {
    const to = join(folder, `${id}-${copy}`);
    try {
      if (link === undefined) await rename(from, to);
      else {
        await symlink(resolve(dirname(from), link), to);
        await unlink(from);
      }
      return relative(storeDir, to);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}

/**
 * Removes the damaged runs that were set aside in the experiments of a folder, at any depth. Links are removed and not followed.
 * @returns their number
 */
export async function removeSetAside(dir: string): Promise<number> {
  let removed = 0;
  for (const entry of await listDir(dir)) {
    const path = join(dir, entry.name);
    if (!entry.isDirectory() || entry.name.startsWith('.') || RUN_NAME.test(entry.name)) continue;
    if (entry.name !== DAMAGED_FOLDER) removed += await removeSetAside(path);
    else {
      for (const { name } of await listDir(path)) {
        if (!/^[0-9a-f]{12}-\d+$/.test(name)) continue;
        await rm(join(path, name), { recursive: true, force: true });
        removed++;
      }
      await rmdir(path).catch(() => {}); // it holds something else
    }
  }
  return removed;
}

/** Ids of the complete runs in a store, sorted; empty if the folder does not exist. A run may be linked from elsewhere. */
export async function completeRuns(storeDir: string): Promise<readonly string[]> {
  return foldersIn(storeDir, (name) => RUN_NAME.test(name));
}

/**
 * Names of the folders in a folder, and of links to folders, sorted.
 * @throws the system's error for a link that leads nowhere now, because its disk may come back
 */
export async function foldersIn(dir: string, isNamed: (name: string) => boolean): Promise<readonly string[]> {
  const names: string[] = [];
  for (const entry of await listDir(dir)) {
    if (!isNamed(entry.name)) continue;
    const isLink = entry.isSymbolicLink();
    if (entry.isDirectory() || (isLink && (await stat(join(dir, entry.name))).isDirectory())) names.push(entry.name);
  }
  return names.sort();
}

async function flushFolder(dir: string): Promise<void> {
  for (const entry of await listDir(dir)) {
    const path = join(dir, entry.name);
    await (entry.isDirectory() ? flushFolder(path) : flush(path));
  }
  await flush(dir);
}
