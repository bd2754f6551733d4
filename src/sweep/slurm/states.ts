/** The state of each run of a submitted sweep, from the store and from Slurm's queue. */
import { completeRuns } from '../../store/runFolder.js';
import { earlierFailures } from '../failedRuns.js';
import type { RunTask } from '../run/executeRun.js';
import { jobsOf } from './ownership.js';
import type { QueuedJob } from './queue.js';
import { runsOfTask, type SubmittedSweep } from './submission.js';

/** `missing`: not in the store, and no job that would make it is left. */
export const RUN_STATES = ['complete', 'running', 'pending', 'failed', 'missing'] as const;
export type RunState = (typeof RUN_STATES)[number];

export interface SeenRun {
  readonly task: RunTask;
  readonly state: RunState;
  /** The error of a failed run. */
  readonly message?: string;
  /** The array task that makes the run. */
  readonly job?: string;
}

export interface SeenSweep {
  readonly runs: readonly SeenRun[];
  readonly jobs: readonly QueuedJob[];
}

export async function seeSweep(directory: string, sweep: SubmittedSweep): Promise<SeenSweep> {
  // The jobs are read first: a run that ends in between then counts as complete, and not as missing.
  const jobs = await jobsOf(directory);
  const complete = new Set(await completeRuns(directory));
  const failed = await earlierFailures(directory, sweep.tasks);
  return {
    jobs,
    runs: runStates(sweep, jobs, complete, new Map([...failed].map(([id, { message }]) => [id, message]))),
  };
}

/** @param failed error messages by run id */
export function runStates(
  sweep: SubmittedSweep,
  jobs: readonly QueuedJob[],
  complete: ReadonlySet<string>,
  failed: ReadonlyMap<string, string>,
): readonly SeenRun[] {
  const underWay = new Map<string, Pick<SeenRun, 'state' | 'job'>>();
  for (const { id: job, arrayTask, running } of jobs) {
    if (arrayTask === null) continue;
    // A task makes its runs one after the other.
    const left = runsOfTask(sweep, arrayTask).filter((id) => !complete.has(id) && !failed.has(id));
    left.forEach((id, place) => underWay.set(id, { job, state: running && place === 0 ? 'running' : 'pending' }));
  }
  return sweep.tasks.map((task): SeenRun => {
    if (complete.has(task.id)) return { task, state: 'complete' };
    const message = failed.get(task.id);
    if (message !== undefined) return { task, state: 'failed', message };
    return { task, ...(underWay.get(task.id) ?? { state: 'missing' as const }) };
  });
}
