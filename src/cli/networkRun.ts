/** The run that a command is about: found by its folder or by that of its experiment, and made again. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Lexicon } from '../corpus/lexicon.js';
import { knownModelKind } from '../models/registry.js';
import { RUN_NAME } from '../store/runFolder.js';
import { type AnyConfig, isStudy } from '../sweep/experimentSchemas.js';
import { executeRun, type RunHooks, type RunTask } from '../sweep/run/executeRun.js';
import { keptAnswersOf } from '../sweep/run/storedRun.js';
import { openRuns } from './openRuns.js';
import { onInterruption } from './screen/failures.js';
import { tell } from './screen/print.js';
import { progressDisplay } from './screen/progress.js';

/** A stored run: its folder, and what it was made of. */
export interface StoredTask {
  readonly folder: string;
  readonly task: RunTask;
}

/** The run in a folder, or the first network of an experiment's folder; its first run where it has no network. */
export async function networkRun(folder: string): Promise<StoredTask> {
  const taskIn = (at: string): RunTask => ({
    id: basename(resolve(at)),
    parameters: {},
    config: JSON.parse(readFileSync(join(at, 'config.json'), 'utf8')) as AnyConfig,
  });
  if (RUN_NAME.test(basename(resolve(folder))) && existsSync(join(folder, 'config.json')))
    return { folder, task: taskIn(folder) };
  const { runs } = await openRuns(folder);
  const folders = (runs.columns.run ?? []).map((id) => join(folder, String(id)));
  for (const at of folders) {
    const task = taskIn(at); // one after the other: a sweep may have ten thousand
    if (isTrained(task)) return { folder: at, task };
  }
  return { folder: folders[0], task: taskIn(folders[0]) };
}

/** True for a network: of a plugin's, only once the plugin is loaded. */
function isTrained({ config }: RunTask): boolean {
  return !isStudy(config) && 'network' in (knownModelKind(config.model.kind) ?? {});
}

/** Makes a stored run again, with its progress on the screen. @param hooks what is wanted of it */
export async function makeAgain(
  { folder, task }: StoredTask,
  lexicon: Lexicon,
  hooks: Pick<RunHooks, 'onModel' | 'modelPath'>,
): Promise<void> {
  const progress = progressDisplay(process.stderr);
  onInterruption(() => progress.stop());
  if (isTrained(task)) tell('it did not keep its model, and is trained again\n');
  progress.onPlan({ todo: [task], stored: 0, damaged: [], earlier: [], unseen: [] });
  progress.onStart(task);
  const asking = { ...keptAnswersOf(dirname(resolve(folder)), task.id), environment: process.env };
  try {
    await executeRun(task, lexicon, { ...hooks, asking, onStep: (step, loss) => progress.onStep(task, step, loss) });
    progress.onEnd(task, false);
  } finally {
    progress.stop();
  }
}
