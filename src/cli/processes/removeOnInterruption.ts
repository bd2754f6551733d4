/** Removal of temporary folders where the process is stopped by a signal. */
import { rmSync } from 'node:fs';
import { EXIT } from '../errors.js';

const folders = new Set<string>();

/** Removes the folder if the process is interrupted. @param before called first, then */
export function removeOnInterruption(folder: string, before?: () => void): void {
  folders.add(folder);
  const interrupted = (): never => {
    before?.();
    for (const each of folders) rmSync(each, { recursive: true, force: true });
    process.exit(EXIT.interrupted);
  };
  if (folders.size === 1) process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
}
