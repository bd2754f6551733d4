/**
 * Locks a folder for one writer at a time. A lock is a file whose name identifies its owner:
 * `.lock-<host>@<space>-<process id>-<start>`. A process first writes its own lock and then looks for others. Of two processes
 * that come at once, the later one sees the lock of the earlier one, so they never both have the folder. Any process may remove
 * the lock of a dead process, because no other process will ever have its name.
 *
 * The owner writes to its lock every `BEAT_SECONDS`. An owner that cannot be seen from here, in another container or on another
 * machine, is watched: if it shows no life for `LEASE_SECONDS`, it counts as dead. All times are the disk's, so clocks need not agree.
 */

import { randomInt } from 'node:crypto';
import { statSync, unlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../errors/userError.js';
import { makeFolder } from '../store/makeFolder.js';
import { identityIn, lifeOf, ownIdentity, type ProcessIdentity } from '../store/processes.js';
import { listDir, removeAllTemporary } from '../store/temporaryFolder.js';

const PREFIX = '.lock-';

/** Tries: two processes that come at once both step back, and try again after different times. */
const TRIES = 5;

/** Seconds between two signs of life of an owner. */
const BEAT_SECONDS = 1;
/** Seconds without a sign of life after which an owner that cannot be seen counts as dead. */
export const LEASE_SECONDS = 60;
/** Seconds in which `unlockFolder` watches for a sign of life. */
const WATCH_SECONDS = 15;

export interface LockHooks {
  /** Called if the lock is gone while this process has it: then another process may have the folder. */
  readonly onLost?: () => void;
  /** Called before an owner that cannot be seen is watched, for that many seconds at most. */
  readonly onWatch?: (seconds: number) => void;
}

/**
 * Locks the folder for this process; the folder is made if missing.
 * @returns a function that removes the lock; synchronous, so that it works while the process exits
 * @throws UserError that names the process that has the folder
 */
export async function lockFolder(dir: string, { onLost, onWatch }: LockHooks = {}): Promise<() => void> {
  await makeFolder(dir);
  const name = PREFIX + ownIdentity();
  const path = join(dir, name);
  for (let attempt = 1; ; attempt++) {
    writeLock(dir, name);
    const found = await otherOwner(dir, name).catch((error: unknown) => {
      release(path);
      throw error;
    });
    if (found === undefined) break;
    release(path);
    const { other, silentFor } = found;
    const left = silentFor === undefined ? undefined : Math.max(0, LEASE_SECONDS - silentFor);
    if (left !== undefined) onWatch?.(Math.ceil(left));
    const lives = left === undefined ? attempt === TRIES : await showsLife(dir, other.name, left);
    if (lives || attempt === TRIES) throw inUse(dir, other);
    await setTimeout(randomInt(20, 100 * attempt));
  }
  const beat = setInterval(() => {
    if (beatOnce(path)) return;
    clearInterval(beat);
    onLost?.();
  }, 1000 * BEAT_SECONDS).unref();
  return () => {
    clearInterval(beat);
    release(path);
  };
}

/** Watches an owner. @returns false if its lock is removed at once, or nothing happens for that many seconds */
async function showsLife(dir: string, name: string, seconds: number): Promise<boolean> {
  const [before, begun] = [beatOf(dir, name), performance.now()];
  while (before !== undefined && performance.now() - begun < 1000 * seconds + 100) {
    const now = beatOf(dir, name);
    // A process that steps back removes its lock at once; one that removes it later has worked until now.
    if (now !== before) return now !== undefined || performance.now() - begun > 1000 * BEAT_SECONDS;
    await setTimeout(200);
  }
  return false;
}

/**
 * Removes the locks of a folder whose owners are dead, and the temporary folders of writers that cannot be seen from here. An owner
 * that cannot be seen is watched.
 * @returns names of the locks that were removed
 * @throws UserError if an owner lives
 */
export async function unlockFolder(dir: string, watchSeconds = WATCH_SECONDS): Promise<readonly string[]> {
  const owners = await ownersOf(dir);
  const alive = owners.find((owner) => lifeOf(owner) === 'alive');
  if (alive !== undefined) throw inUse(dir, alive);
  const unseen = owners.filter((owner) => lifeOf(owner) === 'unseen');
  const before = unseen.map(({ name }) => beatOf(dir, name));
  if (unseen.length > 0) await setTimeout(1000 * watchSeconds);
  const beating = unseen.find(({ name }, at) => beatOf(dir, name) !== before[at]);
  if (beating !== undefined) throw inUse(dir, beating);
  for (const { name } of owners) await rm(join(dir, name), { force: true });
  // No writer is left: what any of them left is removed under a lock, so that none begins meanwhile.
  const unlock = await lockFolder(dir);
  await removeAllTemporary(dir).finally(unlock);
  return owners.map(({ name }) => name);
}

interface Owner extends ProcessIdentity {
  /** Name of the lock. */
  readonly name: string;
}

/** @throws UserError for a lock that is no file */
async function ownersOf(dir: string): Promise<readonly Owner[]> {
  return (await listDir(dir)).flatMap((entry) => {
    const identity = entry.name.startsWith(PREFIX) ? identityIn(entry.name.slice(PREFIX.length)) : undefined;
    if (identity === undefined) return [];
    if (entry.isFile()) return [{ ...identity, name: entry.name }];
    throw new UserError({
      code: 'not-ours',
      summary: 'this has the name of a lock, but it is no file',
      where: join(dir, entry.name),
      found: entry.isDirectory() ? 'a folder' : 'a link or a special file',
      hint: 'this program did not make it: move it elsewhere, or choose another folder with --out',
    });
  });
}

/**
 * Another process that has the folder, and, if it can only be told by its signs of life, the seconds since the last one. Locks of
 * dead processes are removed.
 */
async function otherOwner(
  dir: string,
  own: string,
): Promise<{ readonly other: Owner; readonly silentFor: number | undefined } | undefined> {
  for (const other of await ownersOf(dir)) {
    if (other.name === own) continue;
    const life = lifeOf(other);
    // The own lock was written just now: its time is the present by the clock of the disk. Older versions show no life.
    const [now, last] = [beatOf(dir, own) ?? 0, beatOf(dir, other.name)];
    const silentFor =
      life !== 'unseen' || other.space === undefined || last === undefined ? undefined : (now - last) / 1000;
    const isDead = life === 'dead' || last === undefined || (silentFor !== undefined && silentFor >= LEASE_SECONDS);
    if (!isDead) return { other, silentFor };
    await rm(join(dir, other.name), { force: true });
  }
  return undefined;
}

/** Time of an owner's last sign of life; undefined if its lock is gone. */
function beatOf(dir: string, name: string): number | undefined {
  return statSync(join(dir, name), { throwIfNoEntry: false })?.mtimeMs;
}

/** @throws UserError if this process has the folder already */
function writeLock(dir: string, name: string): void {
  const path = join(dir, name);
  try {
    writeFileSync(path, '', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw inUse(dir, { ...identityIn(name.slice(PREFIX.length))!, name });
  }
  beatOnce(path);
}

/** Writes a byte to the lock, which sets its time. @returns false if the lock is gone */
function beatOnce(path: string): boolean {
  try {
    writeFileSync(path, '.', { flag: 'r+' });
    return true;
  } catch (error) {
    // A full disk or one that does not answer may be there again at the next time.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

function inUse(dir: string, owner: Owner): UserError {
  const { host, processId, space, name } = owner;
  const isSeen = lifeOf(owner) !== 'unseen';
  const elsewhere = host === hostname() ? `another machine or container of the name ${host}` : host;
  const unlock = '`hallucination-rate unlock` with this folder frees it at once, unless the process lives';
  return new UserError({
    code: 'locked',
    summary: 'another process is writing to this folder',
    where: dir,
    found: `process ${processId} on ${isSeen ? 'this machine' : elsewhere}`,
    hint: isSeen
      ? 'wait until it is done, or end it: then the same command continues; or choose another folder with --out'
      : space === undefined
        ? `if that process has ended, which cannot be seen from here, ${unlock}; or remove the file ${join(dir, name)}`
        : `it has shown life just now: wait until it is done, or end it there: then the same command continues; or choose another folder with --out`,
  });
}

function release(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
