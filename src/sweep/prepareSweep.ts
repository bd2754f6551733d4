/** The store put in order before a sweep is made. */
import { join } from 'node:path';
import { completeRuns, removeRunFolder, setRunAside } from '../store/runFolder.js';
import { removeLeftovers } from '../store/temporaryFolder.js';
import { type FailedRun, forgetFailures } from './failedRuns.js';
import { isOf, planRuns } from './plan.js';
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
  readonly damaged: readonly DamagedRun[];
  /** Runs that failed in an earlier command and are not made again. */
  readonly earlier: readonly FailedRun[];
  /** Paths of temporary folders of other machines or containers, which cannot be known to be dead, so they stay. */
  readonly unseen: readonly string[];
}

export interface DamagedRun {
  readonly task: RunTask;
  /** The damaged file and its fault, in words. */
  readonly damage: string;
  /** Path of the folder to which the damaged run was moved. */
  readonly aside: string;
}

/** Removes the traces of dead writers and the failures of runs that are made again, and sets damaged runs aside. */
export async function prepareSweep(
  tasks: readonly RunTask[],
  store: StoreOptions,
  retryFailed: boolean,
): Promise<PreparedSweep> {
  const { directory } = store;
  const { unseen } = await removeLeftovers(directory);
  const plan = await planRuns(tasks, store);
  const damaged: DamagedRun[] = [];
  for (const { task, damage } of plan.filter(isOf('damaged')))
    damaged.push({ task, damage, aside: join(directory, await setRunAside(directory, task.id)) });
  for (const { task, state } of plan) if (state === 'incomplete') await removeRunFolder(directory, task.id);
  const earlier = retryFailed ? [] : plan.filter(isOf('failed')).map(({ failure }) => failure);
  const stored = plan.filter(isOf('stored'));
  const left = new Set([...stored, ...earlier].map(({ task }) => task.id));
  const todo = tasks.filter(({ id }) => !left.has(id));
  await removeCheckpointsOf(directory, new Set(await completeRuns(directory)));
  await forgetFailures(
    directory,
    todo.map(({ id }) => id),
  );
  return { todo, stored: stored.length, damaged, earlier, unseen: unseen.map((name) => join(directory, name)) };
}
