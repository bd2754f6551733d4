/** A sweep: executes what is not in the store yet, then gathers all its runs into tables and a report. */
import { canonicalJson } from '../config/canonicalJson.js';
import type { Corpus } from '../corpus/corpus.js';
import type { Lexicon } from '../corpus/lexicon.js';
import { type Problem, UserError } from '../errors/userError.js';
import { modelKindOf } from '../models/registry.js';
import { completeRuns, removeRunFolder } from '../store/runFolder.js';
import { removeLeftovers } from '../store/temporaryFolder.js';
import { isStudy, type ModelRunConfig } from './experimentSchemas.js';
import { type FailedRun, forgetFailures } from './failedRuns.js';
import { isOf, type PlannedRun, planRuns } from './plan.js';
import { removeCheckpointsOf } from './run/checkpoints.js';
import { corpusOf, networkOf, type RunTask, STUDY_STEPS } from './run/executeRun.js';
import { posttrainingOf } from './run/posttrainRun.js';
import { resumedModel } from './run/resume.js';
import { readRun, type StoredRun, type StoreOptions } from './run/storedRun.js';
import { gather } from './tables/gather.js';
import { executeInWorkers, type WorkersOptions } from './workers.js';

export interface SweepOptions extends Omit<WorkersOptions, 'onStart' | 'onStep' | 'onEnd'> {
  readonly experiment: string;
  readonly progress: SweepProgress;
  /** Whether runs that failed before are made again. */
  readonly retryFailed: boolean;
}

/** How a sweep tells what it is doing. */
export interface SweepProgress extends Pick<WorkersOptions, 'onStart' | 'onStep' | 'onEnd' | 'onFewer'> {
  /** @param todo the tasks that will be executed; the others are in the store, or failed before */
  readonly onPlan: (todo: readonly RunTask[], stored: number, others: OtherRuns) => void;
}

/** What is worth telling of a store. */
export interface OtherRuns {
  /** Made again. */
  readonly damaged: readonly Extract<PlannedRun, { readonly state: 'damaged' }>[];
  /** Not made again. */
  readonly earlier: readonly FailedRun[];
}

export interface SweepOutcome {
  readonly runs: readonly StoredRun[];
  /** Those of earlier commands too, where they were not made again. */
  readonly failures: readonly FailedRun[];
  /** Tasks that were not begun, because too many others failed. */
  readonly unmade: readonly RunTask[];
  /** Tables that were written. */
  readonly files: readonly string[];
}

/** Steps that a run will take: those of training, 0 for models that are counted or given. */
export function stepsOf({ config }: RunTask): number {
  if (isStudy(config)) return STUDY_STEPS;
  return 'network' in modelKindOf(config.model.kind) ? config.training.steps + (config.posttraining?.steps ?? 0) : 0;
}

/**
 * Draws each corpus and lays out each network of the sweep once before anything is written, so that what is impossible is
 * reported at once. Seeds are taken to differ in luck only. A study's options are checked by its schema alone.
 * @throws UserError
 */
export function checkTasks(tasks: readonly RunTask[], lexicon: Lexicon): void {
  for (const sharing of tasksByCorpus(tasks)) {
    let corpus: Corpus | undefined; // one at a time: a sweep's corpora together may be too large to hold
    for (const { config, parameters } of sharing) {
      try {
        corpus ??= corpusOf(config, lexicon);
        const network = networkOf(config, corpus);
        resumedModel(config, network, corpus);
        if (network !== undefined) posttrainingOf(config, corpus);
      } catch (error) {
        throw error instanceof UserError
          ? error.amended((problem) => ({ ...problem, ...metWith(problem, parameters) }))
          : error;
      }
    }
  }
}

type ModelTask = Omit<RunTask, 'config'> & { readonly config: ModelRunConfig };

function tasksByCorpus(tasks: readonly RunTask[]): Iterable<readonly ModelTask[]> {
  const groups = new Map<string, ModelTask[]>();
  for (const { config, ...task } of tasks) {
    if (isStudy(config)) continue;
    const key = canonicalJson(config.corpus);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ ...task, config }]);
    else group.push({ ...task, config });
  }
  return groups.values();
}

/** In a sweep: which of its combinations a problem is of. */
function metWith({ hint }: Problem, parameters: RunTask['parameters']): Pick<Problem, 'hint'> {
  const values = Object.entries(parameters).map(([path, value]) => `${path} = ${value}`);
  return values.length === 0
    ? {}
    : { hint: [hint, `met with ${values.join(', ')}`].filter((each) => each !== undefined).join('; ') };
}

/** What is to be made, and what is left as it is. */
export interface PreparedSweep extends OtherRuns {
  readonly todo: readonly RunTask[];
  /** How many are in the store. */
  readonly stored: number;
}

/** Puts a store in order before runs are made: nothing of dead writers, damaged runs or forgiven failures stays in it. */
export async function prepareSweep(
  tasks: readonly RunTask[],
  store: StoreOptions,
  retryFailed: boolean,
): Promise<PreparedSweep> {
  const { directory } = store;
  await removeLeftovers(directory);
  const plan = await planRuns(tasks, store);
  for (const { task, state } of plan)
    if (state === 'damaged' || state === 'incomplete') await removeRunFolder(directory, task.id);
  const earlier = retryFailed ? [] : plan.filter(isOf('failed')).map(({ failure }) => failure);
  const stored = plan.filter(isOf('stored'));
  const left = new Set([...stored, ...earlier].map(({ task }) => task.id));
  const todo = tasks.filter(({ id }) => !left.has(id));
  await removeCheckpointsOf(directory, new Set(await completeRuns(directory)));
  await forgetFailures(
    directory,
    todo.map(({ id }) => id),
  );
  return { todo, stored: stored.length, damaged: plan.filter(isOf('damaged')), earlier };
}

/**
 * @throws UserError where the store can't be written: then nothing more is begun, and what is complete stays
 */
export async function runSweep(
  tasks: readonly RunTask[],
  { experiment, progress, retryFailed, ...config }: SweepOptions,
): Promise<SweepOutcome> {
  const { directory } = config.store;
  const { todo, stored, damaged, earlier } = await prepareSweep(tasks, config.store, retryFailed);
  progress.onPlan(todo, stored, { damaged, earlier });
  const { failures, unmade } = await executeInWorkers(todo, { ...config, ...progress });
  // Workers that outlived the death of an earlier sweep may have been alive when this one began.
  await removeLeftovers(directory);
  const missing = new Set([...earlier, ...failures].map(({ task }) => task.id).concat(unmade.map(({ id }) => id)));
  const runs: StoredRun[] = [];
  for (const task of tasks) if (!missing.has(task.id)) runs.push(readRun(directory, task));
  return { runs, failures: [...earlier, ...failures], unmade, files: await gather(experiment, runs, config.store) };
}
