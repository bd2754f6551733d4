/** Bytes of a named pipe (FIFO). */
import { constants } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds between two looks at a pipe that holds nothing. */
const WAIT = 5;

const CHUNK_BYTES = 2 ** 16;

/** Returns whether a path is a FIFO in a folder, and not the pipe of a shell's `<(…)` or /dev/stdin, which has no path of its own. */
export async function isNamedPipe(path: string): Promise<boolean> {
  if ((await stat(path).catch(() => null))?.isFIFO() !== true) return false;
  return realpath(path).then(
    () => true,
    () => false,
  );
}

/**
 * Waits for a writer, then reads until the last one has closed it. Opened in the usual way, a FIFO that nobody writes to would hold a
 * thread of Node's in the system, and the process could not be interrupted.
 */
export async function* namedPipe(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  let begun = false;
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      const bytes = await file.read(buffer, 0, CHUNK_BYTES, null).then(
        ({ bytesRead }) => bytesRead,
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EAGAIN') throw error;
          begun = true; // a writer is there
          return null;
        },
      );
      if (bytes === 0 && begun) return;
      if (bytes === 0 || bytes === null) await setTimeout(WAIT);
      else {
        begun = true;
        yield buffer.subarray(0, bytes);
      }
    }
  } finally {
    await file.close();
  }
}
