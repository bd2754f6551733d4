/** Records of runs that failed, `failed/<id>.json`: a failed run is made again only with --retry-failed. */
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
  /** The run failed in an earlier command. */
  readonly earlier?: boolean;
}

const FAILED_FOLDER = 'failed';

export async function recordFailure(
  directory: string,
  { task: { id, parameters, config }, message, usersMistake, stack }: FailedRun,
): Promise<void> {
  await writeFileAtomically(
    recordOf(directory, id),
    toJson({ id, parameters, seed: config.seed, message, usersMistake, stack }),
  );
}

/** Failures of earlier commands, by run id. A record that cannot be read is ignored: its run is made again. */
export async function earlierFailures(
  directory: string,
  tasks: readonly RunTask[],
): Promise<ReadonlyMap<string, FailedRun>> {
  const recorded = await recordsIn(directory);
  const failures = new Map<string, FailedRun>();
  for (const task of tasks) {
    if (!recorded.has(`${task.id}.json`)) continue;
    const failure = fromRecord(task, await readFile(recordOf(directory, task.id), 'utf8'));
    if (failure !== undefined) failures.set(task.id, failure);
  }
  return failures;
}

/** Removes the records of failures, before the runs are made again. */
export async function forgetFailures(directory: string, ids: readonly string[]): Promise<void> {
  const recorded = await recordsIn(directory);
  for (const id of ids) if (recorded.has(`${id}.json`)) await rm(recordOf(directory, id), { force: true });
  await rmdir(join(directory, FAILED_FOLDER)).catch(() => {}); // it holds other records, or it does not exist
}

async function recordsIn(directory: string): Promise<ReadonlySet<string>> {
  return new Set((await listDir(join(directory, FAILED_FOLDER))).map(({ name }) => name));
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
