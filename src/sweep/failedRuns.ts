/** Records of runs that failed, `failed/<id>.json`: a failed run is not made again unless that is asked for. */
import { readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../store/atomicFile.js';
import { fromJson, toJson } from '../store/specialNumbers.js';
import { listDir } from '../store/temporaryFolder.js';
import type { RunTask } from './run/executeRun.js';

export interface FailedRun {
  readonly task: RunTask;
  readonly message: string;
  readonly usersMistake: boolean;
  readonly stack?: string;
  /** Whether an earlier command saw it fail. */
  readonly earlier?: boolean;
}

export const FAILED_FOLDER = 'failed';

export async function recordFailure(
  directory: string,
  { task: { id, parameters, config }, message, usersMistake, stack }: FailedRun,
): Promise<void> {
  await writeFileAtomically(
    recordOf(directory, id),
    toJson({ id, parameters, seed: config.seed, message, usersMistake, stack }),
  );
}

/** Failures of earlier commands, by id. A record that can't be read is as good as none: the run is made again. */
export async function earlierFailures(
  directory: string,
  tasks: readonly RunTask[],
): Promise<ReadonlyMap<string, FailedRun>> {
  const recorded = new Set((await listDir(join(directory, FAILED_FOLDER))).map(({ name }) => name));
  const failures = new Map<string, FailedRun>();
  for (const task of tasks) {
    if (!recorded.has(`${task.id}.json`)) continue;
    const failure = fromRecord(task, await readFile(recordOf(directory, task.id), 'utf8'));
    if (failure !== undefined) failures.set(task.id, failure);
  }
  return failures;
}

/** Forgets failures, before the runs are made again. */
export async function forgetFailures(directory: string, ids: Iterable<string>): Promise<void> {
  for (const id of ids) await rm(recordOf(directory, id), { force: true });
  await rmdir(join(directory, FAILED_FOLDER)).catch(() => {}); // others are in it, or it was never there
}

function recordOf(directory: string, id: string): string {
  return join(directory, FAILED_FOLDER, `${id}.json`);
}

function fromRecord(task: RunTask, text: string): FailedRun | undefined {
  try {
    const { message, usersMistake } = fromJson(text) as Partial<FailedRun>;
    return typeof message === 'string'
      ? { task, message, usersMistake: usersMistake === true, earlier: true }
      : undefined;
  } catch {
    return undefined;
  }
}
