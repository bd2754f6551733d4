// @ts-check
/** A disk that is full at a random moment: a clear error, no damage, and the same command continues when there is room. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { verifyStore } from '../../dist/store/verifyStore.js';
import { command, folderOf, require, run, tablesOf, temporaryFolder } from './sweep.js';

/**
 * @param {{ disks: number, random: () => number, workers: number, store: string, tables: string[] }} options an undisturbed store
 * @returns {Promise<{ disks: number, filled: number } | string>} counts, or the reason why it was skipped
 */
export async function tryFullDisks({ disks, random, workers, store, tables }) {
  const counts = { disks: 0, filled: 0 };
  for (; counts.disks < disks; counts.disks++) {
    const disk = temporaryFolder();
    const kibibytes = 8 + Math.floor(random() * kibibytesOf(store));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', disk], {
      encoding: 'utf8',
    });
    if (mounted.status !== 0)
      return `mounting a tmpfs needs rights that this process hasn't got (${(mounted.stderr ?? String(mounted.error)).trim()})`;
    try {
      const first = await run(command(disk, workers));
      if (first.code !== 0) {
        counts.filled++;
        require(first.code === 2 &&
          /ENOSPC/.test(first.stderr) &&
          !/ at .*\.js:\d+/.test(
            first.stderr,
          ), `${kibibytes} KiB: no clear error (exit code ${first.code}):\n${first.stderr}`);
      }
      const { findings } = await verifyStore(folderOf(disk));
      require(findings.length === 0, `damage: ${JSON.stringify(findings)}`);
      spawnSync('mount', ['-o', 'remount,size=100m', disk]);
      const second = await run(command(disk, workers));
      require(second.code === 0, `no continuation after there was room:\n${second.stderr}`);
      require(tablesOf(disk).join() === tables.join(), 'the tables differ from those of an undisturbed sweep');
    } finally {
      spawnSync('umount', [disk]);
    }
  }
  return counts;
}

/** Bytes of a store on a disk with pages of 4 KiB, without temporary files. @param {string} dir @returns {number} */
function kibibytesOf(dir) {
  return readdirSync(dir, { withFileTypes: true }).reduce((sum, entry) => {
    const place = path.join(dir, entry.name);
    return sum + (entry.isDirectory() ? kibibytesOf(place) : 4 * Math.ceil(statSync(place).size / 4096));
  }, 0);
}
