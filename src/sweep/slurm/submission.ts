/**
 * Files by which a sweep and its Slurm jobs know each other, in the folder `slurm` of the experiment: `sweep.json`, its runs in
 * the folder `runs-…` that it names, `jobs.json` (it exists while jobs may be writing to the experiment's folder), the batch
 * scripts, and `logs/`. The runs of each array task have a file of their own, so that a task of a sweep of 10⁵ runs reads a
 * hundred configs and not all.
 */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../../errors/systemError.js';
import { UserError } from '../../errors/userError.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { hexDigest } from '../../store/hexDigest.js';
import { makeFolder } from '../../store/makeFolder.js';
import { fromJson, toJson } from '../../store/specialNumbers.js';
import { boundedText } from '../boundedText.js';
import type { RunTask } from '../run/executeRun.js';
import type { Sweep } from '../sweep.js';

const SLURM_FOLDER = 'slurm';
export const LOGS_FOLDER = 'logs';

/** A sweep as its submission stores it. */
export interface SubmittedSweep extends Omit<Sweep, 'tasks'> {
  /** Number of array tasks: at most as many as there are submitted runs. */
  readonly arrayTasks: number;
  /** Seconds between checkpoints of a training. */
  readonly checkpointSeconds: number;
  /** The report checks the claims of the experiment of that name. */
  readonly claimed: boolean;
  /** The command as it was typed, which submits again what is missing. */
  readonly typed: string;
  /** Name of the folder of the runs. */
  readonly folder: string;
  /** SHA-256 of its files `0.json`, `1.json`, …: one for each array task, then those of runs that were not submitted. */
  readonly files: readonly string[];
}

/** A run of a submitted sweep, and the array task that makes it; null if the store already held it, or it had failed. */
export interface SubmittedRun {
  readonly task: RunTask;
  readonly arrayTask: number | null;
}

export interface SubmittedJobs {
  /** Name of both jobs and of no others. It finds them even if the command was killed before it had written their ids. */
  readonly jobName: string;
  readonly array: string | null;
  readonly gather: string | null;
}

/** Content of a file of runs: runs, and their places in the sweep. */
interface RunsFile {
  readonly places: readonly number[];
  readonly tasks: readonly RunTask[];
}

/** Most runs of a file of runs that were not submitted. */
const RUNS_PER_FILE = 1000;

/** Places of submitted runs by array task, in the order in which a task makes them. Neighbours take similar time, so they go to different tasks. */
export function placesByTask(submitted: readonly number[], arrayTasks: number): readonly (readonly number[])[] {
  const byTask: number[][] = Array.from({ length: arrayTasks }, () => []);
  for (const [index, place] of submitted.entries()) byTask[index % arrayTasks]!.push(place);
  return byTask;
}

/** @param directory the experiment's folder. @returns undefined if no sweep of the folder was ever submitted */
export function readSweep(directory: string): SubmittedSweep | undefined {
  return read(directory, SWEEP_FILE, (content) => {
    const sweep = content as SubmittedSweep;
    if (!Array.isArray(sweep.files)) throw new Error('written by an earlier version of this program');
    return sweep;
  });
}

/** Runs of one array task, in the order in which it makes them. */
export function runsOfTask(directory: string, sweep: SubmittedSweep, arrayTask: number): readonly RunTask[] {
  return arrayTask < sweep.arrayTasks ? readRuns(directory, sweep, arrayTask).tasks : [];
}

/** All runs, in the order of the sweep. */
export function runsOf(directory: string, sweep: SubmittedSweep): readonly SubmittedRun[] {
  const runs: SubmittedRun[] = [];
  for (const index of sweep.files.keys()) {
    const { places, tasks } = readRuns(directory, sweep, index);
    const arrayTask = index < sweep.arrayTasks ? index : null;
    for (const [i, place] of places.entries()) runs[place] = { task: tasks[i]!, arrayTask };
  }
  return runs;
}

/** @returns undefined if no jobs can be writing to the folder */
export function readJobs(directory: string): SubmittedJobs | undefined {
  return read(directory, JOBS_FILE, (content) => content as SubmittedJobs);
}

/** @param submitted ids of the runs that array tasks make */
export async function writeSweep(
  directory: string,
  { tasks, ...sweep }: Sweep & Omit<SubmittedSweep, 'folder' | 'files'>,
  submitted: ReadonlySet<string>,
): Promise<void> {
  const places = (isSubmitted: boolean): number[] =>
    [...tasks.keys()].filter((place) => submitted.has(tasks[place]!.id) === isSubmitted);
  const texts = [...placesByTask(places(true), sweep.arrayTasks), ...chunks(places(false), RUNS_PER_FILE)].map((some) =>
    toJson({ places: some, tasks: some.map((place) => tasks[place]) } satisfies RunsFile),
  );
  const files = texts.map(hexDigest);
  const folder = `${RUNS_FOLDER}${hexDigest(files.join()).slice(0, 12)}`;
  await makeFolder(fileIn(directory, folder));
  // Not flushed one by one, which would take 10 ms each: a file that is lost or cut is known by its digest.
  for (const [index, text] of texts.entries()) await writeFile(runsFile(directory, folder, index), text);
  await writeFileAtomically(fileIn(directory, SWEEP_FILE), sealed({ ...sweep, folder, files }));
  for (const name of await readdir(fileIn(directory, '.')))
    if (name.startsWith(RUNS_FOLDER) && name !== folder) await rm(fileIn(directory, name), { recursive: true });
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

/** First letters of the folder of the runs. */
const RUNS_FOLDER = 'runs-';

function runsFile(directory: string, folder: string, index: number): string {
  return fileIn(directory, join(folder, `${index}.json`));
}

export const JOBS_FILE = 'jobs.json';

function readRuns(directory: string, { folder, files }: SubmittedSweep, index: number): RunsFile {
  const path = runsFile(directory, folder, index);
  return whole(path, () => {
    const text = textOf(path);
    if (text === undefined) throw new Error('missing');
    if (hexDigest(text) !== files[index]) throw new Error(NOT_AS_WRITTEN);
    return fromJson(text) as RunsFile;
  });
}

function read<Content>(directory: string, file: string, of: (content: object) => Content): Content | undefined {
  const path = fileIn(directory, file);
  return whole(path, () => {
    const text = textOf(path);
    return text === undefined ? undefined : of(unsealed(text));
  });
}

/** @returns undefined if there is no such file */
function textOf(path: string): string | undefined {
  try {
    return boundedText(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A file's text with a checksum of its content: an altered option would give other figures under the id of a run. */
function sealed(content: object): string {
  return toJson({ ...content, sha256: hexDigest(toJson(content)) });
}

function unsealed(text: string): object {
  const { sha256: _, ...content } = fromJson(text) as { readonly sha256?: unknown };
  if (sealed(content) !== text) throw new Error(NOT_AS_WRITTEN);
  return content;
}

const NOT_AS_WRITTEN = 'not as it was written';

/** @throws UserError for a file that is not as it was written */
function whole<Content>(path: string, reading: () => Content): Content {
  try {
    return reading();
  } catch (error) {
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

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
