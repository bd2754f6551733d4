/** Hands the runs of a sweep that are not in the store to Slurm: an array that makes them, and a job that gathers them. */
import { createHash } from 'node:crypto';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { execPath, pid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../errors/userError.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { startOf } from '../../store/processes.js';
import { isStudy } from '../experimentSchemas.js';
import { lockFolder } from '../folderLock.js';
import { type PreparedSweep, prepareSweep } from '../runSweep.js';
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

export interface SubmitOptions extends Omit<SubmittedSweep, 'submitted' | 'arrayTasks'> {
  /** The experiment's folder, absolute. */
  readonly directory: string;
  readonly options: SlurmOptions;
  /** Array tasks at a time; undefined for as many as Slurm likes. */
  readonly concurrency: number | undefined;
  readonly retryFailed: boolean;
  /** The modules that the jobs run. */
  readonly arrayModule: URL;
  readonly gatherModule: URL;
}

export interface Submitted extends PreparedSweep {
  /** Undefined where there was nothing to do. */
  readonly jobs: SubmittedJobs | undefined;
  readonly arrayTasks: number;
}

/** To be called before anything is written. @throws UserError where there is no Slurm */
export async function checkSlurm(): Promise<void> {
  return void (await slurm('sbatch', ['--version']));
}

/** @throws UserError where Slurm refuses, or where somebody else writes to the folder */
export async function submitSweep(submit: SubmitOptions): Promise<Submitted> {
  const { directory, tasks } = submit;
  if (directory.includes('\\'))
    throw new UserError({
      code: 'not-allowed',
      summary: 'Slurm names no logs in a folder with \\ in its path',
      where: '--out',
      found: directory,
    });
  const limit = largestArray(await slurm('scontrol', ['show', 'config']));
  const release = await lockFolder(directory);
  try {
    await refuseBesideJobs(directory);
    const prepared = await prepareSweep(tasks, { directory, responses: submit.responses }, submit.retryFailed);
    const arrayTasks = Math.min(prepared.todo.length, limit);
    const jobs = arrayTasks === 0 ? undefined : await submitJobs(submit, prepared, arrayTasks);
    return { ...prepared, jobs, arrayTasks };
  } finally {
    release();
    await rmdir(directory).catch(() => {}); // if it was made for nothing
  }
}

async function submitJobs(
  {
    directory,
    options,
    concurrency,
    arrayModule,
    gatherModule,
    name,
    tasks,
    responses,
    checkpointSeconds,
    claimed,
    source,
    command,
    typed,
  }: SubmitOptions,
  { todo }: PreparedSweep,
  arrayTasks: number,
): Promise<SubmittedJobs> {
  const madeForNothing = readSweep(directory) === undefined;
  await mkdir(fileIn(directory, LOGS_FOLDER), { recursive: true });
  await writeSweep(directory, {
    name,
    tasks,
    submitted: todo.map(({ id }) => id),
    arrayTasks,
    responses,
    checkpointSeconds,
    claimed,
    source,
    command,
    typed,
  });
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
    options,
    threads: Math.max(...todo.map(({ config: run }) => (isStudy(run) ? 1 : run.engine.threads))),
  };
  // First the name, by which the jobs are found whatever happens next.
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

/** No two submissions have the same: no two processes do. */
function jobNameOf(name: string, directory: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([hostname(), pid, startOf(pid), directory]))
    .digest('hex');
  return `${name.replaceAll(/[^\w.-]/g, '_')}-${digest.slice(0, 8)}`;
}

/** `--parsable` prints the id, and after a semicolon the cluster where there are several. */
function jobId(printed: string): string {
  return printed.trim().split(';')[0]!;
}

/** Tasks that an array may have. @param config what `scontrol show config` prints */
export function largestArray(config: string): number {
  const limits = [/^MaxArraySize\s*=\s*(\d+)/m, /\bmax_array_tasks=(\d+)/].flatMap(
    (pattern) => pattern.exec(config)?.[1] ?? [],
  );
  return limits.length === 0 ? 1001 : Math.max(1, Math.min(...limits.map(Number)));
}
