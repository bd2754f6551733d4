/**
 * Locks a folder for one writer at a time. A lock is a file whose name identifies its owner:
 * `.lock-<host>-<process id>-<start>`. A process first writes its own lock and then looks for others. Of two processes that
 * come at once, the later one sees the lock of the earlier one, so they never both have the folder. Any process may remove
 * the lock of a dead process, because no other process will ever have its name.
 */
import { unlinkSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pid } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../errors/userError.js';
import { isAlive, startOf } from '../store/processes.js';
import { listDir } from '../store/temporaryFolder.js';

const NAME = /^\.lock-(.+)-(\d+)-(\d+)$/;

/** Tries: two processes that come at once both step back, and try again after different times. */
const TRIES = 4;

/**
 * Locks the folder for this process; the folder is made if missing.
 * @returns a function that removes the lock; synchronous, so that it works while the process exits
 * @throws UserError that names the process that has the folder
 */
export async function lockFolder(dir: string): Promise<() => void> {
  await mkdir(dir, { recursive: true });
  const name = `.lock-${hostname()}-${pid}-${startOf(pid)}`;
  const path = join(dir, name);
  for (let attempt = 1; ; attempt++) {
    await writeFile(path, '', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? inUse(dir, { host: hostname(), processId: pid, name }) : error;
    });
    const other = await otherOwner(dir, name);
    if (other === undefined) return () => release(path);
    release(path);
    if (attempt === TRIES) throw inUse(dir, other);
    await setTimeout(50 * attempt + (pid % 97));
  }
}

interface Owner {
  readonly host: string;
  readonly processId: number;
  readonly name: string;
}

/** Another process that has the folder. Locks of dead processes of this machine are removed. */
async function otherOwner(dir: string, own: string): Promise<Owner | undefined> {
  for (const { name } of await listDir(dir)) {
    const parts = NAME.exec(name);
    if (parts === null || name === own) continue;
    const [host, processId, start] = [parts[1]!, Number(parts[2]), Number(parts[3])];
    if (host !== hostname() || isStill(processId, start)) return { host, processId, name };
    await rm(join(dir, name), { force: true });
  }
  return undefined;
}

/** True if the process that wrote a lock still lives; a later process may have its id, but starts later. */
function isStill(processId: number, start: number): boolean {
  const now = startOf(processId);
  return isAlive(processId) && (start === 0 || now === 0 || now === start);
}

function inUse(dir: string, { host, processId, name }: Owner): UserError {
  const here = host === hostname();
  return new UserError({
    code: 'locked',
    summary: 'another process is writing to this folder',
    where: dir,
    found: `process ${processId} on ${here ? 'this machine' : host}`,
    hint: here
      ? 'wait until it is done, or end it: then the same command continues; or choose another folder with --out'
      : `if that process has ended, which cannot be seen from here, remove the file ${join(dir, name)}`,
  });
}

function release(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
