/**
 * Run folders. A run is written into a temporary folder inside the store, flushed to the disk, and renamed to its id in one
 * step: a folder named by a run's id is complete, whatever happened to the program.
 *
 * Files in a run folder: `config.json` (the resolved config), `result.json` (written by `toJson`, read by `fromJson`),
 * `timing.json` (seconds, and the machine; the only file that differs when a run is made again), on request
 * `responses.arrow` and `model.safetensors`, and `manifest.json`, the checksums of all of them.
 */
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { flush } from './atomicFile.js';
import { writeManifest } from './manifest.js';
import { listDir, withTemporaryFolder } from './temporaryFolder.js';

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

/** Ids of the complete runs in a store, sorted; empty if the folder does not exist. */
export async function completeRuns(storeDir: string): Promise<readonly string[]> {
  const entries = await listDir(storeDir);
  return entries
    .filter((entry) => entry.isDirectory() && RUN_NAME.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

async function flushFolder(dir: string): Promise<void> {
  for (const entry of await listDir(dir)) {
    const path = join(dir, entry.name);
    await (entry.isDirectory() ? flushFolder(path) : flush(path));
  }
  await flush(dir);
}
