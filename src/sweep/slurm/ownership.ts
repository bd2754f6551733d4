/**
 * Ownership of an experiment's folder while a sweep is in Slurm. The lock of `folderLock.ts` belongs to a process: the
 * submitting command holds it only while it submits. From then on `jobs.json` says that the folder belongs to the jobs. Array
 * tasks write run folders at the same time and need no lock for that: each folder appears by one rename, under a name that no
 * other task writes. Any other command that would write takes the lock and then looks for the jobs, so two sweeps never both
 * go on.
 */
import { UserError } from '../../errors/userError.js';
import { slurm } from './programs.js';
import { type QueuedJob, queuedJobs } from './queue.js';
import { fileIn, forgetJobs, JOBS_FILE, readJobs } from './submission.js';

/**
 * Refuses to write beside jobs of Slurm; forgets the jobs if none is left. The caller holds the folder's lock.
 * @throws UserError if jobs are left, or if Slurm does not answer
 */
export async function refuseBesideJobs(directory: string): Promise<void> {
  const jobs = await jobsOf(directory);
  if (jobs.length === 0) return forgetJobs(directory);
  throw new UserError({
    code: 'locked',
    summary: 'Slurm jobs are writing to this folder',
    where: directory,
    found: [...new Set(jobs.map(({ id }) => `job ${id.split('_')[0]}`))].join(', '),
    hint: '`hallucination-rate status` shows their progress, `hallucination-rate cancel` ends them; then the same command continues; or choose another folder with --out',
  });
}

/** The jobs that have not ended; none if the folder does not belong to jobs. @throws UserError if Slurm does not answer */
export async function jobsOf(directory: string): Promise<readonly QueuedJob[]> {
  const jobs = readJobs(directory);
  if (jobs === undefined) return [];
  try {
    return await queuedJobs(jobs.jobName);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const hint = `if its jobs have ended, which cannot be seen from here, remove the file ${fileIn(directory, JOBS_FILE)}`;
    throw error.amended((problem) => ({
      ...problem,
      code: 'locked',
      summary: 'this sweep was submitted to Slurm, which does not answer',
      where: directory,
      hint,
    }));
  }
}

/** Ends jobs; scancel ignores jobs that have ended meanwhile. The gathering job is ended first, because it would begin when the others end. */
export async function cancelJobs(jobs: readonly QueuedJob[]): Promise<void> {
  const ids = new Set(
    [...jobs.filter(({ arrayTask }) => arrayTask === null), ...jobs.filter(({ arrayTask }) => arrayTask !== null)].map(
      ({ id }) => id.split('_')[0]!,
    ),
  );
  if (ids.size > 0) await slurm('scancel', [...ids]);
}
