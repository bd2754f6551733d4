// @ts-check
/** Memory of processes, MiB. */
import { readFileSync } from 'node:fs';

/** Returns the memory in use after garbage collection, by objects and typed arrays. Needs `--expose-gc`. */
export async function usedMiB() {
  if (globalThis.gc === undefined) throw new Error('run Node with --expose-gc');
  // Typed arrays are freed a turn later than the objects that hold them.
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

/** Returns the peak memory of the process so far, code and garbage included. */
export function peakMiB() {
  return highWaterMark('self') ?? process.resourceUsage().maxRSS / 1024;
}

/**
 * Returns the peak of a process so far that Linux reports, MiB; there, `maxRSS` starts with the memory of the parent process.
 * @param {number | 'self'} pid
 */
export function highWaterMark(pid) {
  try {
    const kibibytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined; // not Linux, or it has ended
  }
}

/**
 * Returns the processes that a process started and that have not ended; none where there is no /proc.
 * @param {number} pid
 */
export function childrenOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
