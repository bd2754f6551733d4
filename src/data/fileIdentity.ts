/** Names that are one and the same file. */
import { type BigIntStats, realpathSync } from 'node:fs';

/**
 * The same text for every name of a file: by device and inode, so that links are seen through. Where a disk has no inodes it is the
 * path without links.
 * @param path null for a descriptor, such as standard input
 */
export function fileIdentity({ dev, ino }: BigIntStats, path: string | null): string {
  return ino === 0n && path !== null ? realpathSync(path) : `${dev}:${ino}`;
}
