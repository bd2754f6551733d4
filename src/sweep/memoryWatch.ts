/** Watches the memory of this machine while runs are made, so that fewer run at once before the machine swaps. */
import { freemem, totalmem } from 'node:os';
import * as node from 'node:process';
import { residentBytes } from '../store/processes.js';

export interface Memory {
  /** Bytes available without swapping. */
  readonly available: number;
  /** Bytes of the machine, or of the container of this process. */
  readonly total: number;
}

/** A run under way. */
export interface Running {
  /** Resident bytes of its worker. */
  readonly bytes: number;
}

/** Memory is short below this share of all memory. */
const RESERVE = 0.04;
/** A single run that holds this share of all memory is too large. */
const TOO_LARGE = 0.5;

/**
 * Decides what to do: nothing (`enough`); the youngest run waits until others have ended (`fewer`); or the only run left is
 * given up, because it takes most of the memory (`too large`). A small run that shares the machine with other large programs
 * goes on.
 * @param running the oldest run first
 */
export function memoryVerdict(
  { available, total }: Memory,
  running: readonly Running[],
): 'enough' | 'fewer' | 'too large' {
  if (available >= RESERVE * total || running.length === 0) return 'enough';
  if (running.length > 1) return 'fewer';
  return running[0].bytes >= TOO_LARGE * total ? 'too large' : 'enough';
}

/** Measures the memory now. @param pids process ids of the workers */
export function memoryNow(pids: readonly number[]): Memory {
  // A container's own count includes its file cache, which it can free: the memory of its processes is counted instead.
  const limit = node.constrainedMemory?.() ?? 0;
  const machine = { available: freemem(), total: totalmem() };
  if (!(limit > 0 && limit < machine.total)) return machine;
  const held = node.memoryUsage.rss() + pids.reduce((sum, pid) => sum + residentBytes(pid), 0);
  return { available: Math.min(machine.available, limit - held), total: limit };
}
