/** A sweep on this machine: makes the runs that the store does not hold, then gathers all runs into tables. */
import { removeLeftovers } from '../store/temporaryFolder.js';
import type { FailedRun } from './failedRuns.js';
import { prepareSweep } from './prepareSweep.js';
import type { RunTask } from './run/executeRun.js';
import { workOf } from './run/runWork.js';
import { readRun, type StoredRun } from './run/storedRun.js';
import { gather } from './tables/gather.js';
import type { RunsOptions, WorkerPool } from './workers.js';

export interface SweepOptions extends RunsOptions {
  /** Workers for the runs. */
  readonly pool: WorkerPool;
  /** Name of the experiment, for the tables. */
  readonly experiment: string;
  /** Make runs again that failed in an earlier command. */
  readonly retryFailed: boolean;
}

export interface SweepOutcome {
  readonly runs: readonly StoredRun[];
  /** Failed runs, including those of earlier commands that were not made again. */
  readonly failures: readonly FailedRun[];
  /** Tasks that were not begun, because too many others failed. */
  readonly unmade: readonly RunTask[];
  /** Paths of the tables that were written. */
  readonly files: readonly string[];
}

/** @throws UserError if the store cannot be written: then no further run begins, and complete runs stay */
export async function runSweep(tasks: readonly RunTask[], options: SweepOptions): Promise<SweepOutcome> {
  const { experiment, pool, store, retryFailed, progress } = options;
  const prepared = await prepareSweep(tasks, store, retryFailed);
  progress.onPlan(prepared);
  const { failures, unmade } = await pool.execute(inOrder(prepared.todo, pool.workers), options);
  // Workers that outlived the death of an earlier sweep may have been alive when this one began.
  await removeLeftovers(store.directory);
  const failed = [...prepared.earlier, ...failures];
  const missing = new Set([...failed.map(({ task }) => task.id), ...unmade.map(({ id }) => id)]);
  const runs = tasks.filter(({ id }) => !missing.has(id)).map((task) => readRun(store.directory, task));
  return { runs, failures: failed, unmade, files: await gather(experiment, runs, store) };
}

/** With several workers the longest runs first: one begun last would keep its worker busy and leave the others idle. */
function inOrder(tasks: readonly RunTask[], workers: number): readonly RunTask[] {
  return workers === 1 ? tasks : [...tasks].sort((one, other) => workOf(other) - workOf(one));
}
