/** Files that appear whole or not at all. */
import { open, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { platform } from 'node:process';
import { withTemporaryFolder } from './temporaryFolder.js';

/**
 * Lets `write` fill a temporary file, flushes it to the disk and renames it to `path`. If anything fails, an older file at
 * `path` is still there. Missing parent folders are made.
 */
export async function replaceFile(path: string, write: (temporaryPath: string) => Promise<void>): Promise<void> {
  const folder = dirname(path);
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

/** Waits until the content of a file, or the list of names of a folder, is on the disk. */
export async function flush(path: string): Promise<void> {
  // Windows neither opens folders nor syncs read-only handles; its renames are journalled.
  if (platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
