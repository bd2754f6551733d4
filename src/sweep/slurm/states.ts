/** The state of each run of a submitted sweep, from the store and from Slurm's queue. */
import { completeRuns } from '../../store/runFolder.js';
import { earlierFailures } from '../failedRuns.js';
import type { RunTask } from '../run/executeRun.js';
import { jobsOf } from './ownership.js';
import type { QueuedJob } from './queue.js';
import type { SubmittedRun } from './submission.js';

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

export async function seeSweep(directory: string, runs: readonly SubmittedRun[]): Promise<SeenSweep> {
  // The jobs are read first: a run that ends in between then counts as complete, and not as missing.
  const jobs = await jobsOf(directory);
  const complete = new Set(await completeRuns(directory));
  const failed = await earlierFailures(
    directory,
    runs.map(({ task }) => task),
  );
  return {
    jobs,
    runs: runStates(runs, jobs, complete, new Map([...failed].map(([id, { message }]) => [id, message]))),
  };
}

/** @param failed error messages by run id */
export function runStates(
  runs: readonly SubmittedRun[],
  jobs: readonly QueuedJob[],
  complete: ReadonlySet<string>,
  failed: ReadonlyMap<string, string>,
): readonly SeenRun[] {
  const jobOf = new Map(jobs.flatMap((job) => (job.arrayTask === null ? [] : [[job.arrayTask, job] as const])));
  // A task makes its runs one after the other, in the order of the sweep.
  const begun = new Set<number>();
  return runs.map(({ task, arrayTask }): SeenRun => {
    if (complete.has(task.id)) return { task, state: 'complete' };
    const message = failed.get(task.id);
    if (message !== undefined) return { task, state: 'failed', message };
    const job = arrayTask === null ? undefined : jobOf.get(arrayTask);
    if (arrayTask === null || job === undefined) return { task, state: 'missing' };
    const isFirst = !begun.has(arrayTask);
    begun.add(arrayTask);
    return { task, job: job.id, state: job.running && isFirst ? 'running' : 'pending' };
  });
}
