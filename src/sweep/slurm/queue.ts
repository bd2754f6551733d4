/** The jobs of a sweep that are left, from squeue. Accounting (sacct) is not used, because many clusters have none. */
import { slurm } from './programs.js';

/** A job that has not ended: an array task, or the gathering job. */
export interface QueuedJob {
  /** Id for scancel: `41_3` for a task of an array, `42` otherwise. */
  readonly id: string;
  /** Position in the array; null for the gathering job. */
  readonly arrayTask: number | null;
  readonly running: boolean;
  /** State in Slurm's word, such as PENDING. */
  readonly state: string;
  /** Reason why it waits, in Slurm's word; null if it does not wait. */
  readonly reason: string | null;
}

const FORMAT = '%F|%K|%T|%r';

/** States in which a job has processes, or may still have. */
const WITH_PROCESSES = new Set(['RUNNING', 'COMPLETING', 'SUSPENDED', 'STOPPED', 'SIGNALING', 'STAGE_OUT']);

/** @param jobName name under which the jobs were submitted */
export async function queuedJobs(jobName: string): Promise<readonly QueuedJob[]> {
  return parseQueue(await slurm('squeue', ['--noheader', '--array', `--name=${jobName}`, `--format=${FORMAT}`]));
}

/** @param text output of `squeue --noheader --array --format='%F|%K|%T|%r'` */
export function parseQueue(text: string): readonly QueuedJob[] {
  return text.split('\n').flatMap((line) => {
    const [job, place, state, ...reason] = line.trim().split('|');
    if (job === undefined || place === undefined || state === undefined || !/^\d+$/.test(job)) return [];
    const arrayTask = /^\d+$/.test(place) ? Number(place) : null;
    const why = reason.join('|');
    return [
      {
        id: arrayTask === null ? job : `${job}_${arrayTask}`,
        arrayTask,
        running: WITH_PROCESSES.has(state),
        state,
        reason: why === '' || why === 'None' || WITH_PROCESSES.has(state) ? null : why,
      },
    ];
  });
}
