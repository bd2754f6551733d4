/** Folders with all those above them. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and the missing ones above it; one that is there stays. `mkdir` of Node with `recursive` never ends where the
 * system says that there is no such file although the folder above is there, as /proc does.
 * @throws the error of the system
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (await isFolder(path)) return;
    const above = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === path) throw error;
    await makeFolder(above);
    // Another process may have made it meanwhile.
    await mkdir(path).catch(async (again: Error) => {
      if (!(await isFolder(path))) throw again;
    });
  }
}

/** @throws the error of the system where the path leads nowhere, as in a loop of links; a missing file is no folder */
function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ELOOP') throw error;
      return false;
    },
  );
}
