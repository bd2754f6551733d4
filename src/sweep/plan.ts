/** Plans each run of a sweep by its state in the store, and changes nothing. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Damage, quickDamage } from '../store/manifest.js';
import { completeRuns } from '../store/runFolder.js';
import { earlierFailures, type FailedRun } from './failedRuns.js';
import type { RunTask } from './run/executeRun.js';
import { throwNotReadable } from './run/notReadable.js';
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

/** @throws UserError if a run or a record is there and cannot be read: it may be sound, so it is not made again */
export async function planRuns(
  tasks: readonly RunTask[],
  { directory, responses }: StoreOptions,
): Promise<readonly PlannedRun[]> {
  const complete = new Set(await completeRuns(directory).catch((error: unknown) => throwNotReadable(directory, error)));
  const failed = await earlierFailures(directory, tasks);
  return tasks.map((task): PlannedRun => {
    const failure = failed.get(task.id);
    if (!complete.has(task.id))
      return failure === undefined ? { state: 'new', task } : { state: 'failed', task, failure };
    const { damage, hasResponses } = lookAt(join(directory, task.id), responses);
    if (damage !== undefined)
      return { state: 'damaged', task, damage: `${damage.file} is ${damage.fault} (${damage.detail})` };
    return { state: responses && !hasResponses ? 'incomplete' : 'stored', task };
  });
}

function lookAt(
  run: string,
  responses: boolean,
): { readonly damage: Damage | undefined; readonly hasResponses: boolean } {
  try {
    return {
      damage: quickDamage(run, responses ? [RESPONSES_FILE] : []),
      hasResponses: statSync(join(run, RESPONSES_FILE), { throwIfNoEntry: false }) !== undefined,
    };
  } catch (error) {
    return throwNotReadable(run, error);
  }
}

/** A test for planned runs of one state. */
export function isOf<State extends PlannedRun['state']>(state: State) {
  return (run: PlannedRun): run is Extract<PlannedRun, { readonly state: State }> => run.state === state;
}
