/** Plans each run of a sweep by its state in the store, and changes nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { quickDamage } from '../store/manifest.js';
import { completeRuns } from '../store/runFolder.js';
import { earlierFailures, type FailedRun } from './failedRuns.js';
import type { RunTask } from './run/executeRun.js';
import type { StoreOptions } from './run/storedRun.js';
import { RESPONSES_FILE } from './tables/responsesTable.js';

/**
 * A run and its state. `new`: not in the store; `damaged`: its folder differs from what was written, so it is made again;
 * `incomplete`: in the store without `responses.arrow`, which is now needed, so it is made again; `failed`: it failed before.
 */
export type PlannedRun =
  | { readonly state: 'stored' | 'new' | 'incomplete'; readonly task: RunTask }
  /** @property damage the damaged file and its fault, in words */
  | { readonly state: 'damaged'; readonly task: RunTask; readonly damage: string }
  | { readonly state: 'failed'; readonly task: RunTask; readonly failure: FailedRun };

export async function planRuns(
  tasks: readonly RunTask[],
  { directory, responses }: StoreOptions,
): Promise<readonly PlannedRun[]> {
  const complete = new Set(await completeRuns(directory));
  const failed = await earlierFailures(directory, tasks);
  return tasks.map((task): PlannedRun => {
    const failure = failed.get(task.id);
    if (!complete.has(task.id))
      return failure === undefined ? { state: 'new', task } : { state: 'failed', task, failure };
    const damage = quickDamage(join(directory, task.id), responses ? [RESPONSES_FILE] : []);
    if (damage !== undefined)
      return { state: 'damaged', task, damage: `${damage.file} is ${damage.fault} (${damage.detail})` };
    return {
      state: responses && !existsSync(join(directory, task.id, RESPONSES_FILE)) ? 'incomplete' : 'stored',
      task,
    };
  });
}

/** A test for planned runs of one state. */
export function isOf<State extends PlannedRun['state']>(state: State) {
  return (run: PlannedRun): run is Extract<PlannedRun, { readonly state: State }> => run.state === state;
}
