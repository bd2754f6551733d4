/** A run in the store: written completely or not at all, and read back. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../config/canonicalJson.js';
import type { Lexicon } from '../../corpus/lexicon.js';
import { machineWords } from '../../engine/machine.js';
import { isSystemError } from '../../errors/systemError.js';
import { UserError } from '../../errors/userError.js';
import type { Asking } from '../../models/modelKind.js';
import { ANSWERS_FOLDER, writeRunFolder } from '../../store/runFolder.js';
import { fromJson, toJson } from '../../store/specialNumbers.js';
import { RESPONSES_FILE } from '../tables/responsesTable.js';
import type { RunResult } from '../tables/runResult.js';
import { TIMELINES_FILE, timelinesTable } from '../tables/timelinesTable.js';
import { checkpointsOf } from './checkpoints.js';
import { executeRun, type RunTask } from './executeRun.js';
import { throwNotReadable } from './notReadable.js';

export interface StoredRun {
  readonly result: RunResult;
  /** Wall-clock seconds that the run took. */
  readonly seconds: number;
  /** The machine that made the run: "Node 22.11.0, ONNX Runtime 1.30.0, AVX2". */
  readonly machine: string;
}

export interface StoreOptions {
  /** Folder of the experiment. */
  readonly directory: string;
  /** Keep p̂ of every prompt × response. */
  readonly responses: boolean;
  /** Seconds between checkpoints of a training; by default `CHECKPOINT_SECONDS`. */
  readonly checkpointSeconds?: number;
}

export const CHECKPOINT_SECONDS = 60;

/** Name of the file of a trained network in its run's folder. */
export const MODEL_FILE = 'model.safetensors';

/**
 * Files of the answers of servers. Each run writes its own, which stays, and reads those of others: another run may ask the same.
 */
export function keptAnswersOf(directory: string, id: string): Pick<Asking, 'file' | 'others'> {
  const folder = join(directory, ANSWERS_FOLDER);
  const own = `${id}.jsonl`;
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f]{12}\.jsonl$/.test(name)) : [];
  return {
    file: join(folder, own),
    others: names.filter((name) => name !== own).map((name) => join(folder, name)),
  };
}

/** Executes a run, from its last checkpoint if there is one, and writes its folder. */
export async function storeRun(
  task: RunTask,
  lexicon: Lexicon,
  { directory, responses, checkpointSeconds = CHECKPOINT_SECONDS }: StoreOptions,
  onStep: (step: number, loss: number | null) => void,
  environment: NodeJS.ProcessEnv = {},
): Promise<void> {
  const checkpoints = checkpointsOf(directory, task.id, checkpointSeconds);
  const written = writeRunFolder(directory, task.id, async (folder) => {
    const result = await executeRun(task, lexicon, {
      onStep,
      checkpoints,
      asking: { ...keptAnswersOf(directory, task.id), environment },
      onForetold: (foretold) => writeFile(join(folder, 'foretold.json'), toJson(foretold)),
      onTimelines: (timelines) => writeFile(join(folder, TIMELINES_FILE), timelinesTable([timelines])),
      modelPath: join(folder, MODEL_FILE),
      ...(responses && { responsesPath: join(folder, RESPONSES_FILE) }),
    });
    const seconds = checkpoints.seconds();
    await writeFile(join(folder, 'config.json'), `${canonicalJson(task.config)}\n`);
    await writeFile(join(folder, 'result.json'), toJson(result));
    await writeFile(join(folder, 'timing.json'), toJson({ seconds, machine: machineWords() }));
  });
  await written.catch(async (error: unknown) => {
    // A failure of the run itself would come again from the checkpoint; a system error, such as a full disk, would not.
    if (!isSystemError(error)) await checkpoints.forget();
    throw error;
  });
  await checkpoints.forget();
}

/** Reads a run that the plan found undamaged. */
export function readRun(directory: string, task: RunTask): StoredRun {
  const read = (file: string): unknown => {
    const path = join(directory, task.id, file);
    try {
      return fromJson(readFileSync(path, 'utf8'));
    } catch (error) {
      if (isSystemError(error)) throwNotReadable(path, error);
      throw new UserError({
        code: 'damaged',
        summary: `a stored run cannot be read: ${(error as Error).message}`,
        where: path,
        hint: 'the same command makes it again',
      });
    }
  };
  // The parameters are those of the present sweep: another sweep of the experiment may have made this run.
  const result = { ...(read('result.json') as RunResult), parameters: task.parameters };
  const { seconds, machine } = read('timing.json') as Omit<StoredRun, 'result'>;
  return { result, seconds, machine };
}
