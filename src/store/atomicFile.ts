/** Files that appear whole or not at all. */
import { open, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { platform } from 'node:process';
import { removeLeftovers, withTemporaryFolder } from './temporaryFolder.js';

/** Folders in which this process has removed what dead writers left. */
const swept = new Set<string>();

/**
 * Lets `write` fill a temporary file, flushes it to the disk and renames it to `path`. If anything fails, an older file at
 * `path` is still there. Missing parent folders are made.
 */
export async function replaceFile(path: string, write: (temporaryPath: string) => Promise<void>): Promise<void> {
  const folder = dirname(path);
  if (!swept.has(folder)) {
    swept.add(folder);
    await removeLeftovers(folder).catch(() => {}); // leftovers that cannot be removed are no reason to fail
  }
  await withTemporaryFolder(folder, async (temporaryDir) => {
    const temporaryPath = join(temporaryDir, basename(path));
    await write(temporaryPath);
    await flush(temporaryPath);
    await rename(temporaryPath, path);
    await flush(folder);
  });
}

/** Writes text or bytes so that a reader sees the old file or the new one, never a part of either. */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await replaceFile(path, (temporaryPath) => writeFile(temporaryPath, content));
}

/**
 * Waits until the content of a file, or the list of names of a folder, is on the disk. Some disks cannot do so for folders and
 * say EINVAL; SQLite ignores that, too (`unixSync` in os_unix.c), because a file's content is on the disk then.
 */
export async function flush(path: string): Promise<void> {
  // Windows neither opens folders nor syncs read-only handles; its renames are journalled.
  if (platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync().catch(async (error: NodeJS.ErrnoException) => {
      const isUnable = error.code === 'EINVAL' || error.code === 'ENOTSUP';
      if (!isUnable || !(await handle.stat()).isDirectory()) throw error;
    });
  } finally {
    await handle.close();
  }
}
