/** The end of a worker process whose parent is gone, also while it computes and hears nothing. */
import { ppid } from 'node:process';
import { Worker } from 'node:worker_threads';

/** Milliseconds between two looks at the parent. */
const LOOK_MS = 1000;

/** Lets a thread for itself look at the parent, since the others are at work. The next start removes what SIGKILL leaves. */
export function endWithParent(): void {
  const look = `setInterval(() => { if (process.ppid !== ${ppid}) process.kill(process.pid, 'SIGKILL'); }, ${LOOK_MS});`;
  new Worker(look, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 } }).unref();
}
