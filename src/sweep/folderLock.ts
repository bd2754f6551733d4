/**
 * Locks a folder for one writer at a time. A lock is a file whose name identifies its owner:
 * `.lock-<host>@<space>-<process id>-<start>`. A process first writes its own lock and then looks for others. Of two processes
 * that come at once, the later one sees the lock of the earlier one, so they never both have the folder. Any process may remove
 * the lock of a dead process, because no other process will ever have its name.
 *
 * The owner writes to its lock every `BEAT_SECONDS`. An owner that cannot be seen from here, in another container or on another
 * machine, counts as dead `LEASE_SECONDS` after its last sign of life. Both times are the disk's, so clocks need not agree.
 */
import { statSync, unlinkSync, writeFileSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pid } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../errors/userError.js';
import { identityIn, lifeOf, ownIdentity, type ProcessIdentity } from '../store/processes.js';
import { listDir, removeAllTemporary } from '../store/temporaryFolder.js';

const PREFIX = '.lock-';

/** Tries: two processes that come at once both step back, and try again after different times. */
const TRIES = 4;

/** Seconds between two signs of life of an owner. */
const BEAT_SECONDS = 10;
/** Seconds after the last sign of life of an owner that cannot be seen, until its lock is released. */
export const LEASE_SECONDS = 180;

/**
 * Locks the folder for this process; the folder is made if missing.
 * @param onLost called if the lock is gone while this process has it: then another process may have the folder
 * @returns a function that removes the lock; synchronous, so that it works while the process exits
 * @throws UserError that names the process that has the folder
 */
export async function lockFolder(dir: string, onLost: () => void = () => {}): Promise<() => void> {
  await mkdir(dir, { recursive: true });
  const name = PREFIX + ownIdentity();
  const path = join(dir, name);
  for (let attempt = 1; ; attempt++) {
    writeLock(dir, name);
    const other = await otherOwner(dir, name).catch((error: unknown) => {
      release(path);
      throw error;
    });
    if (other === undefined) break;
    release(path);
    if (attempt === TRIES) throw inUse(dir, other);
    await setTimeout(50 * attempt + (pid % 97));
  }
  const beat = setInterval(() => {
    if (showLife(path)) return;
    clearInterval(beat);
    onLost();
  }, 1000 * BEAT_SECONDS).unref();
  return () => {
    clearInterval(beat);
    release(path);
  };
}

/**
 * Removes the locks of a folder whose owners are dead, and the temporary folders of writers that cannot be seen from here. An owner
 * that cannot be seen is watched for two of its signs of life.
 * @returns names of the locks that were removed
 * @throws UserError if an owner lives
 */
export async function unlockFolder(dir: string, beatSeconds = BEAT_SECONDS): Promise<readonly string[]> {
  const owners = await ownersOf(dir);
  const alive = owners.find((owner) => lifeOf(owner) === 'alive');
  if (alive !== undefined) throw inUse(dir, alive);
  const unseen = owners.filter((owner) => lifeOf(owner) === 'unseen');
  const before = unseen.map(({ name }) => beatOf(dir, name));
  if (unseen.length > 0) await setTimeout(2500 * beatSeconds);
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

/** Another process that has the folder. Locks of dead processes are removed. */
async function otherOwner(dir: string, own: string): Promise<Owner | undefined> {
  for (const owner of await ownersOf(dir)) {
    if (owner.name === own) continue;
    const life = lifeOf(owner);
    if (life === 'alive' || (life === 'unseen' && !(await isSilent(dir, owner, own)))) return owner;
    await rm(join(dir, owner.name), { force: true });
  }
  return undefined;
}

/** True if an owner has shown no life for the length of a lease. Older versions show none, so their locks stay. */
async function isSilent(dir: string, { name, space }: Owner, own: string): Promise<boolean> {
  if (space === undefined) return false;
  // The own lock was written just now: its time is the present by the clock of the disk.
  const [now, last] = await Promise.all([stat(join(dir, own)), stat(join(dir, name)).catch(() => undefined)]);
  return last === undefined || now.mtimeMs - last.mtimeMs > 1000 * LEASE_SECONDS;
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
  showLife(path);
}

/** Writes a byte to the lock, which sets its time. @returns false if the lock is gone */
function showLife(path: string): boolean {
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
        : `if that process has ended, the same command continues ${LEASE_SECONDS / 60} minutes after its last sign of life; ${unlock}`,
  });
}

function release(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
