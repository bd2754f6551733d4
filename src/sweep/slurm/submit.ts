/** Submits the runs that the store does not hold to Slurm: an array of jobs that makes them, and a job that gathers them. */

import { rm, rmdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { execPath, pid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../errors/userError.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { hexDigest } from '../../store/hexDigest.js';
import { makeFolder } from '../../store/makeFolder.js';
import { startOf } from '../../store/processes.js';
import { isStudy } from '../experimentSchemas.js';
import { lockFolder } from '../folderLock.js';
import { refuseForeignExperiment } from '../ownFiles.js';
import { type PreparedSweep, prepareSweep } from '../prepareSweep.js';
import type { Sweep } from '../sweep.js';
import {
  ARRAY_SCRIPT,
  arrayArguments,
  type BatchJob,
  batchScript,
  GATHER_SCRIPT,
  gatherArguments,
  type SlurmOptions,
} from './batch.js';
import { cancelJobs, jobsOf, refuseBesideJobs } from './ownership.js';
import { slurm } from './programs.js';
import {
  fileIn,
  forgetJobs,
  LOGS_FOLDER,
  readSweep,
  type SubmittedJobs,
  type SubmittedSweep,
  writeJobs,
  writeSweep,
} from './submission.js';

export interface SubmitOptions {
  /** Absolute path of the experiment's folder. */
  readonly directory: string;
  /** Options of sbatch, for both jobs. */
  readonly sbatch: SlurmOptions;
  /** Array tasks at a time; undefined leaves that to Slurm. */
  readonly concurrency: number | undefined;
  /** Make runs again that failed in an earlier command. */
  readonly retryFailed: boolean;
  /** Properties that the submission stores (`SubmittedSweep`). */
  readonly stored: Pick<SubmittedSweep, 'checkpointSeconds' | 'claimed' | 'typed'>;
  /** The module that an array task runs. */
  readonly arrayModule: URL;
  /** The module that the gathering job runs. */
  readonly gatherModule: URL;
}

export interface Submitted extends PreparedSweep {
  /** Undefined if there was nothing to do. */
  readonly jobs: SubmittedJobs | undefined;
  readonly arrayTasks: number;
}

/** Checks that Slurm is there, before anything is written. @throws UserError */
export async function checkSlurm(): Promise<void> {
  return void (await slurm('sbatch', ['--version']));
}

/** @throws UserError if Slurm refuses the jobs, or another process or job is writing to the folder */
export async function submitSweep(sweep: Sweep, options: SubmitOptions): Promise<Submitted> {
  const { directory, retryFailed } = options;
  if (directory.includes('\\'))
    throw new UserError({
      code: 'not-allowed',
      summary: 'Slurm cannot write logs to a path that contains a backslash',
      where: '--out',
      found: directory,
      allowed: 'a path without \\',
    });
  const limit = largestArray(await slurm('scontrol', ['show', 'config']));
  await refuseForeignExperiment(directory);
  const release = await lockFolder(directory);
  try {
    await refuseBesideJobs(directory);
    const prepared = await prepareSweep(sweep.tasks, { directory, responses: sweep.responses }, retryFailed);
    const arrayTasks = Math.min(prepared.todo.length, limit);
    const jobs = arrayTasks === 0 ? undefined : await submitJobs(sweep, options, prepared, arrayTasks);
    return { ...prepared, jobs, arrayTasks };
  } finally {
    release();
    await rmdir(directory).catch(() => {}); // it is empty if it was made for nothing
  }
}

async function submitJobs(
  { name, tasks, source, command, responses }: Sweep,
  { directory, sbatch, concurrency, stored, arrayModule, gatherModule }: SubmitOptions,
  { todo }: PreparedSweep,
  arrayTasks: number,
): Promise<SubmittedJobs> {
  const madeForNothing = readSweep(directory) === undefined;
  await makeFolder(fileIn(directory, LOGS_FOLDER));
  await writeSweep(
    directory,
    { name, tasks, arrayTasks, responses, source, command, ...stored },
    new Set(todo.map(({ id }) => id)),
  );
  await writeFileAtomically(
    fileIn(directory, ARRAY_SCRIPT),
    batchScript(execPath, fileURLToPath(arrayModule), directory),
  );
  await writeFileAtomically(
    fileIn(directory, GATHER_SCRIPT),
    batchScript(execPath, fileURLToPath(gatherModule), directory),
  );
  const batch: BatchJob = {
    directory,
    jobName: jobNameOf(name, directory),
    options: sbatch,
    threads: Math.max(...todo.map(({ config }) => (isStudy(config) ? 1 : config.engine.threads))),
  };
  // The name is stored first: it finds the jobs whatever happens next.
  await writeJobs(directory, { jobName: batch.jobName, array: null, gather: null });
  try {
    const array = jobId(await slurm('sbatch', arrayArguments(batch, arrayTasks, concurrency)));
    const gather = jobId(await slurm('sbatch', gatherArguments(batch, array)));
    const jobs = { jobName: batch.jobName, array, gather };
    await writeJobs(directory, jobs);
    return jobs;
  } catch (error) {
    await cancelJobs(await jobsOf(directory));
    await forgetJobs(directory);
    if (madeForNothing) await rm(fileIn(directory, '.'), { recursive: true, force: true });
    throw error;
  }
}

/** A name that no two submissions share, because no two processes have the same host, id and start. */
function jobNameOf(name: string, directory: string): string {
  const digest = hexDigest(JSON.stringify([hostname(), pid, startOf(pid), directory]));
  return `${name.replaceAll(/[^\w.-]/g, '_')}-${digest.slice(0, 8)}`;
}

/** `--parsable` prints the id, and the cluster after a semicolon if there are several. */
function jobId(printed: string): string {
  return printed.trim().split(';')[0]!;
}

/**
 * Largest number of tasks that an array may have: what Slurm allows, and a quarter of the jobs that its controller holds, because it
 * refuses an array that does not fit beside the jobs of others ("Resource temporarily unavailable").
 * @param settings output of `scontrol show config`
 */
export function largestArray(settings: string): number {
  const found = (pattern: RegExp): number | undefined => {
    const value = pattern.exec(settings)?.[1];
    return value === undefined ? undefined : Number(value);
  };
  const jobs = found(/^MaxJobCount\s*=\s*(\d+)/m);
  return Math.max(
    1,
    Math.min(
      found(/^MaxArraySize\s*=\s*(\d+)/m) ?? USUAL_LARGEST,
      found(/\bmax_array_tasks=(\d+)/) ?? Infinity,
      jobs === undefined ? Infinity : Math.floor(jobs / 4),
    ),
  );
}

/** Slurm's MaxArraySize if nobody sets it. */
const USUAL_LARGEST = 1001;
