// @ts-check
/** Memory of this process, MiB. */
import { readFileSync } from 'node:fs';

/** What is in use, garbage collected before: objects, and typed arrays beside them. Needs `--expose-gc`. */
export async function usedMiB() {
  if (globalThis.gc === undefined) throw new Error('to be run with --expose-gc');
  // Typed arrays are freed a turn after what held them.
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

/** The most that the process has held so far, code and garbage included. */
export function peakMiB() {
  return highWaterMark() ?? process.resourceUsage().maxRSS / 1024;
}

/** Linux's own figure; there, `maxRSS` begins with what the parent process held. */
function highWaterMark() {
  try {
    const kibibytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined; // not Linux
  }
}
