import type { PreparedSweep } from './prepareSweep.js';
import type { RunTask } from './run/executeRun.js';

/** Callbacks by which a sweep reports what it does. */
export interface SweepProgress {
  /** Called once, before the first run. */
  readonly onPlan: (prepared: PreparedSweep) => void;
  readonly onStart: (task: RunTask) => void;
  readonly onStep: (task: RunTask, step: number, loss: number | null) => void;
  readonly onEnd: (task: RunTask, failed: boolean) => void;
  /** Called when the worker process of `task` died: `task` is made again, and at most `workers` runs go on at once. */
  readonly onAgain?: (task: RunTask, why: string, workers: number) => void;
  /** Called when memory is short: `task` waits until others have ended, and at most `workers` runs go on at once. */
  readonly onFewer?: (task: RunTask, workers: number) => void;
}
