/** The store put in order before a sweep is made. */
import { completeRuns, removeRunFolder } from '../store/runFolder.js';
import { removeLeftovers } from '../store/temporaryFolder.js';
import { type FailedRun, forgetFailures } from './failedRuns.js';
import { isOf, type PlannedRun, planRuns } from './plan.js';
import { removeCheckpointsOf } from './run/checkpoints.js';
import type { RunTask } from './run/executeRun.js';
import type { StoreOptions } from './run/storedRun.js';

/** The runs of a sweep, sorted into those to make and those to leave as they are. */
export interface PreparedSweep {
  /** Runs to make. */
  readonly todo: readonly RunTask[];
  /** Number of runs that the store already holds. */
  readonly stored: number;
  /** Damaged runs, which are made again. */
  readonly damaged: readonly Extract<PlannedRun, { readonly state: 'damaged' }>[];
  /** Runs that failed in an earlier command and are not made again. */
  readonly earlier: readonly FailedRun[];
}

/** Removes the traces of dead writers, damaged runs, and the failures of runs that are made again. */
export async function prepareSweep(
  tasks: readonly RunTask[],
  store: StoreOptions,
  retryFailed: boolean,
): Promise<PreparedSweep> {
  const { directory } = store;
  await removeLeftovers(directory);
  const plan = await planRuns(tasks, store);
  for (const { task, state } of plan)
    if (state === 'damaged' || state === 'incomplete') await removeRunFolder(directory, task.id);
  const earlier = retryFailed ? [] : plan.filter(isOf('failed')).map(({ failure }) => failure);
  const stored = plan.filter(isOf('stored'));
  const left = new Set([...stored, ...earlier].map(({ task }) => task.id));
  const todo = tasks.filter(({ id }) => !left.has(id));
  await removeCheckpointsOf(directory, new Set(await completeRuns(directory)));
  await forgetFailures(
    directory,
    todo.map(({ id }) => id),
  );
  return { todo, stored: stored.length, damaged: plan.filter(isOf('damaged')), earlier };
}
