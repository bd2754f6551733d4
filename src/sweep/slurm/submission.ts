/**
 * Files by which a sweep and its Slurm jobs know each other, in the folder `slurm` of the experiment: `sweep.json` (the runs),
 * `jobs.json` (it exists while jobs may be writing to the experiment's folder), the batch scripts, and `logs/`.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../../errors/systemError.js';
import { UserError } from '../../errors/userError.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { fromJson, toJson } from '../../store/specialNumbers.js';
import { boundedText } from '../boundedText.js';
import type { Sweep } from '../sweep.js';

const SLURM_FOLDER = 'slurm';
export const LOGS_FOLDER = 'logs';

/** A sweep as its submission stores it. */
export interface SubmittedSweep extends Sweep {
  /** Ids of the runs that array tasks make. */
  readonly submitted: readonly string[];
  /** Number of array tasks: at most as many as there are submitted runs. */
  readonly arrayTasks: number;
  /** Seconds between checkpoints of a training. */
  readonly checkpointSeconds: number;
  /** The report checks the claims of the experiment of that name. */
  readonly claimed: boolean;
  /** The command as it was typed, which submits again what is missing. */
  readonly typed: string;
}

export interface SubmittedJobs {
  /** Name of both jobs and of no others. It finds them even if the command was killed before it had written their ids. */
  readonly jobName: string;
  readonly array: string | null;
  readonly gather: string | null;
}

/** Ids of the runs of one array task, in the order in which it makes them. Neighbours take similar time, so they go to different tasks. */
export function runsOfTask(
  { submitted, arrayTasks }: Pick<SubmittedSweep, 'submitted' | 'arrayTasks'>,
  arrayTask: number,
): readonly string[] {
  return submitted.filter((_, place) => place % arrayTasks === arrayTask);
}

/** @param directory the experiment's folder. @returns undefined if no sweep of the folder was ever submitted */
export function readSweep(directory: string): SubmittedSweep | undefined {
  return read(directory, SWEEP_FILE) as SubmittedSweep | undefined;
}

/** @returns undefined if no jobs can be writing to the folder */
export function readJobs(directory: string): SubmittedJobs | undefined {
  return read(directory, JOBS_FILE) as SubmittedJobs | undefined;
}

export function writeSweep(directory: string, sweep: SubmittedSweep): Promise<void> {
  return writeFileAtomically(fileIn(directory, SWEEP_FILE), sealed(sweep));
}

export function writeJobs(directory: string, jobs: SubmittedJobs): Promise<void> {
  return writeFileAtomically(fileIn(directory, JOBS_FILE), sealed(jobs));
}

/** Gives the folder back, when none of the jobs is left. */
export function forgetJobs(directory: string): Promise<void> {
  return rm(fileIn(directory, JOBS_FILE), { force: true });
}

export function fileIn(directory: string, file: string): string {
  return join(directory, SLURM_FOLDER, file);
}

const SWEEP_FILE = 'sweep.json';

export const JOBS_FILE = 'jobs.json';

/** A file's text with a checksum of its content: an altered option would give other figures under the id of a run. */
function sealed(content: object): string {
  return toJson({ ...content, sha256: createHash('sha256').update(toJson(content)).digest('hex') });
}

function read(directory: string, file: string): unknown {
  const path = fileIn(directory, file);
  try {
    const text = boundedText(path);
    const { sha256: _, ...content } = fromJson(text) as { readonly sha256?: unknown };
    if (sealed(content) === text) return content;
    throw new Error('not as it was written');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (isSystemError(error) || error instanceof UserError) throw error;
    throw new UserError({
      code: 'damaged',
      summary: 'a file of the submitted sweep cannot be read',
      where: path,
      found: (error as Error).message,
      hint: 'end its jobs with scancel and remove the folder slurm: complete runs are kept',
    });
  }
}
