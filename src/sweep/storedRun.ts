/** A run in the store: written complete or not at all, and read back. */
import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { canonicalJson } from '../config/canonicalJson.js';
import { UserError } from '../config/userError.js';
import type { Lexicon } from '../corpus/lexicon.js';
import { fromJson, toJson } from '../store/json.js';
import { completeRuns, writeRunFolder } from '../store/runFolder.js';
import { executeRun, type RunTask } from './executeRun.js';
import { RESPONSES_FILE } from './responsesTable.js';
import type { RunResult } from './runResult.js';

export interface StoredRun {
  readonly result: RunResult;
  /** Wall-clock seconds that the run took. */
  readonly seconds: number;
}

export interface StoreOptions {
  /** Folder of the experiment. */
  readonly directory: string;
  /** Whether p̂ of every prompt × response is kept. */
  readonly responses: boolean;
}

/** Executes a run and writes its folder. */
export const storeRun = async (
  task: RunTask,
  lexicon: Lexicon,
  { directory, responses }: StoreOptions,
  onStep: (step: number, loss: number | null) => void,
): Promise<void> => {
  await writeRunFolder(directory, task.id, async (folder) => {
    const start = performance.now();
    const result = await executeRun(task, lexicon, { onStep, ...(responses && { responsesPath: join(folder, RESPONSES_FILE) }) });
    const seconds = (performance.now() - start) / 1000;
    await writeFile(join(folder, 'config.json'), `${canonicalJson(task.options)}\n`);
    await writeFile(join(folder, 'result.json'), toJson(result));
    await writeFile(join(folder, 'timing.json'), toJson({ seconds }));
  });
};

export const readRun = async (directory: string, task: RunTask): Promise<StoredRun> => {
  const read = async (file: string): Promise<unknown> => {
    const path = join(directory, task.id, file);
    try {
      return fromJson(await readFile(path, 'utf8'));
    } catch (error) {
      const hint = `remove the folder ${join(directory, task.id)}: the same command makes the run again`;
      throw new UserError({ code: 'damaged', summary: `a stored run cannot be read: ${(error as Error).message}`, where: path, hint });
    }
  };
  // A run's parameters are the present sweep's: the same run may have been made by another sweep of the same experiment.
  const result = { ...((await read('result.json')) as RunResult), parameters: task.parameters };
  const { seconds } = (await read('timing.json')) as { readonly seconds: number };
  return { result, seconds };
};

/** Ids of the tasks that are in the store already. A run without the responses that are now asked for is removed, to be made again. */
export const storedTasks = async (tasks: readonly RunTask[], { directory, responses }: StoreOptions): Promise<ReadonlySet<string>> => {
  const complete = new Set(await completeRuns(directory));
  const stored = new Set<string>();
  for (const { id } of tasks) {
    if (!complete.has(id)) continue;
    if (responses && !(await exists(join(directory, id, RESPONSES_FILE)))) await rm(join(directory, id), { recursive: true });
    else stored.add(id);
  }
  return stored;
};

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);
