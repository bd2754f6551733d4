/** Which processes of this machine are alive, and still the same, and what they hold. */
import { readFileSync } from 'node:fs';
import { kill } from 'node:process';

/** Whether a process of that id lives on this machine, whoever owns it. */
export function isAlive(processId: number): boolean {
  try {
    kill(processId, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, but it lives.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * When a process started, in the system's own unit: with the id it tells a process from a later one of the same id.
 * 0 where the system doesn't say (only Linux does, in field 22 of /proc/<id>/stat, proc_pid_stat(5)).
 */
export function startOf(processId: number): number {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The second field is the program's name in parentheses, in which anything may stand.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) || 0;
  } catch {
    return 0;
  }
}

/** Bytes of memory that a process holds; 0 where the system doesn't say (only Linux does: VmRSS, proc_pid_status(5)). */
export function residentBytes(processId: number): number {
  try {
    return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
