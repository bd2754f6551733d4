/**
 * One writer to a folder at a time. A lock is a file whose name says whose it is: `.lock-<host>-<process id>-<start>`.
 * Whoever wants the folder first puts down its own and then looks for others'. Of two that come at once the later one sees
 * the earlier one's, so never both have it; and the lock of a dead process can be removed by anybody, because no other
 * process will ever bear its name.
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

/** Two that come at once both step back, and come again after a time of their own. */
const TRIES = 4;

/**
 * Takes the folder, which is made where missing, for this process.
 * @returns gives it back; synchronous, so that it can be done while the process exits
 * @throws UserError that names who has it
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

/** Somebody else who has the folder. Locks of dead processes of this machine are removed on the way. */
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
      ? 'wait until it is done, or end it: the same command then continues; or give another folder with --out'
      : `if it is no longer running there, remove the file ${join(dir, name)}: that cannot be seen from here`,
  });
}

function release(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
