/**
 * Whose an experiment's folder is while a sweep is with Slurm. The lock of `folderLock.ts` is a process's: whoever submits has it
 * for that moment only. From then on `jobs.json` says that the folder is the jobs', whose array tasks write their run folders at
 * once, and need no lock for that: each appears by one rename, under a name that no other task writes. Whatever else would write
 * takes the lock and then asks for the jobs, so that of two sweeps never both go on.
 */
import { UserError } from '../../errors/userError.js';
import { slurm } from './programs.js';
import { type QueuedJob, queuedJobs } from './queue.js';
import { fileIn, forgetJobs, JOBS_FILE, readJobs } from './submission.js';

/**
 * To be called by the holder of the folder's lock. Forgets jobs of which none is left.
 * @throws UserError where jobs are left, or where that cannot be seen from here
 */
export async function refuseBesideJobs(directory: string): Promise<void> {
  const jobs = await jobsOf(directory);
  if (jobs.length === 0) return forgetJobs(directory);
  throw new UserError({
    code: 'locked',
    summary: "jobs of Slurm's are writing to this folder",
    where: directory,
    found: [...new Set(jobs.map(({ id }) => `job ${id.split('_')[0]}`))].join(', '),
    hint: 'hallucination-rate status shows how far they are, cancel ends them: the same command then continues; or give another folder with --out',
  });
}

/** The jobs that have not ended; none where the folder is not with Slurm. */
export async function jobsOf(directory: string): Promise<readonly QueuedJob[]> {
  const jobs = readJobs(directory);
  if (jobs === undefined) return [];
  try {
    return await queuedJobs(jobs.jobName);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const hint = `if its jobs have ended, remove the file ${fileIn(directory, JOBS_FILE)}: that cannot be seen from here`;
    throw error.amended((problem) => ({
      ...problem,
      code: 'locked',
      summary: 'this sweep is with Slurm, which does not answer',
      where: directory,
      hint,
    }));
  }
}

/** Ends jobs; those that are gone meanwhile are no error of scancel's. The one that gathers goes first: it begins when the others end. */
export async function cancelJobs(jobs: readonly QueuedJob[]): Promise<void> {
  const ids = new Set(
    [...jobs.filter(({ arrayTask }) => arrayTask === null), ...jobs.filter(({ arrayTask }) => arrayTask !== null)].map(
      ({ id }) => id.split('_')[0]!,
    ),
  );
  if (ids.size > 0) await slurm('scancel', [...ids]);
}
