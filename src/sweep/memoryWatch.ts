/** Watches the memory of this machine while runs are made, so that fewer go on at once before it swaps. */
import { freemem, totalmem } from 'node:os';
import * as node from 'node:process';
import { residentBytes } from '../store/processes.js';

export interface Memory {
  /** Bytes that can still be had without swapping. */
  readonly available: number;
  /** Bytes of the machine, or of the container that this runs in. */
  readonly total: number;
}

/** A run under way. */
export interface Running {
  /** Bytes that its worker holds. */
  readonly bytes: number;
}

/** Below this share of all memory something must give way. */
const RESERVE = 0.04;
/** A run that holds this share alone is to blame itself. */
const TOO_LARGE = 0.5;

/**
 * What is to be done: nothing; the youngest run waits until others have ended; or, where one is left that takes most of the memory
 * itself, it is given up. One that merely shares the machine with somebody else's large programs goes on.
 * @param running the oldest first
 */
export function memoryVerdict(
  { available, total }: Memory,
  running: readonly Running[],
): 'enough' | 'fewer' | 'too large' {
  if (available >= RESERVE * total || running.length === 0) return 'enough';
  if (running.length > 1) return 'fewer';
  return running[0].bytes >= TOO_LARGE * total ? 'too large' : 'enough';
}

/** @param pids of the workers */
export function memoryNow(pids: readonly number[]): Memory {
  // A container's own count holds its file cache, which gives way: what its processes hold is counted instead.
  const limit = node.constrainedMemory?.() ?? 0;
  const machine = { available: freemem(), total: totalmem() };
  if (!(limit > 0 && limit < machine.total)) return machine;
  const held = node.memoryUsage.rss() + pids.reduce((sum, pid) => sum + residentBytes(pid), 0);
  return { available: Math.min(machine.available, limit - held), total: limit };
}
