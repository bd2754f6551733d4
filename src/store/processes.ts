/** Processes of this machine: their life, identity and memory. */
import { readFileSync } from 'node:fs';
import { kill } from 'node:process';

/** True if a process with that id lives on this machine, whoever owns it. */
export function isAlive(processId: number): boolean {
  try {
    kill(processId, 0);
    return true;
  } catch (error) {
    // A process of another user cannot be signalled, but it lives.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Start time of a process, in the system's own unit. Together with the id it separates a process from a later one with the
 * same id. 0 on systems other than Linux, which stores it in field 22 of /proc/<id>/stat, proc_pid_stat(5).
 */
export function startOf(processId: number): number {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may contain any character.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) || 0;
  } catch {
    return 0;
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
