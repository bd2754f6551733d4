/** Processes of this machine: their life, identity and memory. */

import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';
import { hexDigest } from './hexDigest.js';

/** A process as the names of its locks and temporary folders tell it. */
export interface ProcessIdentity {
  readonly host: string;
  /** The space of its id (`PROCESS_SPACE`); undefined in names that versions before 0.5 wrote. */
  readonly space: string | undefined;
  readonly processId: number;
  /** Its start (`startOf`); 0 where it is not known. */
  readonly start: number;
}

/**
 * The processes that see each other by their ids, as 8 hex digits: those of one boot of one machine and of one namespace.
 * Containers may share a host name and process ids, and one machine may change its name, so the name alone does not tell.
 */
const PROCESS_SPACE = hexDigest(spaceOfProcesses()).slice(0, 8);

function spaceOfProcesses(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')}${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname(); // this system is not Linux
  }
}

/** This process in the names of files: `<host>@<space>-<process id>-<start>`. No other process ever has this text. */
export function ownIdentity(): string {
  return `${hostname()}@${PROCESS_SPACE}-${pid}-${startOf(pid)}`;
}

/** The process that a text of `ownIdentity` tells, or one without a space or a start; undefined for another text. */
export function identityIn(text: string): ProcessIdentity | undefined {
  const parts = /^(.+)@([0-9a-f]{8})-(\d+)-(\d+)$/.exec(text);
  if (parts !== null) return { host: parts[1]!, space: parts[2], processId: Number(parts[3]), start: Number(parts[4]) };
  const older = /^(.+?)-(\d+)(?:-(\d+))?$/.exec(text);
  return older === null
    ? undefined
    : { host: older[1]!, space: undefined, processId: Number(older[2]), start: Number(older[3] ?? 0) };
}

/** Life of a process as it is seen from here; `unseen` if it belongs to another machine, boot or namespace. */
export function lifeOf({ host, space, processId, start }: ProcessIdentity): 'alive' | 'dead' | 'unseen' {
  if (space === undefined ? host !== hostname() : space !== PROCESS_SPACE) return 'unseen';
  // A later process may have the same id, but starts later.
  const now = startOf(processId);
  return isAlive(processId) && (start === 0 || now === 0 || now === start) ? 'alive' : 'dead';
}

/** True if a process with that id lives on this machine, whoever owns it. A process that waits to be reaped is dead. */
function isAlive(processId: number): boolean {
  try {
    kill(processId, 0);
  } catch (error) {
    // A process of another user cannot be signalled, but it lives.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !['Z', 'X'].includes(statOf(processId)?.[0] ?? '');
}

/**
 * Start time of a process, in the system's own unit. Together with the id it separates a process from a later one with the
 * same id. 0 on systems other than Linux, which stores it in field 22 of /proc/<id>/stat, proc_pid_stat(5).
 */
export function startOf(processId: number): number {
  return Number(statOf(processId)?.[19]) || 0;
}

/** The fields of /proc/<id>/stat from the third one on; undefined where there are none. */
function statOf(processId: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may contain any character.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** Bytes of memory that a process holds; 0 on systems other than Linux (VmRSS, proc_pid_status(5)). */
export function residentBytes(processId: number): number {
  try {
    return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
